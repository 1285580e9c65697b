/** `replay --step`: a schedule step by step, steered by lines, so that it works at the prompt and in a script alike. */
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import { type Replayed, replayStatus } from '../../explore/serveReplay.ts';
import { stepLines, stepTo } from '../../explore/stepping.ts';
import type { CommandContext } from '../../shell/command.ts';
import type { RaceServices } from './services.ts';

const INTERRUPTED = 130;
/** Of a picture, the head and the last few steps. */
const ROWS = 20;
const HELP = 'Enter or n: the next step; b: the one before; a number: that step; g, G: the start, the end; q: leave\n';

/** Where a line goes from a step; undefined: it means nothing. */
function lineTo(line: string, at: number, last: number): number | 'leave' | undefined {
  const word = line.trim();
  if (/^\d+$/.test(word)) return Math.min(last, Number(word));
  if (word === '') return stepTo('return', at, last);
  return /^[bgGnpq]$/.test(word) ? stepTo(word, at, last) : undefined;
}

/** Reads lines until one leaves, or no more come; the status of the replay. */
export function* stepThrough({ out, sys }: CommandContext<RaceServices>, replayed: Replayed, columns: number): UserPath<number> {
  const last = replayed.live.steps.length;
  const prompts = yield* sys.isatty(0);
  let at = 0;
  let shown = -1;
  for (;;) {
    if (at !== shown) {
      if (shown >= 0) yield* out('\n');
      const lines = stepLines(replayed, at, { columns, rows: ROWS });
      if (!(yield* out(`${lines.map((line) => line.text).join('\n')}\n`))) return replayStatus(replayed);
      shown = at;
    }
    if (prompts) yield* out(`step ${at} of ${last} (Enter, b, N, q; ? for help): `);
    const line = yield* sys.readLine(0);
    if (failed(line)) return INTERRUPTED;
    if (line === '') {
      if (prompts) yield* out('\n');
      return replayStatus(replayed);
    }
    const to = lineTo(line, at, last);
    if (to === 'leave') return replayStatus(replayed);
    if (to === undefined) yield* out(HELP);
    else at = to;
  }
}
