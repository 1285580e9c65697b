import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { highlight, tokenize } from '../../src/tui/highlight.ts';
import { lastCommandWords, lastWordOf, lex } from '../../src/tui/words.ts';

const shown = (text: string): string =>
  lex(text)
    .map((lexeme) => `${lexeme.kind === 'word' ? lexeme.role : lexeme.kind}:${text.slice(lexeme.start, lexeme.end)}`)
    .join(' ');

describe('light lexer', () => {
  test.each([
    ['rmmod -w proto', 'command:rmmod argument:-w argument:proto'],
    ['A=1 rmmod x; lsmod', 'assignment:A=1 command:rmmod argument:x operator:; command:lsmod'],
    ['exec 3</dev/chardev0', 'command:exec operator:3< target:/dev/chardev0'],
    ['a 2>&1 b', 'command:a operator:2>& target:1 argument:b'],
    [
      'if a; then b; else c; fi',
      'keyword:if command:a operator:; keyword:then command:b operator:; keyword:else command:c operator:; keyword:fi',
    ],
    [
      'for m in a b; do c $m; done',
      'keyword:for argument:m keyword:in argument:a argument:b operator:; keyword:do command:c argument:$m operator:; keyword:done',
    ],
    ['while ! a; do b; done', 'keyword:while keyword:! command:a operator:; keyword:do command:b operator:; keyword:done'],
    [
      'case $x in a) b;; *) c;; esac',
      'keyword:case argument:$x keyword:in argument:a operator:) command:b operator:;; argument:* operator:) command:c operator:;; keyword:esac',
    ],
    ['f() { a; }', 'command:f operator:( operator:) keyword:{ command:a operator:; keyword:}'],
    ['echo $(a b) c', 'command:echo operator:$( command:a argument:b operator:) argument:c'],
    ['echo $((1+2)) d', 'command:echo argument:$((1+2)) argument:d'],
    ['echo "a; b" c', 'command:echo argument:"a; b" argument:c'],
    ['echo a # b', 'command:echo argument:a comment:# b'],
    ['echo a#b', 'command:echo argument:a#b'],
    ['cat <<E\nif x\nE\nlsmod', 'command:cat operator:<< target:E operator:\n hereDocument:if x\nE\n command:lsmod'],
    ['cat <<-E\n\tx\n\tE\na', 'command:cat operator:<<- target:E operator:\n hereDocument:\tx\n\tE\n command:a'],
    ['a \\\n b', 'command:a argument:b'],
    ["'if' a", "command:'if' argument:a"],
  ])('%j', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  test('an open quote is told, with what is in it', () => {
    expect(lex('cat "two wo').at(-1)).toMatchObject({ kind: 'word', value: 'two wo', open: '"' });
    expect(lex("cat 'x'").at(-1)).toMatchObject({ value: 'x', open: '' });
    expect(lex('cat "').at(-1)).toMatchObject({ value: '', open: '"' });
  });

  test.each([
    ['insmod core.ko bufsize=3', 'bufsize=3'],
    ['exec 3</dev/chardev0', '/dev/chardev0'],
    ['echo "a b"', '"a b"'],
    ['sleep 5 &', '5'],
    ['', ''],
  ])('the last word of %j is %j', (text, word) => {
    expect(lastWordOf(text)).toBe(word);
  });

  test.each([
    ['insmod a.ko; rmmod -f chardev 2>e', ['rmmod', '-f', 'chardev']],
    ['A=1 lsmod | grep x', ['grep', 'x']],
    ['', []],
  ])('the last command of %j', (text, words) => {
    expect(lastCommandWords(text)).toEqual(words);
  });

  test('any text at all: lexemes in order, no overlap, and highlighting loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...' \t\n;&|()<>$\'"\\#{}=abif/'), maxLength: 40 }), (text) => {
        let at = 0;
        for (const { start, end } of lex(text)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThanOrEqual(start);
          at = end;
        }
        const spans = highlight(text, text.length, tokenize(text), () => true);
        expect(spans.map((part) => part.text).join('')).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('highlighting', () => {
  const known = (name: string, beginning: boolean): boolean =>
    ['rmmod', 'echo'].some((word) => word === name || (beginning && word.startsWith(name)));
  const roles = (text: string, cursor = text.length): string =>
    highlight(text, cursor, tokenize(text), known)
      .filter(({ role }) => role !== 'plain')
      .map(({ text: part, role }) => `${role}:${part}`)
      .join(' ');

  test.each([
    ['rmmod x', 'command:rmmod'],
    ['rmod x', 'unknown:rmod'],
    ['if rmmod x; then', 'command:if command:rmmod command:then'],
    ['echo "a" b', 'command:echo string:"a"'],
    ['echo $x # y', 'command:echo comment:# y'],
    ['./x y', 'command:./x'],
    ['$cmd y', 'command:$cmd'],
    ['cat<<E\nx', 'unknown:cat string:x'],
  ])('%j', (text, expected) => {
    expect(roles(text)).toBe(expected);
  });

  test('a name that is still being typed is not called unknown while something begins like it', () => {
    expect(roles('rmm')).toBe('command:rmm');
    expect(roles('rmm', 0)).toBe('unknown:rmm');
    expect(roles('rmx')).toBe('unknown:rmx');
  });
});
