/** The comparison as a table: the same text with and without colours, and colours that say what an end means. */
import { expect, test } from 'vitest';
import { type ComparedScript, compareScript, type End } from '../../src/boot/compare.ts';
import { comparisonTable } from '../../src/boot/compareText.ts';
import { regimeById, regimes } from '../../src/regimes/index.ts';
import { lookOf } from '../../src/tui/look.ts';
import { allDrivers } from '../helpers/kernelWorld.ts';

const today = regimeById('today');
if (today === undefined) throw new Error('no regime of today');
const script: ComparedScript = {
  name: 'held.sh',
  text: 'insmod chardev.ko\nsleep 5 </dev/chardev0 &\nsleep 0.1\nrmmod chardev\n',
  args: [],
};
const comparison = compareScript(script, regimes, today, allDrivers);
const look = lookOf({ TERM: 'xterm', LANG: 'C.UTF-8' });
const ESC = String.fromCharCode(27);
const withoutColours = (text: string): string => text.split(new RegExp(`${ESC}\\[[0-9;]*m`)).join('');

test('without its colours the painted table is the plain one', () => {
  const plain = comparisonTable(comparison, 100);
  const painted = comparisonTable(comparison, 100, look);
  expect(plain).not.toContain(ESC);
  expect(painted).not.toBe(plain);
  const lines = (text: string): string[] => text.split('\n').map((line) => line.trimEnd());
  expect(lines(withoutColours(painted))).toEqual(lines(plain));
});

test.each([
  ['OOPS', '1;31'],
  ['stuck', '35'],
  ['refused', '33'],
  ['waited', '36'],
  ['removed', '36'],
] as const satisfies readonly (readonly [End, string])[])('the end %s has the colour %s', (end, codes) => {
  const rows = comparison.rows.map((row) => ({ ...row, end }));
  expect(comparisonTable({ ...comparison, rows }, 100, look)).toContain(`${ESC}[${codes}m${end}`);
});

test('the difference is faint', () => {
  expect(comparisonTable(comparison, 100, look)).toContain(`${ESC}[2mas today`);
});
