/** Random input: whatever is typed, the shell answers with a status and short messages, twice the same. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { needsMore, parseScript } from '../../src/shell/parse.ts';
import { runShell } from '../helpers/shellWorld.ts';

const RUNS = 300;
const TIMEOUT_MS = 60_000;
/** Pieces that shells care about, so that random texts reach further than the first character. */
const PIECES = [
  ...'abz019 _\t\n;&|<>()[]{}$`"\'\\*?!~#=+-/:,.%@^',
  ...[
    'if ',
    'then ',
    'else ',
    'fi',
    'for x in ',
    'do ',
    'done',
    'while ',
    'case ',
    ' in ',
    'esac',
    ';;',
    '&&',
    '||',
    '$(',
    '$((',
    '${',
    '))',
    '<<E\n',
    '\nE\n',
    '[[ ',
    ' ]]',
    'echo ',
    'x=',
    '$x',
    '"$@"',
    '>/tmp/f',
    '2>&1',
    '<&-',
    'f() { ',
    '; }',
    "$'",
    'exit ',
    'set -e',
    'local ',
    'trap ',
    'read y',
    'eval ',
  ],
];

const texts = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''));
const bytes = fc.uint8Array({ maxLength: 80 }).map((codes) => String.fromCharCode(...codes));

/** Runs a text with a limit on what it may do: an endless one is killed after a second of virtual time. */
const run = (text: string) => runShell('{ sleep 1; kill -KILL 0; } &\neval "$1"', { args: [text], cwd: '/tmp' });

function check(text: string): void {
  const { problem } = parseScript(text);
  if (problem !== undefined) {
    expect(problem.message).not.toContain('\n');
    expect(problem.line).toBeGreaterThan(0);
    expect(problem.column).toBeGreaterThan(0);
  }
  needsMore(text);
  const first = run(text);
  expect(first.status).toBeTypeOf('number');
  const again = run(text);
  expect({ out: again.out, err: again.err, status: again.status, took: again.took }).toEqual({
    out: first.out,
    err: first.err,
    status: first.status,
    took: first.took,
  });
}

describe('random texts', () => {
  test(
    'of bytes',
    () => {
      fc.assert(fc.property(bytes, check), { numRuns: RUNS, seed: 20030507 });
    },
    TIMEOUT_MS,
  );

  test(
    'of the words and signs of the language',
    () => {
      fc.assert(fc.property(texts, check), { numRuns: RUNS, seed: 20030507 });
    },
    TIMEOUT_MS,
  );
});

/** Commands that are well formed, so that they run. */
const valid: fc.Arbitrary<string> = fc.letrec<{ command: string; list: string; word: string }>((tie) => ({
  word: fc.oneof(
    fc.constantFrom('a', '"b c"', "'d'", '$x', '"$x"', '$((x+1))', '"$@"', '*', '~', '${y:-z}', '${x#a}', '$?', '$#', '"${x%?}"'),
    fc.tuple(tie('command')).map(([command]) => `"$( ${command} )"`),
  ),
  command: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.array(tie('word'), { maxLength: 3 }).map((words) => `echo ${words.join(' ')}`),
    fc.tuple(fc.constantFrom('x', 'y'), tie('word')).map(([name, word]) => `${name}=${word}`),
    fc.constantFrom(
      ':',
      'false',
      'x=1',
      'set -- p q',
      'shift 2>/dev/null',
      'read y </dev/null',
      'sleep 0.1',
      '[ "$x" = 1 ]',
      'exec 3</dev/null',
      'exec 3<&-',
      'wait',
      'nosuch 2>/dev/null',
      'set -f',
      'cd /tmp',
      '{ sleep 1 & }',
    ),
    fc.tuple(tie('command'), tie('command')).map(([one, other]) => `if ${one}; then ${other}; fi`),
    fc.tuple(tie('word'), tie('list')).map(([word, list]) => `for i in ${word} 2; do ${list}; done`),
    fc.tuple(tie('command'), tie('command')).map(([one, other]) => `${one} | ${other}`),
    fc.tuple(tie('command'), fc.constantFrom('&&', '||'), tie('command')).map((parts) => parts.join(' ')),
    tie('list').map((list) => `( ${list} )`),
    tie('list').map((list) => `{ ${list}; } >/tmp/o`),
    fc.tuple(tie('word'), tie('command')).map(([word, command]) => `case ${word} in a*) ${command};; *) :;; esac`),
    fc.tuple(tie('command')).map(([command]) => `f() { ${command}; }; f 1 2`),
    fc.tuple(tie('command')).map(([command]) => `{ ! { ${command}; }; }`),
  ),
  list: fc.array(tie('command'), { minLength: 1, maxLength: 3 }).map((commands) => commands.join('; ')),
})).list;

test(
  'random scripts that are well formed end, give the same bytes twice, and leave nothing behind',
  () => {
    fc.assert(
      fc.property(valid, (text) => {
        expect(parseScript(text).problem).toBeUndefined();
        const first = runShell(text, { cwd: '/tmp' });
        const again = runShell(text, { cwd: '/tmp' });
        expect({ ...again, system: 0 }).toEqual({ ...first, system: 0 });
        expect(first.status).toBeTypeOf('number');
        expect(first.system.os.processes.size).toBe(0);
        expect(first.system.cellsHeld()).toBe(0);
      }),
      { numRuns: RUNS, seed: 20030507 },
    );
  },
  TIMEOUT_MS,
);
