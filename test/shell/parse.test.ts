import { describe, expect, test } from 'vitest';
import { needsMore, parseScript } from '../../src/shell/parse.ts';

/** What is wrong with a text, as `line:column message`. */
function problemOf(text: string): string | undefined {
  const { problem } = parseScript(text);
  return problem === undefined ? undefined : `${problem.line}:${problem.column} ${problem.message}`;
}

describe('a syntax error names line, column and what was expected', () => {
  test.each([
    ['fi', '1:1 syntax error: "fi" unexpected'],
    ['echo a\n\nfi', '3:1 syntax error: "fi" unexpected'],
    ['if true; fi', '1:12 syntax error: "fi" unexpected (expected "then")'],
    ['if true; then', '1:14 syntax error: end of file unexpected (expected "fi")'],
    ['if a; then b; elif c; fi', '1:25 syntax error: "fi" unexpected (expected "then")'],
    ['echo )', '1:6 syntax error: ")" unexpected'],
    ['a | | b', '1:4 syntax error: "|" unexpected'],
    [';;', '1:1 syntax error: ";;" unexpected'],
    ['a;;b', '1:2 syntax error: ";;" unexpected'],
    ['case x esac', '1:12 syntax error: "esac" unexpected (expected "in")'],
    ['for 1 in a; do :; done', '1:5 syntax error: bad for loop variable "1"'],
    ['"abc', '1:1 syntax error: unterminated double quote'],
    ["echo 'abc", '1:6 syntax error: unterminated single quote'],
    ['echo $(a', '1:6 syntax error: unterminated command substitution'],
    ['a <', '1:4 syntax error: end of file unexpected'],
    ['a > ; b', '1:5 syntax error: ";" unexpected'],
    ['f() a', '1:5 syntax error: "a" unexpected'],
    ['a (b', '1:3 syntax error: "(" unexpected'],
    ['export() { :; }', '1:1 syntax error: bad function name "export"'],
    ['!', '1:2 syntax error: end of command unexpected after "!"'],
    ['! ! a', '1:1 syntax error: "!" unexpected'],
    ['echo $(if)', '1:10 syntax error: ")" unexpected (expected "then")'],
    ['echo ${a b}', '1:6 syntax error: bad substitution: ${a b}'],
    ['echo ${}', '1:6 syntax error: bad substitution: ${}'],
    ['cat <<X\nabc', '1:5 syntax error: here-document without its end "X"'],
    ['[[ -f ]]', '1:6 syntax error: "]]" unexpected'],
  ])('%j', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});

describe('what is not supported is refused by name and position before anything runs', () => {
  test.each([
    ['diff <(a) b', '1:6 not supported: process substitution'],
    ['echo ok\ncoproc a', '2:1 not supported: coproc'],
    ['select x in a; do b; done', '1:1 not supported: select'],
    ['time a', '1:1 not supported: time (the virtual clock is read with: cat /proc/uptime)'],
    ['x=(a b)', '1:1 not supported: arrays'],
    ['x[1]=2', '1:1 not supported: arrays'],
    ['echo ${x[1]}', '1:6 not supported: arrays: ${x[1]}'],
    ['x+=1', '1:1 not supported: x+=... (write x=$x...)'],
    ['echo @(a|b)', '1:6 not supported: extended pattern @(...)'],
    ['((1+1))', '1:1 not supported: ((...)) as a command (write [ $((...)) -ne 0 ])'],
    ['for ((i=0;i<3;i++)); do a; done', '1:1 not supported: for ((...)) (write a while loop)'],
    ['echo $[1+1]', '1:6 not supported: $[...] (write $((...)))'],
    ['echo $"a"', '1:6 not supported: $"..." (translated strings)'],
    ['echo ${x/a/b}', '1:6 not supported: pattern replacement ${x/a/b} (use sed)'],
    ['echo ${x:1:2}', '1:6 not supported: substring ${x:1:2} (use cut, or ${x#...} and ${x%...})'],
    ['echo ${x^^}', '1:6 not supported: case change ${x^^} (use tr)'],
    ['echo ${!x}', '1:6 not supported: indirect expansion ${!x}'],
    ['echo ${x@Q}', '1:6 not supported: transformation ${x@Q}'],
    ['echo $RANDOM', '1:6 not supported: the variable RANDOM (no two runs would be alike)'],
    ['echo $(< f)', '1:6 not supported: $(< FILE) (write $(cat FILE))'],
    ['{fd}>x a', '1:1 not supported: {fd} before a redirection'],
    ['a >& f', '1:3 not supported: >&f (write >f 2>&1)'],
    ['case a in a) b;& esac', '1:15 not supported: ;& in case'],
    ['alias a=b', '1:1 not supported: alias (write a function)'],
    ['[[ a =~ b ]]', '1:4 not supported: =~ in [[ ]] (use case, or grep)'],
    ['f() { if a; then echo "$(echo <(b))"; fi; }', '1:31 not supported: process substitution'],
    ['echo `echo <(b)`', '1:12 not supported: process substitution'],
  ])('%j', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});

describe('the second prompt names what is open', () => {
  test.each([
    ['for m in a; do', 'do'],
    ['for m in a', 'for'],
    ['while x', 'while'],
    ['until x; do y', 'do'],
    ['if x', 'if'],
    ['if x; then', 'then'],
    ['if x; then y; else', 'else'],
    ['case x in', 'case'],
    ['case x in a) b;;', 'case'],
    ['{ a', '{'],
    ['{', '{'],
    ['(a', '('],
    ['for i in 1; do if x; then', 'then'],
    ['f()', 'function'],
    ['f() {', '{'],
    ['a &&', '&&'],
    ['a ||', '||'],
    ['a |', '|'],
    ['echo "a', 'dquote'],
    ["echo 'a", 'quote'],
    ['echo `a', 'backquote'],
    ['echo $(a', '$('],
    ['echo "$(a', '$('],
    ['echo ${a', '${'],
    ['echo $((1', '$(('],
    ['cat <<X', 'heredoc'],
    ['cat <<X\nabc\n', 'heredoc'],
    ['echo a\\', '\\'],
    ['[[ a &&', '[['],
  ])('%j is open at %j', (text, open) => {
    expect(needsMore(text)).toBe(open);
  });

  test.each(['', 'a', 'a;', 'a &', 'fi', 'if true; fi', 'echo )', 'cat <<X\na\nX', 'echo a\\\\', '# a \\', "echo 'a\\'", 'x=(', 'time a'])(
    '%j is not open',
    (text) => {
      expect(needsMore(text)).toBeUndefined();
    },
  );
});

describe('a script is a list of complete commands', () => {
  const steps = (text: string) => parseScript(text).script?.steps.map(({ line, text: source }) => `${line}: ${source}`);

  test.each([
    ['a\nb; c\n\nd', ['1: a', '2: b; c', '4: d']],
    ['a &\nb & c &\nd', ['1: a &', '2: b & c &', '3: d']],
    ['# title\na # comment\n  b  ', ['2: a', '3: b']],
    ['cat <<X\nl\nX\na', ['1: cat <<X', '4: a']],
    ['if a\nthen b\nfi; c\nd', ['1: if a\nthen b\nfi; c', '4: d']],
    ['a &&\nb\nc', ['1: a &&\nb', '3: c']],
    ['#!/bin/sh\na', ['2: a']],
    ['', []],
  ])('%j', (text, expected) => {
    expect(steps(text)).toEqual(expected);
  });

  test('lines are counted from the given first one', () => {
    expect(parseScript('a\nb', 10).script?.steps.map((step) => step.line)).toEqual([10, 11]);
  });
});
