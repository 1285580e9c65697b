/** What the shell lends to a command: ways to write, and to run others. */
import { describe, expect, test } from 'vitest';
import { ERRNO } from '../../src/engine/errno.ts';
import type { UserPath } from '../../src/engine/step.ts';
import { exitStatus, failed } from '../../src/engine/sys.ts';
import type { Command, CommandContext } from '../../src/shell/command.ts';
import { runShell } from '../helpers/shellWorld.ts';

/** A command `it` that does this. */
const it = (run: (context: CommandContext) => UserPath<number>): readonly Command[] => [
  { name: 'it', usage: '', summary: 'a test command', group: 'text', run },
];

describe('a command', () => {
  test('gets its words, the exported variables and the name it was called by', () => {
    const commands = it(function* ({ name, args, env, out }) {
      yield* out(`${name} ${args.join('|')} ${env.get('A')} ${env.get('B')} ${env.get('C')}\n`);
      return 3;
    });
    expect(runShell('export A=1; B=2; C=3 /bin/it "x y" z; echo $? $C', { commands }).out).toBe('it x y|z 1 undefined 3\n3\n');
  });

  test('is known to command -v by its folder, and a word of ours by its name', () => {
    const own: Command[] = [
      ...it(function* () {
        return 0;
      }),
      {
        name: 'mine',
        usage: '',
        summary: 'ours',
        group: 'who',
        ours: true,
        *run() {
          return 0;
        },
      },
      {
        name: 'loadit',
        usage: '',
        summary: 'a module tool',
        group: 'modules',
        *run() {
          return 0;
        },
      },
    ];
    expect(runShell('command -v it mine loadit sh echo; type mine', { commands: own }).out).toBe(
      '/bin/it\nmine\n/sbin/loadit\n/bin/sh\necho\nmine is a word of modsh\n',
    );
  });

  test('runs words, and words it finds nowhere', () => {
    const commands = it(function* ({ runWords, out }) {
      const one = yield* runWords(['sh', '-c', 'echo "in $V"; exit 4'], {
        env: new Map([
          ['V', 'v'],
          ['PATH', '/bin'],
        ]),
      });
      const other = yield* runWords(['nosuch']);
      yield* out(`${one} ${other}\n`);
      return 0;
    });
    const { out, err } = runShell('it', { commands });
    expect([out, err]).toEqual(['in v\n4 127\n', 'it: failed to run command nosuch: command not found\n']);
  });

  test('runs text in a shell', () => {
    const commands = it(function* ({ runShell: runText }) {
      return yield* runText('for i in 1 2; do echo $i; done; exit 6');
    });
    expect(runShell('it; echo $?', { commands }).out).toBe('1\n2\n6\n');
  });

  test('starts words in a group of their own, builtins that are programs too, and is told what is not there', () => {
    const commands = it(function* ({ startWords, sys, out, process }) {
      const pid = yield* startWords(['echo', 'a  b'], { group: 0 });
      const ended = yield* sys.wait4([pid], {});
      const missing = yield* startWords(['nosuch']);
      yield* out(`${failed(ended) ? 'failed' : exitStatus(ended)} ${missing === -ERRNO.ENOENT} ${pid !== process.group}\n`);
      return 0;
    });
    expect(runShell('it', { commands }).out).toBe('a  b\n0 true true\n');
  });

  test('that cannot write says so once and has status 1', () => {
    const commands = it(function* ({ out }) {
      const wrote = [yield* out('a'), yield* out('b')];
      return wrote.includes(true) ? 9 : 0;
    });
    const { err, out } = runShell('it >/dev/full; echo $?', { commands });
    expect([out, err]).toEqual(['1\n', 'it: write error: No space left on device\n']);
  });
});

describe('scripts and shells as programs', () => {
  test.each([
    ['a script that may be run', 'echo \'echo "$0 $1"; exit 5\' > s; chmod 755 s; ./s x; echo $?', './s x\n5\n'],
    ['a script along PATH', 'echo "echo found" > s; chmod 755 s; PATH=$PATH:/tmp; s', 'found\n'],
    ['a script starts with a clean state', "x=1; f() { :; }; set -u; echo 'echo ${x-unset}; command -v f; echo $-' > s; sh s", 'unset\n\n'],
    ['sh -c with a name and parameters', "sh -c 'echo $0 $1 $#' n a b", 'n a 2\n'],
    ['sh with options', "sh -e -c 'false; echo no'; echo $?; sh -o pipefail -c 'false | true'; echo $?", '1\n1\n'],
    ['sh with a bad option', 'sh -Z 2>/dev/null; echo $?', '2\n'],
    ['bash and dash are the same shell', "bash -c 'echo b'; dash -c 'echo d'; /bin/sh -c 'echo s'", 'b\nd\ns\n'],
    ['a nested shell has its own pid', "[ \"$(sh -c 'echo $$')\" != $$ ] && echo other; (sh -c 'echo $PPID') >/dev/null", 'other\n'],
    ['a subshell has the pid of its shell', '[ "$(echo $$)" = $$ ] && echo same', 'same\n'],
    ['exec becomes the program', 'sh -c \'exec sh -c "echo in; exit 3"; echo no\'; echo $?', 'in\n3\n'],
    ['exec runs no EXIT trap', 'sh -c \'trap "echo no" EXIT; exec echo yes\'', 'yes\n'],
    ['a binary file is no script', "printf '\\177ELF\\1\\2' > s; chmod 755 s; ./s 2>/dev/null; echo $?", '126\n'],
  ])('%s', (_rule, text, out) => {
    const chmod: Command = {
      name: 'chmod',
      usage: '',
      summary: 'a test command',
      group: 'files',
      *run({ args, sys }) {
        return yield* sys.chmod(args[1] ?? '', Number.parseInt(args[0] ?? '', 8));
      },
    };
    expect(runShell(text, { cwd: '/tmp', commands: [chmod] }).out).toBe(out);
  });
});

test('each complete command of a script is told before and after, with its status', () => {
  const told: string[] = [];
  runShell('# title\ntrue; false\nfor i in 1\ndo :; done\nexit 3\necho no', {
    onStep: {
      before: (step, process) => void told.push(`${process.name} before ${step.line}: ${step.text}`),
      after: (step, status) => void told.push(`after ${step.line}: ${status}`),
    },
  });
  expect(told).toEqual([
    'sh before 2: true; false',
    'after 2: 1',
    'sh before 3: for i in 1\ndo :; done',
    'after 3: 0',
    'sh before 5: exit 3',
    'after 5: 3',
  ]);
});
