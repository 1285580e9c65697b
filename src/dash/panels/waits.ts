/** Who waits for what, how far it is, and how long it still takes. */
import type { PhaseView, WaitView } from '../../engine/view.ts';
import type { Size } from '../layout.ts';
import { signsOf } from '../look.ts';
import type { Body, DashInput } from '../model.ts';
import { columnsOf, cutLine, type Line, plain, type Span, span, spread, strong } from '../text.ts';

/** Inner columns from which the phases are shown one by one. */
const STRIP = 58;

const crossed = (phases: readonly PhaseView[]): boolean => phases.some((phase) => phase.commit && phase.state === 'done');

/** How much of the wait is over, 0 to 1; undefined where no end is known, and beyond the commit. */
function partOver(wait: WaitView, { nowUs, look }: DashInput): number | undefined {
  if (wait.until === undefined || crossed(wait.phases)) return undefined;
  if (!look.motion) {
    return wait.phases.length === 0 ? 0 : wait.phases.filter((phase) => phase.state === 'done').length / wait.phases.length;
  }
  return Math.max(0, Math.min(1, (nowUs - wait.since) / Math.max(1, wait.until - wait.since)));
}

/** `✓gate ✓refs ▸drain  commit ║  exit`: done, now, ahead; the commit is a line, red once it is crossed. */
function strip(phases: readonly PhaseView[], input: DashInput): Line {
  const { done, now, commit } = signsOf(input.look);
  return phases.flatMap((phase, at): Span[] => {
    const gap = at === 0 ? '' : ' ';
    const name =
      phase.state === 'done'
        ? [span(gap + done, 'good'), span(phase.name)]
        : [phase.state === 'now' ? strong(gap + now + phase.name, 'wait') : span(`${gap} ${phase.name}`)];
    return phase.commit ? [...name, span(` ${commit}`, phase.state === 'done' ? 'danger' : 'plain')] : name;
  });
}

/** contrib's gauge would paint a background, which no theme of a terminal is made for: the bar is text, as in the shell. */
function bar(part: number, columns: number, input: DashInput): Line {
  const { full, empty } = signsOf(input.look);
  const percent = `  ${String(Math.round(part * 100)).padStart(2)} %`;
  const cells = Math.max(1, columns - percent.length);
  const filled = Math.round(part * cells);
  return [span(full.repeat(filled) + empty.repeat(cells - filled), 'wait'), span(percent)];
}

/** One wait in full: what was typed, for whom it waits, the phases, the gauge. */
function inFull(wait: WaitView, input: DashInput, columns: number): Line[] {
  const { words, nowUs } = input;
  const width = columns - 2;
  const { more } = signsOf(input.look);
  const wide = columns >= STRIP;
  const left = [span(words.timeLeft(wait, nowUs))];
  const blockers = words.blockers(wait, !wide);
  const what = blockers === '' ? wait.reason : blockers;
  const lines: Line[] = [[strong(wait.command)]];
  if (wait.phases.length === 0) lines.push(spread([span(what)], left, width, more));
  else {
    const phase = words.phase(wait.phases);
    lines.push(wide ? strip(wait.phases, input) : spread([span(phase, 'wait')], left, width, more));
    if (wide) lines.push(spread([span(what)], left, width, more));
    else if (blockers !== '') lines.push([span(what)]);
  }
  const part = partOver(wait, input);
  if (part !== undefined) lines.push(bar(part, width, input));
  if (!wait.cancellable && wait.wayOut !== '') lines.push([span(wait.wayOut, 'accent')]);
  return lines.map((line): Line => cutLine([span(' '), ...line], columns, more));
}

/** One wait in a line. */
function inShort(wait: WaitView, input: DashInput, columns: number): Line {
  const { words, nowUs } = input;
  const phase = words.phase(wait.phases);
  const time = words.timeLeft(wait, nowUs);
  // Half a phase tells nothing: it goes where there is no room for all of it.
  const fits = columnsOf(` ${wait.module}  ${phase} ${time}`) < columns;
  const left = [span(` ${wait.module}`), ...(phase !== '' && fits ? [span(`  ${phase}`, 'wait')] : [])];
  return spread(left, [span(time)], columns - 1, signsOf(input.look).more);
}

/** All waits: in full if they fit, else the first in full and the others a line each. */
export function waitsPanel(input: DashInput, { columns, rows }: Size): Body {
  const { waits } = input.view;
  const title = plain(waits.length > 1 ? `waits, ${waits.length}` : 'waits');
  const [first, ...others] = waits;
  if (first === undefined) return { title, lines: [plain(' nobody waits')] };
  const head = inFull(first, input, columns);
  const apart = others.flatMap((wait): Line[] => [[], ...inFull(wait, input, columns)]);
  const rest = head.length + apart.length <= rows ? apart : others.map((wait) => inShort(wait, input, columns));
  const lines = [...head, ...rest];
  const kept = lines.length <= rows ? lines : [...lines.slice(0, rows - 1), plain(` +${lines.length - rows + 1} more`)];
  return { title, lines: kept };
}
