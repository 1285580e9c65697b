import { describe, expect, test } from 'vitest';
import { formatPrintf } from '../../../src/shell/printf/format.ts';

describe('a format is filled in as printf does', () => {
  test.each([
    ['%s\n', ['a', 'b'], 'a\nb\n'],
    ['%s-%s;', ['a', 'b', 'c'], 'a-b;c-;'],
    ['plain', ['a'], 'plain'],
    ['[%5s][%-5s][%.1s]', ['ab', 'ab', 'ab'], '[   ab][ab   ][a]'],
    ['[%*s][%-*s][%.*s]', ['5', 'a', '4', 'b', '2', 'xyz'], '[    a][b   ][xy]'],
    ['[%*s]', ['-4', 'a'], '[a   ]'],
    ['%d %i %u', ['-1', '+2', '3'], '-1 2 3'],
    ['%u', ['-1'], '18446744073709551615'],
    ['%x %X %o %#x %#o', ['255', '255', '8', '255', '8'], 'ff FF 10 0xff 010'],
    ['[%05d][%-5d][%+d][% d][%5.3d]', ['42', '42', '42', '42', '7'], '[00042][42   ][+42][ 42][  007]'],
    ['[%05d]', ['-42'], '[-0042]'],
    ['[%#06x]', ['10'], '[0x000a]'],
    ['[%.0d]', ['0'], '[]'],
    ['%d %d %d', ['0x1f', '010', "'A"], '31 8 65'],
    ['%d', [''], '0'],
    ['%f %.2f %8.3f|%-8.1f|', ['1.5', '2.345', '3.14159', '2.25'], '1.500000 2.35    3.142|2.2     |'],
    ['%.0f %.0f %.0f %.1f', ['0.5', '1.5', '2.5', '0.25'], '0 2 2 0.2'],
    ['%e %E', ['12345.678', '0.00012'], '1.234568e+04 1.200000E-04'],
    ['%g %g %g %g', ['0.0001', '1e10', '100000', '1e-5'], '0.0001 1e+10 100000 1e-05'],
    ['%f %f', ['inf', 'nan'], 'inf nan'],
    ['%5.1f', ['-0.05'], ' -0.1'],
    ['%c%c', ['abc', ''], 'a\0'],
    ['%%|%5%', [], '%|'],
    ['a\\tb\\n\\101\\x41\\\\', [], 'a\tb\nAA\\'],
    ['%b', ['a\\tb\\0101'], 'a\tbA'],
    ['%b%s', ['a\\cb', 'c'], 'a'],
    ['%s', [], ''],
    ['%d', ['9223372036854775808'], '-9223372036854775808'],
  ])('%j with %j', (format, args, text) => {
    expect(formatPrintf(format, args).text).toBe(text);
  });
});

describe('a bad argument is told, and its readable part counts', () => {
  test.each([
    ['%d', ['abc'], '0', 'abc: expected numeric value'],
    ['%d', ['12x'], '12', '12x: not completely converted'],
    ['%f', ['1.5z'], '1.500000', '1.5z: not completely converted'],
    ['a%zb', [], 'a', '%z: invalid directive'],
    ['a%', [], 'a', '%: invalid directive'],
  ])('%j with %j', (format, args, text, problem) => {
    const printed = formatPrintf(format, args);
    expect([printed.text, printed.problems]).toEqual([text, [problem]]);
  });
});
