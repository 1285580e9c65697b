/** The screen: transcript above, live region below. Works before Ink is there: text is then written plainly, and frames wait. */
import { paint } from '../../tui/frame/paint.ts';
import type { Size } from '../../tui/frame/render.ts';
import type { Frame } from '../../tui/frame/styled.ts';
import type { Look } from '../../tui/look.ts';
import { columnsOf } from '../../tui/text/width.ts';
import { importInk } from '../nativeImport.ts';
import type { Region } from './ink.ts';
import { InkPort } from './port.ts';

export interface Screen {
  /** Is the region on the screen? */
  readonly mounted: boolean;
  /** Loads Ink (once) and puts the region at the cursor's line, over a prompt that was printed plainly. */
  mount(): Promise<void>;
  /** Takes the region (or the prompt that was there before it) off the screen; the cursor then stands where it began. */
  unmount(): void;
  /** Lets go of the region without touching the screen: somebody else has written there. */
  forget(): void;
  above(text: string): void;
  draw(frame: Frame): void;
  resize(size: Size): void;
  /** Sends all that was gathered since the last call. */
  flush(): void;
}

type Drawn = { readonly lines: readonly string[]; readonly cursor: Frame['cursor'] };

const ESCAPES = /\x1b\[[0-9;]*m/g;
const rowsOf = (line: string, columns: number): number => Math.max(1, Math.ceil(columnsOf(line.replace(ESCAPES, '')) / columns));

/**
 * Erases the region where it stands after the terminal was resized. Lines that were wider than the new width now take
 * several rows; the cursor is in the region, or just below it when it is hidden. Most terminals keep the cursor on its
 * character; where it `sinks`, it goes down by one row for every row that wrapping has added below it. Rows that a lower
 * screen took away below the cursor are taken as gone: rather leave a piece of ours standing than erase a line of theirs.
 */
export function eraseAfterResize({ lines, cursor }: Drawn, from: Size, to: Size, sinks: boolean): string {
  const columns = Math.min(from.columns, to.columns);
  const at = cursor?.y ?? lines.length;
  const before = lines.slice(0, at).reduce((sum, line) => sum + rowsOf(line, columns), 0);
  const own = cursor ? Math.floor(cursor.x / columns) : 0;
  const below = lines.slice(at + 1, lines.length - Math.max(0, from.rows - to.rows));
  const up = before + own + (sinks ? sunkBy(below, columns) : 0);
  return `\r${up > 0 ? `\x1b[${up}A` : ''}\x1b[J`;
}

/**
 * By how much the cursor of xterm.js sinks (its Buffer.ts, _reflowSmaller): it wraps from the bottom up, lets the cursor go
 * down by one with each row that it adds, and does not wrap the line which the cursor has come to.
 */
function sunkBy(below: readonly string[], columns: number): number {
  let sunk = 0;
  for (let line = below.length; line > 0; line -= 1) if (sunk !== line) sunk += rowsOf(below[line - 1] ?? '', columns) - 1;
  return sunk;
}

/** Terminals made of xterm.js. */
const cursorSinks = (env: NodeJS.ProcessEnv): boolean => ['vscode', 'Hyper', 'Tabby'].includes(env['TERM_PROGRAM'] ?? '');

/** Ink reads `CI` at its import and is then silent even on a terminal: whether one is there we decide ourselves. */
async function loadInk(env: NodeJS.ProcessEnv): Promise<typeof import('./ink.ts')> {
  const kept = ['CI', 'CONTINUOUS_INTEGRATION', 'DEV'].map((name) => [name, env[name]] as const);
  for (const [name] of kept) delete env[name];
  try {
    return await importInk();
  } finally {
    for (const [name, value] of kept) if (value !== undefined) env[name] = value;
  }
}

export function createScreen(size: Size, look: Look, env: NodeJS.ProcessEnv, send: (text: string) => void): Screen {
  const port = new InkPort(size.rows, send);
  let from = size;
  let region: Region | undefined;
  let shown: Drawn = { lines: [], cursor: undefined };
  let early = '';
  const draw = (drawn: Drawn): void => {
    shown = drawn;
    region?.draw(drawn.lines, drawn.cursor);
  };
  let resized: string | undefined;
  return {
    get mounted() {
      return region !== undefined;
    },
    async mount() {
      const { mountRegion } = await loadInk(env);
      if (region) return;
      send('\r\x1b[J');
      region = mountRegion(port);
      if (early !== '') region.above(early);
      early = '';
    },
    unmount() {
      if (region) region.unmount();
      else send(`\r\x1b[K${early}`);
      region = undefined;
      early = '';
      shown = { lines: [], cursor: undefined };
      port.flush();
    },
    forget() {
      region?.unmount();
      region = undefined;
      shown = { lines: [], cursor: undefined };
      port.discard();
    },
    above(text) {
      if (region) region.above(text);
      else early += text;
    },
    draw(frame) {
      const next = { lines: frame.lines.map((styled) => paint(styled, look)), cursor: frame.cursor };
      if (resized === undefined) {
        draw(next);
        return;
      }
      port.eraseWith(resized);
      resized = undefined;
      draw(next);
      // The same lines as before: Ink sees nothing to do, but the screen may have moved.
      if (port.erasePending) region?.above('');
    },
    resize(to) {
      if (region && shown.lines.length > 0) resized = eraseAfterResize(shown, from, to, cursorSinks(env));
      from = to;
      port.rows = to.rows;
    },
    flush: () => port.flush(),
  };
}
