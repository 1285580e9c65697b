/** Every transcript here, and the README, prints what it says. `modsh test --update FILE` rewrites one that should say something else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drivers } from '../../fixtures/drivers/index.ts';
import { transcriptRunner } from '../../src/boot/transcript.ts';
import { formOf, parseTranscript } from '../../src/record/transcript/parse.ts';
import { diffText } from '../../src/record/transcript/report.ts';
import { runTranscript, type TranscriptResult } from '../../src/record/transcript/run.ts';
import { regimeNamed } from '../helpers/system.ts';

const ROOT = resolve(import.meta.dirname, '../..');

function runText(text: string, file: string): TranscriptResult {
  const transcript = parseTranscript(text, file, formOf(file));
  const system = { regime: regimeNamed('today'), strict: false, drivers, tools: 'era', regimeOf: regimeNamed } as const;
  return runTranscript(transcript, transcriptRunner(transcript, system));
}

const files = [
  ...readdirSync(import.meta.dirname).flatMap((name) => (name.endsWith('.t') ? [`test/transcripts/${name}`] : [])),
  'README.md',
];

test.each(files)('%s prints what it says', (file) => {
  const result = runText(readFileSync(join(ROOT, file), 'utf8'), file);
  expect(diffText(result)).toBe('');
  expect(result.results.length).toBeGreaterThan(0);
  expect(result.passed).toBe(true);
});

const outcomes = (text: string, file = 'a.t'): (readonly [string, number] | 'not run')[] =>
  runText(text, file).results.map((one) =>
    one.ran ? ([one.lines.map((line) => line.text).join('|'), one.status] as const) : ('not run' as const),
  );

describe('the shell of a transcript', () => {
  test('all commands share one shell: variables, functions, descriptors', () => {
    expect(outcomes('  $ x=1; f() { echo "f $x"; }\n  $ exec 3</dev/null\n  $ x=2\n  $ f; cat <&3\n')).toEqual([
      ['', 0],
      ['', 0],
      ['', 0],
      ['f 2', 0],
    ]);
  });

  test('each transcript has a system of its own', () => {
    expect(outcomes('  $ insmod chardev.ko\n')).toEqual([['', 0]]);
    expect(outcomes('  $ lsmod | wc -l\n')).toEqual([['1', 0]]);
  });

  test('both streams are seen, in the order of writing', () => {
    expect(outcomes('  $ echo a; echo b >&2; echo c\n')).toEqual([['a|b|c', 0]]);
  });

  test('in the form of cram $? is 0 again at the next command, in Markdown it is not', () => {
    expect(outcomes('  $ false\n  $ echo $?\n')[1]).toEqual(['0', 0]);
    expect(outcomes('```console\n$ false\n$ echo $?\n```\n', 'a.md')[1]).toEqual(['1', 0]);
  });

  test('a comment alone prints nothing and has status 0', () => {
    expect(outcomes('  $ false\n  $ # nothing\n')[1]).toEqual(['', 0]);
  });

  test('several lines are one command, with the status of the last', () => {
    expect(outcomes('  $ echo a\n  > echo b\n  > false\n  $ echo c\n')).toEqual([
      ['a|b', 1],
      ['c', 0],
    ]);
  });

  test('exit ends the shell: what follows was not run', () => {
    expect(outcomes('  $ echo a\n  $ exit 3\n  $ echo b\n')).toEqual([['a', 0], ['', 3], 'not run']);
  });

  test('exit in the last command is no fault', () => {
    expect(outcomes('  $ exit 3\n')).toEqual([['', 3]]);
  });

  test('exit 80 skips the transcript', () => {
    expect(runText('  $ exit 80\n  $ echo b\n', 'a.t').skipped).toBe(true);
    expect(runText('  $ (exit 80)\n  $ echo b\n', 'a.t').skipped).toBe(false);
  });

  test('what cannot be read ends the shell there, and swallows nothing', () => {
    const [first, second, third] = outcomes('  $ echo a\n  $ if; fi\n  $ echo b\n');
    expect(first).toEqual(['a', 0]);
    expect(second?.[0]).toContain('yntax error');
    expect(second?.[1]).toBe(2);
    expect(third).toBe('not run');
    expect(outcomes("  $ echo 'open\n  $ echo b\n")[1]).toBe('not run');
  });

  test('a killed shell has the status of its signal', () => {
    expect(outcomes('  $ kill -KILL $$\n  $ echo b\n')).toEqual([['', 137], 'not run']);
  });

  test('a wait that nothing can end is told, with status 124', () => {
    const [held] = outcomes('  $ insmod chardev.ko; exec 3</dev/chardev0; rmmod -w chardev\n');
    expect(held?.[0]).toContain('modsh: nothing can go on');
    expect(held?.[1]).toBe(124);
  });

  test('a line that names a regime begins a fresh system under it', () => {
    const script = (line: string): string => `  $ insmod chardev.ko; rmmod chardev\n\n${line}\n\n  $ insmod chardev.ko; rmmod chardev\n`;
    expect(outcomes(script('regime: never'))[1]?.[0]).toContain('unloading is not supported');
    const markdown = '```console\n$ lsmod | wc -l\n```\n\n<!-- regime: never -->\n\n```console\n$ regime | grep "^>" | cut -c 3-7\n```\n';
    expect(outcomes(markdown, 'a.md')).toEqual([
      ['1', 0],
      ['never', 0],
    ]);
    expect(() => outcomes(script('regime: neither'))).toThrow('neither');
  });
});
