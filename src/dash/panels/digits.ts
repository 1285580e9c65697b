/** For a projector: the count of the chosen module in digits that the last row of the room can read. */
import type { Size } from '../layout.ts';
import { signsOf } from '../look.ts';
import type { Body, DashInput } from '../model.ts';
import { chosenModule } from '../state.ts';
import { cutLine, type Line, plain, span, strong } from '../text.ts';

/** Five rows each; a letter stands for a filled cell. */
const DIGITS: Readonly<Record<string, readonly string[]>> = {
  '0': ['xxxxx', 'x   x', 'x   x', 'x   x', 'xxxxx'],
  '1': ['  x  ', ' xx  ', '  x  ', '  x  ', ' xxx '],
  '2': ['xxxxx', '    x', 'xxxxx', 'x    ', 'xxxxx'],
  '3': ['xxxxx', '    x', ' xxxx', '    x', 'xxxxx'],
  '4': ['x   x', 'x   x', 'xxxxx', '    x', '    x'],
  '5': ['xxxxx', 'x    ', 'xxxxx', '    x', 'xxxxx'],
  '6': ['xxxxx', 'x    ', 'xxxxx', 'x   x', 'xxxxx'],
  '7': ['xxxxx', '    x', '   x ', '  x  ', '  x  '],
  '8': ['xxxxx', 'x   x', 'xxxxx', 'x   x', 'xxxxx'],
  '9': ['xxxxx', 'x   x', 'xxxxx', '    x', 'xxxxx'],
  '-': ['     ', '     ', 'xxxxx', '     ', '     '],
};
const ROWS = 5;

/** Five rows of digits, and beside them who holds it. */
export function digitsPanel({ view, state, look, words }: DashInput, { columns }: Size): Body {
  const { full, more } = signsOf(look);
  const chosen = chosenModule(state, view);
  if (chosen === undefined) return { title: plain('refcnt'), lines: [[], plain('  no module is loaded')] };
  const digits = [...String(chosen.refcnt)].map((digit) => DIGITS[digit] ?? []);
  const beside: readonly Line[] = [
    [],
    [strong(chosen.name, 'accent')],
    plain(words.heldBy(chosen)),
    plain(chosen.holders.length === 0 ? '' : `used by ${chosen.holders.join(', ')}`),
    plain(chosen.state === 'Live' ? '' : chosen.state),
  ];
  const lines = Array.from({ length: ROWS }, (_, row): Line => {
    const cells = digits.map((digit) => (digit[row] ?? '').replaceAll('x', full)).join('  ');
    return cutLine([strong(`   ${cells}   `), ...(beside[row] ?? [span('')])], columns, more);
  });
  return { title: plain(`refcnt of ${chosen.name}`), lines };
}
