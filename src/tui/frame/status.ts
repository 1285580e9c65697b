/** The status line: regime, model, the moment of the last event, speed, modules, taint, log, waits. */
import type { SystemView } from '../../engine/view.ts';
import { columnsOf } from '../text/width.ts';
import { duration, tenths } from '../time.ts';
import { spread } from './columns.ts';
import { type Span, type StyledLine, span } from './styled.ts';

export interface StatusInput {
  readonly view: SystemView;
  /** Virtual per show time; 0 is paused. */
  readonly speed: number;
  readonly columns: number;
  /** `3/10` while the tour is on. */
  readonly tour: string | undefined;
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** One line; what does not fit is dropped from the right, whole segments at a time. */
export function statusLine({ view, speed, columns, tour }: StatusInput): StyledLine {
  const narrow = columns < 70;
  const dangerous = /[DR]/.test(view.taint);
  const segments: Span[] = [span(view.regime, 'accent')];
  if (view.model !== 'smp' || columns >= 100) segments.push(span(view.model));
  segments.push(span(`t ${narrow ? duration(view.now) : tenths(view.now)}`));
  segments.push(speed === 0 ? span('paused', 'wait') : span(`x${Number(speed.toFixed(2))}`));
  segments.push(span(plural(view.modules.length, 'module')));
  if (view.taint !== '') segments.push(span(narrow ? view.taint : `taint ${view.taint}`, dangerous ? 'danger' : 'plain'));
  if (view.logUnread > 0 && !narrow) segments.push(span(`log +${view.logUnread}`));
  if (view.waits.length > 0) segments.push(span(plural(view.waits.length, 'wait'), 'wait'));
  if (tour !== undefined) segments.push(span(`tour ${tour}`, 'accent'));
  const help = narrow ? [] : [span('F1 help', 'faint')];
  return spread(fitting(segments, columns - 1 - (narrow ? 0 : 9)), help, columns - 1);
}

function fitting(segments: readonly Span[], columns: number): StyledLine {
  const line: Span[] = [];
  let width = 0;
  for (const [index, segment] of segments.entries()) {
    const gap = index === 0 ? ' ' : '   ';
    width += columnsOf(gap) + columnsOf(segment.text);
    if (width > columns) break;
    line.push(span(gap), segment);
  }
  return line;
}
