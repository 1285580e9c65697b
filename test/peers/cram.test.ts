/** Our transcripts in cram, whose format they have, where it is installed: with our shell as its shell, and with the system's. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PROGRAM, runProgram } from '../helpers/program.ts';

const cram = ['cram3', 'cram', 'prysk'].find((name) => spawnSync(name, ['--version']).status === 0);
const why = cram === undefined ? ' (cram is not installed)' : '';

const folder = mkdtempSync(join(tmpdir(), 'modsh-cram-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TRANSCRIPTS = resolve(import.meta.dirname, '../transcripts');
const names = readdirSync(TRANSCRIPTS).filter((name) => name.endsWith('.t'));

/** What cram says of transcripts, with a shell that it gives the commands of a whole transcript. */
function runCram(files: readonly string[], shell: string, options = ''): { said: string; status: number | null } {
  const { stdout, stderr, status } = spawnSync(cram ?? '', [`--shell=${shell}`, `--shell-opts=${options}`, ...files], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { said: stdout + stderr, status };
}

/**
 * What differs for a reason: between two commands cram's shell prints a mark, which takes virtual time too, so that the
 * kernel's log has other times; and the shell of a script has its own name in what it reports.
 */
const forCram = (text: string): string =>
  text.replace(/^ {2}\[ *\d+\.\d{6}\] (.*)$/gm, '  [*] $1 (glob)').replace(/^ {2}sh:(?=.* \(glob\)$)/gm, '  modsh:');

/** The parts of a transcript that choose a regime, which no other reader of the format knows; one part where none does. */
const partsOf = (text: string): readonly (readonly [regime: string, text: string])[] =>
  [...`regime: today\n${text}`.matchAll(/^regime: (\S+)\n((?:(?!regime: ).*\n)*)/gm)].map(([, regime = '', part = '']) => [regime, part]);

describe.skipIf(why !== '')(`cram${why}`, { timeout: 60_000 }, () => {
  test('finds in every transcript what modsh prints as its shell', () => {
    const files = new Map<string, string[]>();
    for (const name of names)
      for (const [regime, part] of partsOf(readFileSync(join(TRANSCRIPTS, name), 'utf8'))) {
        const file = `${regime}-${name}`;
        writeFileSync(join(folder, file), forCram(part));
        files.set(regime, [...(files.get(regime) ?? []), file]);
      }
    expect([...files.keys()]).toEqual(['today', '2.4', 'never', 'drain']);
    expect(files.get('today')?.length).toBe(names.length);
    for (const [regime, some] of files) {
      const { said, status } = runCram(some, process.execPath, `'${PROGRAM}' --regime ${regime}`);
      expect(said).toMatch(new RegExp(`^\\.+\\n# Ran ${some.length} tests, 0 skipped, 0 failed\\.\\n$`));
      expect(status).toBe(0);
    }
  });

  const FORMS = [
    'Text.',
    '',
    '  $ for i in 1 2; do',
    '  >   echo "line $i"',
    '  > done',
    '  line 1',
    '  line \\d (re)',
    '  $ echo one two three',
    '  one * th?ee (glob)',
    "  $ printf 'no newline'; (exit 3)",
    '  no newline (no-eol)',
    '  [3]',
    "  $ printf 'a\\tb\\n'",
    '  a\\tb (esc)',
    '  $ echo "(glob)"',
    '  (glob)',
    '',
  ].join('\n');

  test('and modsh test read the same in each form of a line, and find the same line wrong', () => {
    writeFileSync(join(folder, 'forms.t'), FORMS);
    expect(runCram(['forms.t'], '/bin/sh')).toEqual({ said: '.\n# Ran 1 tests, 0 skipped, 0 failed.\n', status: 0 });
    expect(runProgram(['test', 'forms.t'], { cwd: folder })).toMatchObject({ stderr: '', status: 0 });
    const mistakes = [
      ['line \\d (re)', 'line \\D (re)'],
      ['one * th?ee (glob)', 'one * t?ee (glob)'],
      ['no newline (no-eol)', 'no newline'],
      ['[3]', '[4]'],
      ['a\\tb (esc)', 'a\\nb (esc)'],
    ] as const;
    const files = mistakes.map(([right, wrong], at) => {
      writeFileSync(join(folder, `wrong${at}.t`), FORMS.replace(right, wrong));
      return `wrong${at}.t`;
    });
    const [theirs, ours] = [runCram(files, '/bin/sh'), runProgram(['test', ...files], { cwd: folder })];
    expect([theirs.status, ours.status]).toEqual([1, 1]);
    const wrongIn = (diff: string): string[] => diff.split('\n').filter((line) => /^- {2}/.test(line));
    expect(wrongIn(theirs.said)).toEqual(mistakes.map(([, wrong]) => `-  ${wrong}`));
    expect(wrongIn(ours.stdout)).toEqual(wrongIn(theirs.said));
  });
});
