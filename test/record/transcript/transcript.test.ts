import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { align } from '../../../src/record/transcript/compare.ts';
import { fits, outputLines, written } from '../../../src/record/transcript/match.ts';
import { parseTranscript } from '../../../src/record/transcript/parse.ts';
import { diffText, summaryText, tapText, updatedText } from '../../../src/record/transcript/report.ts';
import { type RunCommands, runTranscript } from '../../../src/record/transcript/run.ts';
import { commandsOf } from '../../../src/record/transcript/transcript.ts';

/** A shell that answers from a table. */
const shell =
  (
    answers: Readonly<Record<string, readonly [output: string, status?: number]>>,
    endsAt?: readonly [index: number, status: number],
  ): RunCommands =>
  (sources) => ({
    commands: sources
      .slice(0, endsAt?.[0] ?? sources.length)
      .map((source) => ({ output: answers[source]?.[0] ?? '', status: answers[source]?.[1] ?? 0 })),
    ...(endsAt === undefined ? {} : { ended: endsAt[1] }),
  });

const T = `The count says 2.

  $ insmod chardev.ko
  $ for m in a; do
  >   echo $m
  > done
  a
  $ rmmod chardev
  rmmod: ERROR: Module chardev is in use
  [1]

  not a command
`;

describe('reading', () => {
  test('cram: commands, continuations, output and status; the rest is text', () => {
    expect(commandsOf(parseTranscript(T, 'a.t')).map(({ line, source, expected, status }) => [line, source, expected, status])).toEqual([
      [3, 'insmod chardev.ko', [], 0],
      [4, 'for m in a; do\n  echo $m\ndone', ['a'], 0],
      [8, 'rmmod chardev', ['rmmod: ERROR: Module chardev is in use'], 1],
    ]);
  });

  test('Markdown: console blocks only, blank lines part commands', () => {
    const text =
      '# Title\n\n```sh\n$ no\n```\n\n- item\n  ```console\n  $ one\n  1\n\n  $ two\n  2\n\n  2\n  [3]\n  ```\n\n~~~console\n$ three\n~~~\n';
    expect(
      commandsOf(parseTranscript(text, 'README.md')).map(({ line, source, expected, status }) => [line, source, expected, status]),
    ).toEqual([
      [9, 'one', ['1'], 0],
      [12, 'two', ['2', '', '2'], 3],
      [20, 'three', [], 0],
    ]);
  });

  test('whatever the text, it is written back as it was when nothing ran', () => {
    const line = fc.constantFrom(
      'text',
      '',
      '  ',
      '  $ a',
      '  > b',
      '  out',
      '  [1]',
      '```console',
      '```',
      '$ c',
      '> d',
      '[2]',
      '~~~console',
      '  ```console',
    );
    fc.assert(
      fc.property(fc.array(line), fc.boolean(), fc.constantFrom('a.t', 'a.md'), (lines, ended, file) => {
        const text = lines.join('\n') + (ended && lines.length > 0 ? '\n' : '');
        const skipped = { transcript: parseTranscript(text, file), skipped: true, passed: true, results: [] };
        // The form of a status is settled: 007 would become 7, and [0] is the same as none; neither is in this list.
        expect(updatedText(skipped)).toBe(text);
      }),
    );
  });
});

describe('a line fits', () => {
  test.each([
    ['a', 'a', true],
    ['a', 'b', false],
    ['a.c (re)', 'abc', true],
    ['a (re)', 'ab', false],
    ['a|bc (re)', 'abc', false],
    ['( (re)', '(', false],
    ['a.c (re)', 'a.c (re)', true],
    ['a*c (glob)', 'abbbc', true],
    ['a?c (glob)', 'abc', true],
    ['a\\*c (glob)', 'abc', false],
    ['a\\*c (glob)', 'a*c', true],
    ['[x] (glob)', '[x]', true],
    ['a\\tb (esc)', 'a\tb', true],
    ['\\x1b[1m (esc)', '\u001b[1m', true],
    ['\\xc3\\xa9 (esc)', 'é', true],
    ['\\xff (esc)', 'é', false],
    ['\\\\ (esc)', '\\', true],
    ['\\033 (esc)', '\u001b', true],
  ])('%j %j %s', (expected, text, fit) => {
    expect(fits(expected, { text, noEol: false })).toBe(fit);
  });

  test('(no-eol) means that no newline follows', () => {
    const [line] = outputLines('abc');
    if (line === undefined) throw new Error('no line');
    expect([fits('abc', line), fits('abc (no-eol)', line), fits('a.* (no-eol) (re)', line)]).toEqual([false, true, true]);
    expect(fits('abc (no-eol)', { text: 'abc', noEol: false })).toBe(false);
  });

  test('whatever is written for a line fits that line, and reads as one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (text, noEol) => {
        if (text.includes('\n') || /\p{Surrogate}/u.test(text)) return;
        expect(fits(written({ text, noEol }), { text, noEol })).toBe(true);
        expect(fits(written({ text, noEol }, true), { text, noEol })).toBe(true);
      }),
    );
  });
});

describe('comparing', () => {
  const told = (expected: readonly string[], output: string, status = 0): string[] =>
    align(expected, outputLines(output), status).map(({ sign, text }) => sign + text);
  test.each([
    [['a', 'b', 'c'], 'a\nx\nc\n', [' a', '-b', '+x', ' c']],
    [['a', 'c'], 'a\nb\nc\n', [' a', '+b', ' c']],
    [['a', 'b', 'c'], 'a\nc\n', [' a', '-b', ' c']],
    [['x (re)', 'y'], 'y\n', ['-x (re)', ' y']],
    [[], 'a\tb\n', ['+a\\tb (esc)']],
    [[], '[1]\n', ['+[1] (esc)']],
  ])('%j against %j', (expected, output, signs) => {
    expect(told(expected, output)).toEqual(signs);
  });
  test('a last line like [1] stands as it is when a status follows', () => {
    expect(told([], '[1]\n', 2)).toEqual(['+[1]']);
  });
});

describe('running', () => {
  const good = shell({ 'for m in a; do\n  echo $m\ndone': ['a\n'], 'rmmod chardev': ['rmmod: ERROR: Module chardev is in use\n', 1] });
  const bad = shell({ 'insmod chardev.ko': ['insmod: no\n', 1], 'for m in a; do\n  echo $m\ndone': ['a\nb\n'], 'rmmod chardev': [''] });

  test('a transcript that holds passes and stays as it is', () => {
    const result = runTranscript(parseTranscript(T, 'a.t'), good);
    expect([result.passed, diffText(result), updatedText(result)]).toEqual([true, '', T]);
  });

  test('one that does not is told as a unified diff', () => {
    const result = runTranscript(parseTranscript(T, 'a.t'), bad);
    expect(result.passed).toBe(false);
    expect(diffText(result)).toBe(
      [
        '--- a.t',
        '+++ a.t as run',
        '@@ -1,12 +1,13 @@',
        ' The count says 2.',
        ' ',
        '   $ insmod chardev.ko',
        '+  insmod: no',
        '+  [1]',
        '   $ for m in a; do',
        '   >   echo $m',
        '   > done',
        '   a',
        '+  b',
        '   $ rmmod chardev',
        '-  rmmod: ERROR: Module chardev is in use',
        '-  [1]',
        ' ',
        '   not a command',
        '',
      ].join('\n'),
    );
  });

  test('after an update it passes', () => {
    const text = updatedText(runTranscript(parseTranscript(T, 'a.t'), bad));
    expect(runTranscript(parseTranscript(text, 'a.t'), bad).passed).toBe(true);
  });

  test('any output can be taken over, in both forms', () => {
    const output = fc
      .array(fc.oneof(fc.constantFrom('', '[1]', '$ x', '> y', 'a (re)', '```', '  '), fc.string()), { maxLength: 4 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(output, output, fc.nat(3), fc.boolean(), (one, two, status, eol) => {
        const run = shell({ one: [eol && one !== '' ? `${one}\n` : one, status], two: [two, 0] });
        for (const [file, text] of [
          ['a.t', '  $ one\n  $ two\n'],
          ['a.md', '```console\n$ one\n$ two\n```\n'],
        ] as const) {
          const first = runTranscript(parseTranscript(text, file), run);
          expect(runTranscript(parseTranscript(updatedText(first), file), run).passed).toBe(true);
        }
      }),
    );
  });

  test('patterns that fit stay when the file is rewritten', () => {
    const text = '  $ one\n  a* (glob)\n  b\n';
    expect(updatedText(runTranscript(parseTranscript(text, 'a.t'), shell({ one: ['abc\nc\n'] })))).toBe('  $ one\n  a* (glob)\n  c\n');
  });

  test('exit 80 skips the whole transcript', () => {
    const result = runTranscript(parseTranscript(T, 'a.t'), shell({}, [1, 80]));
    expect([result.skipped, result.passed, diffText(result), updatedText(result)]).toEqual([true, true, '', T]);
  });

  test('what comes after the end of the shell is not run, and fails', () => {
    const result = runTranscript(parseTranscript('  $ exit 3\n  [3]\n  $ lsmod\n', 'a.t'), shell({ 'exit 3': ['', 3] }, [1, 3]));
    expect(result.passed).toBe(false);
    expect(diffText(result)).toBe('a.t:3: not run, the shell had ended: lsmod\n');
  });

  test('TAP has one point for each command', () => {
    const results = [
      runTranscript(parseTranscript('  $ one\n  1\n  $ two # x\n', 'a.t'), shell({ one: ['2\n'] })),
      runTranscript(parseTranscript(T, 'b.t'), shell({}, [0, 80])),
    ];
    expect(tapText(results)).toBe(
      [
        'TAP version 13',
        '1..3',
        'not ok 1 - a.t:1 one',
        '#    $ one',
        '# -  1',
        '# +  2',
        'ok 2 - a.t:3 two \\# x',
        'ok 3 - b.t # SKIP exit 80',
        '',
      ].join('\n'),
    );
    expect(summaryText(results)).toBe('# 2 transcripts, 2 commands: 1 skipped, 1 failed\n');
  });
});
