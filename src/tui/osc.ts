/** Sequences that tell a terminal what it shows: prompt marks (OSC 133) and the window's title. All end in ST. */
import type { Look } from './look.ts';

const ST = '\x1b\\';

/** A: prompt, B: input, C: output, D: end with its status. Empty where the terminal would print them. */
export const mark133 = (look: Look, mark: 'A' | 'B' | 'C' | 'D', status?: number): string =>
  look.marks ? `\x1b]133;${mark}${status === undefined ? '' : `;${status}`}${ST}` : '';

/** Keeps the title aside and sets a new one; an empty title puts the old one back. */
export function titleSequence(title: string, previous: string): string {
  if (title === previous) return '';
  if (title === '') return '\x1b[23;2t';
  const clean = title.replace(/[\x00-\x1f\x7f]/g, ' ');
  return `${previous === '' ? '\x1b[22;2t' : ''}\x1b]2;${clean}${ST}`;
}
