import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGetopt, type OptionSpec } from '../../../src/commands/kmod/getopt.ts';
import { joinParameters, MODPROBE_SPEC, parseUnsigned, splitEnvironmentOptions } from '../../../src/commands/kmod/modprobe-options.ts';

function readAll(args: readonly string[], spec: OptionSpec = MODPROBE_SPEC, posix = false): string[] {
  const next = createGetopt('modprobe', args, spec, posix);
  const seen: string[] = [];
  for (;;) {
    const parsed = next();
    if (parsed.kind === 'end') return [...seen, `| ${parsed.operands.join(' ')}`.trim()];
    if (parsed.kind === 'wrong') return [...seen, parsed.message.trimEnd()];
    seen.push(parsed.value === '' ? parsed.option : `${parsed.option}=${parsed.value}`);
  }
}

test.each([
  [
    ['a', '-r', 'b', '-v'],
    ['r', 'v', '| a b'],
  ],
  [
    ['-rv', '--', '-x'],
    ['r', 'v', '| -x'],
  ],
  [
    ['-w5', '-w', '6', '--wait=7', '--wait', '8'],
    ['w=5', 'w=6', 'w=7', 'w=8', '|'],
  ],
  [['-'], ['| -']],
  [['--quie'], ['q', '|']],
  [['--show-c'], ['c', '|']],
  [['--ignore'], ['i', '|']],
  [['--show'], ['n', '|']],
  [['-z'], ["modprobe: invalid option -- 'z'"]],
  [['-r:'], ['r', "modprobe: invalid option -- ':'"]],
  [['--nosuch=1'], ["modprobe: unrecognized option '--nosuch=1'"]],
  [
    ['--re'],
    ["modprobe: option '--re' is ambiguous; possibilities: '--remove' '--remove-dependencies' '--remove-holders' '--resolve-alias'"],
  ],
  [['-w'], ["modprobe: option requires an argument -- 'w'"]],
  [['--wait'], ["modprobe: option '--wait' requires an argument"]],
  [['--forc=3'], ["modprobe: option '--forc=3' is ambiguous; possibilities: '--force' '--force-modversion' '--force-vermagic'"]],
  [['--force=3'], ["modprobe: option '--force' doesn't allow an argument"]],
])('%j is read as %j', (args, expected) => {
  expect(readAll(args)).toEqual(expected);
});

test('a plus sign, or POSIXLY_CORRECT, stops at the first operand', () => {
  expect(readAll(['-h', 'list', '-x'], { short: '+hV', long: [] })).toEqual(['h', '| list -x']);
  expect(readAll(['a', '-r'], MODPROBE_SPEC, true)).toEqual(['| a -r']);
});

test.each([
  ['5', 5],
  ['0x10', 16],
  ['010', 8],
  [' 7', 7],
  ['', undefined],
  ['08', undefined],
  ['5s', undefined],
  ['0x', undefined],
])('strtoul reads %j as %s', (text, expected) => {
  expect(parseUnsigned(text)).toBe(expected);
});

test('MODPROBE_OPTIONS is split at blanks outside of quotes', () => {
  expect(splitEnvironmentOptions('-v -C "/a b"')).toEqual(['-v', '-C', '/a b']);
  expect(splitEnvironmentOptions('')).toEqual([]);
});

test('a parameter value with a blank is put in quotes', () => {
  expect(joinParameters(['a=b c', 'd="e f"', 'g', "h='i j'"])).toBe(`a="b c" d="e f" g h='i j'`);
});

test('any words are answered', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('-', 'r', 'w', '=', 'a', ':', 'z'), maxLength: 6 }), { maxLength: 8 }),
      (words) => {
        expect(readAll(words).length).toBeLessThanOrEqual(words.join('').length + 1);
      },
    ),
  );
});
