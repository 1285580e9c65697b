/** The keys: one row of them below, all of them on `?`. */
import type { Body, DashInput } from '../model.ts';
import { columnsOf, type Line, plain, span, strong } from '../text.ts';

const MORE_KEYS = ['d tree', 'a lines', 's sort', '1-6 0 panels', 'p projector', 'R rule'];

/** From this width on there is room for more than the keys one needs at once. */
const WIDE = 100;

/** The last row: as many keys as fit, or what there is to say. */
export function footerLine({ state, size, speed, note }: DashInput): Line {
  if (note !== '') return [span(` ${note}`, 'wait')];
  if (state.rule !== undefined) return plain(' Esc close  j k rule  Enter boot');
  const back = state.help || state.refs || state.full !== undefined ? ['Esc close'] : ['q back'];
  const keys = [...back, 'j k module', 'Enter refs', `Space ${speed === 0 ? 'go' : 'pause'}`, '. next event', '+ - speed'];
  if (size.columns >= WIDE) keys.push(...MORE_KEYS);
  const help = '? keys';
  let text = ' ';
  for (const key of keys) {
    const gap = text === ' ' ? '' : '  ';
    if (columnsOf(text + gap + key) + 2 + help.length > size.columns) break;
    text += gap + key;
  }
  return plain(`${text}  ${help}`);
}

const KEYS: readonly (readonly [string, string])[] = [
  ['q  Esc  Ctrl-C', 'leave; Esc first closes what is open'],
  ['j k  Down Up', 'choose a module'],
  ['Enter', 'the references of the chosen module: who, on what, since when'],
  ['Space', 'pause, go on'],
  ['.', 'to the next event'],
  ['+ -', 'twice as fast, half as fast'],
  ['d', 'the tree of modules that use each other'],
  ['a', 'up to three more lines in the chart'],
  ['s', 'sort by newest, name, references'],
  ['1 2 3 4 5 6', 'one panel alone: counts, kinds, tree, modules, waits, dmesg'],
  ['0', 'all panels'],
  ['p', 'projector: few panels, large digits'],
  ['R', 'another rule, while nothing runs: Enter boots a fresh kernel'],
  ['?', 'these keys'],
];

/** All keys, a line each. */
export function helpPanel(): Body {
  return { title: plain('keys'), lines: KEYS.map(([key, what]): Line => [strong(` ${key.padEnd(16)}`, 'accent'), span(what)]) };
}
