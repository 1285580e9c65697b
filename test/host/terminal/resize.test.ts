import { describe, expect, test } from 'vitest';
import { InkPort } from '../../../src/host/terminal/port.ts';
import { eraseAfterResize } from '../../../src/host/terminal/screen.ts';

const size = (columns: number, rows = 24) => ({ columns, rows });
const wide = 'x'.repeat(40);
const painted = `\x1b[36m${'x'.repeat(20)}\x1b[0m`;

describe('erasing the region after a resize', () => {
  test.each([
    ['the cursor in the first line: from there down', ['P# ', wide], { x: 3, y: 0 }, 45, 30, false, 0],
    ['wider: as many lines as there are above the cursor', [wide, 'P# '], { x: 3, y: 1 }, 45, 80, false, 1],
    ['narrower: wrapped lines above the cursor count for their rows', [wide, 'P# '], { x: 3, y: 1 }, 45, 30, false, 2],
    ['a cursor beyond the new width is a row lower', [wide], { x: 35, y: 0 }, 45, 30, false, 1],
    ['a hidden cursor stands below all lines', [wide, 'abc'], undefined, 45, 30, false, 3],
    ['escapes take no columns', [painted, 'P# '], { x: 3, y: 1 }, 45, 30, false, 1],
    ['a cursor that sinks: by one wrapped line', ['P# ', wide], { x: 3, y: 0 }, 45, 30, true, 1],
    ['two: the line it comes to is not wrapped', ['P# ', wide, wide], { x: 3, y: 0 }, 45, 30, true, 1],
    ['three', ['P# ', wide, wide, wide], { x: 3, y: 0 }, 45, 30, true, 3],
    ['four', ['P# ', wide, wide, wide, wide], { x: 3, y: 0 }, 45, 30, true, 3],
  ] as const)('%s', (_, lines, cursor, from, to, sinks, up) => {
    expect(eraseAfterResize({ lines, cursor }, size(from), size(to), sinks)).toBe(`\r${up > 0 ? `\x1b[${up}A` : ''}\x1b[J`);
  });

  test('lines that a lower screen took away do not count', () => {
    expect(eraseAfterResize({ lines: ['P# ', wide], cursor: { x: 3, y: 0 } }, size(45, 24), size(30, 20), true)).toBe('\r\x1b[J');
  });
});

describe('what Ink writes', () => {
  const port = (): { port: InkPort; sent: string[] } => {
    const sent: string[] = [];
    return { port: new InkPort(24, (text) => sent.push(text)), sent };
  };

  test('leaves in one synchronized write', () => {
    const { port: out, sent } = port();
    out.write('\x1b[?2026ha');
    out.write('b\x1b[?2026l');
    out.flush();
    out.flush();
    expect(sent).toEqual(['\x1b[?2026hab\x1b[?2026l']);
  });

  test('never wipes the scrollback', () => {
    const { port: out, sent } = port();
    out.write('\x1b[2J\x1b[3J\x1b[Hx');
    out.flush();
    expect(sent.join('')).not.toContain('\x1b[3J');
  });

  test('its next erasing is replaced, once, and only erasing is', () => {
    const { port: out, sent } = port();
    out.eraseWith('E');
    out.write('\x1b[?25l\x1b[3A\x1b[5G\x1b[?25h');
    expect(out.erasePending).toBe(true);
    out.write('\x1b[?25l\x1b[2B\x1b[1G\x1b[2K\x1b[1A\x1b[2K\x1b[1A\x1b[2K\x1b[Gnew');
    out.write('\x1b[2K\x1b[Gmore');
    out.flush();
    expect([sent.join(''), out.erasePending]).toEqual([
      '\x1b[?2026h\x1b[?25l\x1b[3A\x1b[5G\x1b[?25h\x1b[?25lEnew\x1b[2K\x1b[Gmore\x1b[?2026l',
      false,
    ]);
  });

  test('has the lines in place of their marks, and the text above in place of its own', () => {
    const { port: out, sent } = port();
    const [first, second] = out.marksOf(['\x1b[36mtoday\x1b[0m# ', 'a {2} b']);
    out.write(`\x1b[2K${first}\n${second}\n`);
    out.write(out.markOfAbove('said {1}\n'));
    out.flush();
    expect(sent).toEqual(['\x1b[?2026h\x1b[2K\x1b[36mtoday\x1b[0m#\na {2} b\nsaid {1}\n\x1b[?2026l']);
  });

  test('a line keeps its mark while it stays, and a new line never has one of the frame before', () => {
    const { port: out } = port();
    const [a, b] = out.marksOf(['a', 'b', 'b']);
    expect(out.marksOf(['a', 'b', 'b'])).toEqual([a, b, b]);
    const [c, again] = out.marksOf(['c', 'b']);
    expect(again).toBe(b);
    expect([a, b]).not.toContain(c);
    expect(out.marksOf(['d', 'b'])[0]).not.toBe(c);
  });

  test('more lines than there are ASCII characters all have marks of their own', () => {
    const { port: out, sent } = port();
    const lines = Array.from({ length: 200 }, (_, index) => `line ${index}`);
    const marks = out.marksOf(lines);
    expect(new Set(marks).size).toBe(200);
    out.write(marks.join('\n'));
    out.flush();
    expect(sent.join('')).toBe(`\x1b[?2026h${lines.join('\n')}\x1b[?2026l`);
  });
});
