/** The first row: regime, clock, speed, what is loaded, and which module is looked at. */
import type { DashInput } from '../model.ts';
import { chosenModule } from '../state.ts';
import { columnsOf, type Line, type Span, span } from '../text.ts';

/** Columns from which the usual preemption model is named too. */
const MODEL = 80;

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `44.0 s`. */
export const seconds = (us: number): string => `${(Math.round(us / 100_000) / 10).toFixed(1)} s`;

/** One line; segments that do not fit are dropped from the right. */
export function headerLine({ view, state, nowUs, speed, outcome, size }: DashInput): Line {
  const chosen = chosenModule(state, view);
  const segments: Span[] = [
    { text: view.regime, role: 'accent', bold: true },
    ...(view.model !== 'smp' || size.columns >= MODEL ? [span(view.model)] : []),
    span(`t ${seconds(nowUs)}`),
    speed === 0 ? span('paused', 'wait') : span(`x${Number(speed.toFixed(2))}`),
  ];
  if (outcome !== '') segments.push(span(outcome, /^ended 0$/.test(outcome) ? 'good' : 'danger'));
  segments.push(span(plural(view.modules.length, 'module')));
  if (view.taint !== '') segments.push(span(`taint ${view.taint}`, /[DR]/.test(view.taint) ? 'danger' : 'plain'));
  if (view.waits.length > 0) segments.push(span(plural(view.waits.length, 'wait'), 'wait'));
  if (chosen !== undefined) segments.push(span(`reading: ${chosen.name}`));
  const line: Span[] = [];
  let width = 0;
  for (const [at, segment] of segments.entries()) {
    const gap = at === 0 ? ' ' : '   ';
    width += gap.length + columnsOf(segment.text);
    if (width > size.columns) break;
    line.push(span(gap), segment);
  }
  return line;
}
