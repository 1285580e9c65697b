/** A schedule on a terminal: keys step through it, forward and back. */
import type { Replayed } from '../../explore/serveReplay.ts';
import { replayStatus } from '../../explore/serveReplay.ts';
import { type StepLine, stepLines, stepTo } from '../../explore/stepping.ts';
import { paint } from '../../tui/frame/paint.ts';
import { bold, type StyledLine, span } from '../../tui/frame/styled.ts';
import type { Look } from '../../tui/look.ts';
import { cut } from '../../tui/text/width.ts';
import { createKeyReader } from './keys.ts';
import { giveKeyboard, takeKeyboard } from './tty.ts';

const ENTER_SCREEN = '\x1b[?1049h\x1b[?25l';
const LEAVE_SCREEN = '\x1b[0m\x1b[?25h\x1b[?1049l';
const BEGIN = '\x1b[?2026h\x1b[H';
const END = '\x1b[J\x1b[?2026l';
const INTERRUPTED = 130;
const ENDINGS: readonly (readonly [NodeJS.Signals, number])[] = [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGINT', INTERRUPTED],
];
const KEYS = 'Right next   Left back   PgDn PgUp 10 steps   Home   End   q leaves';

function styled({ text, role }: StepLine, columns: number): StyledLine {
  const shown = cut(text, columns, '~');
  switch (role) {
    case 'head':
    case 'now':
      return [bold(shown)];
    case 'wrong':
      return [span(shown, 'danger')];
    case 'faint':
      return [span(shown, 'faint')];
    case 'plain':
      return [span(shown)];
  }
}

/** Why nobody can step here, in one sentence; undefined when somebody can. */
export function stepRefusal(env: NodeJS.ProcessEnv, isTerminal: boolean): string | undefined {
  if (!isTerminal) return 'replay --step needs a terminal on standard input and output; --at N shows one step';
  const term = env['TERM'] ?? '';
  if (term !== '' && term !== 'dumb') return undefined;
  return `replay --step needs a terminal that can move the cursor, and TERM is ${term === '' ? 'not set' : term}`;
}

/** Shows step after step until somebody leaves; the status to exit with: that of the replay itself, or of the signal. */
export function stepOnTerminal(replayed: Replayed, look: Look): Promise<number> {
  const { stdin, stdout } = process;
  const send = (text: string): void => void stdout.write(text);
  const last = replayed.live.steps.length;
  let at = 0;
  const show = (): void => {
    const [columns, rows] = [stdout.columns || 80, stdout.rows || 24];
    const lines = stepLines(replayed, at, { columns, rows: rows - 1 }).map((line) => styled(line, columns));
    while (lines.length < rows - 1) lines.push([]);
    lines.push([span(cut(KEYS, columns, ''), 'faint')]);
    send(`${BEGIN}${lines.map((line) => `${paint(line, look)}\x1b[K`).join('\r\n')}${END}`);
  };
  return new Promise((resolve) => {
    const handlers = ENDINGS.map(([name, status]) => [name, () => leave(status)] as const);
    const hangUp = (): void => leave(129);
    const leave = (status: number): void => {
      for (const [name, handler] of handlers) process.off(name, handler);
      stdin.off('data', onData);
      stdin.off('end', hangUp);
      stdout.off('resize', show);
      reader.close();
      send(LEAVE_SCREEN);
      giveKeyboard(stdin, send);
      resolve(status);
    };
    const reader = createKeyReader((keys) => {
      for (const key of keys) {
        if (key.kind !== 'key') continue;
        const to = key.ctrl && key.name === 'c' ? 'interrupt' : stepTo(key.text || key.name, at, last);
        if (typeof to === 'string') {
          leave(to === 'interrupt' ? INTERRUPTED : replayStatus(replayed));
          return;
        }
        at = to;
      }
      show();
    });
    const onData = (chunk: Buffer): void => reader.write(chunk);
    for (const [name, handler] of handlers) process.on(name, handler);
    takeKeyboard(stdin, send);
    stdin.on('data', onData);
    stdin.on('end', hangUp);
    stdout.on('resize', show);
    send(ENTER_SCREEN);
    show();
  });
}
