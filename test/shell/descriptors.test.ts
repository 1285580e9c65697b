/** Who holds which open file, and for how long: what a module's reference count will follow. */
import { describe, expect, test } from 'vitest';
import { ERRNO } from '../../src/engine/errno.ts';
import type { Path } from '../../src/engine/step.ts';
import type { FileOps } from '../../src/engine/sys.ts';
import { newDevice, putNode } from '../../src/kernel/os/os.ts';
import { runShell, type ShellResult } from '../helpers/shellWorld.ts';

const MAJOR = 240;

/** Runs a script with a device /dev/d that writes down each open and release, and fails writes with ENOSPC. */
function withDevice(text: string): ShellResult & { readonly log: string[] } {
  const log: string[] = [];
  let open = 0;
  const ops: FileOps = {
    kind: 'chr',
    *read() {
      return '';
    },
    *write(): Path<number> {
      return -ERRNO.ENOSPC;
    },
    *release() {
      open -= 1;
      log.push(`release ${open}`);
    },
  };
  const result = runShell(text, {
    cwd: '/tmp',
    *openDevice(_file, major) {
      if (major !== MAJOR) return -ERRNO.ENXIO;
      open += 1;
      log.push(`open ${open}`);
      return ops;
    },
    prepare(system) {
      putNode(system.os, '/dev/d', newDevice(system.os, MAJOR, 0, 0o600));
      putNode(system.os, '/dev/none', newDevice(system.os, MAJOR + 1, 0, 0o600));
    },
    onStep: {
      before: () => undefined,
      after: (step) => void log.push(step.text),
    },
  });
  return { ...result, log };
}

describe('a held descriptor', () => {
  test.each([
    ['exec opens, and closes with <&-', 'exec 3</dev/d\n:\nexec 3<&-', ['open 1', 'exec 3</dev/d', ':', 'release 0', 'exec 3<&-']],
    [
      'a copy keeps it open',
      'exec 3</dev/d\nexec 5<&3\nexec 3<&-\nexec 5<&-',
      ['open 1', 'exec 3</dev/d', 'exec 5<&3', 'exec 3<&-', 'release 0', 'exec 5<&-'],
    ],
    [
      'opening onto it lets the old one go',
      'exec 3</dev/d\nexec 3</dev/d',
      ['open 1', 'exec 3</dev/d', 'open 2', 'release 1', 'exec 3</dev/d', 'release 0'],
    ],
    ['the end of the shell closes it', 'exec 3</dev/d', ['open 1', 'exec 3</dev/d', 'release 0']],
    ['a command has it only while it runs', 'cat </dev/d\n:', ['open 1', 'release 0', 'cat </dev/d', ':']],
    ['a builtin too', 'read x </dev/d\n:', ['open 1', 'release 0', 'read x </dev/d', ':']],
    ['a group holds it to its end', '{ :; :; } </dev/d\n:', ['open 1', 'release 0', '{ :; :; } </dev/d', ':']],
    ['a background job holds it until it ends', 'sleep 1 </dev/d &\n:\nwait', ['sleep 1 </dev/d &', ':', 'open 1', 'release 0', 'wait']],
    [
      'children of a holder hold it too',
      'exec 3</dev/d\nsleep 2 &\nexec 3<&-\nwait',
      ['open 1', 'exec 3</dev/d', 'sleep 2 &', 'exec 3<&-', 'release 0', 'wait'],
    ],
    [
      'a child can let go of it',
      'exec 3</dev/d\nsleep 2 3<&- &\nsleep 1\nexec 3<&-\nwait',
      ['open 1', 'exec 3</dev/d', 'sleep 2 3<&- &', 'sleep 1', 'release 0', 'exec 3<&-', 'wait'],
    ],
    [
      'what a builtin put aside is not inherited',
      'exec 3</dev/d\n{ sleep 2 & } 3<&-\nsleep 1\nexec 3<&-\n:\nwait',
      ['open 1', 'exec 3</dev/d', '{ sleep 2 & } 3<&-', 'sleep 1', 'release 0', 'exec 3<&-', ':', 'wait'],
    ],
    [
      'a killed holder lets go',
      'sleep 9 </dev/d &\nsleep 1\nkill $!\nwait 2>/dev/null',
      ['sleep 9 </dev/d &', 'open 1', 'sleep 1', 'kill $!', 'release 0', 'wait 2>/dev/null'],
    ],
  ])('%s', (_rule, text, log) => {
    expect(withDevice(text).log).toEqual(log);
  });
});

describe('messages of redirections and writes', () => {
  test.each([
    ["printf 'x\\n' > /dev/d; echo $?", '1\n', 'modsh: line 1: printf: write error: No space left on device\n'],
    ['\n\necho x > /dev/d; echo $?', '1\n', 'modsh: line 3: echo: write error: No space left on device\n'],
    ['cat /dev/null > /dev/d; echo $?', '0\n', ''],
    ['exec 3</dev/none; echo $?', '1\n', 'modsh: line 1: /dev/none: No such device or address\n'],
    ['cat < /nofile; echo $?', '1\n', 'modsh: line 1: /nofile: No such file or directory\n'],
    ['echo a > /nofolder/f; echo $?', '1\n', 'modsh: line 1: /nofolder/f: No such file or directory\n'],
    ['echo a >&7; echo $?', '1\n', 'modsh: line 1: 7: Bad file descriptor\n'],
    [
      'set -C; echo a > f; echo b > f; echo $?; echo c >| f; echo d > /dev/null',
      '1\n',
      'modsh: line 1: f: cannot overwrite existing file\n',
    ],
    ['x=a; echo a >&$x; echo $?', '1\n', 'modsh: line 1: a: ambiguous redirect\n'],
    ['nosuch; echo $?', '127\n', 'modsh: line 1: nosuch: command not found\n'],
    ['nosuch 2>/dev/null; echo $?', '127\n', ''],
    ['/tmp; echo $?', '126\n', 'modsh: line 1: /tmp: Is a directory\n'],
    ['./nosuch; echo $?', '127\n', 'modsh: line 1: ./nosuch: No such file or directory\n'],
    [': > s; ./s; echo $?', '126\n', 'modsh: line 1: ./s: Permission denied\n'],
    ['echo $nope; set -u\necho $nope', '\n', 'modsh: line 2: nope: unbound variable\n'],
    ['(set -u; echo $nope); echo $?', '2\n', 'modsh: line 1: nope: unbound variable\n'],
    ["eval 'echo a\nfi'; echo no", '', 'modsh: line 2: syntax error: "fi" unexpected\n'],
    ['cat <<X > /dev/d; echo $?\nabc\nX', '1\n', 'cat: write error: No space left on device\n'],
  ])('%j', (text, out, err) => {
    const result = withDevice(text);
    expect({ out: result.out, err: result.err }).toEqual({ out, err });
  });

  test('name the script when there is one', () => {
    expect(runShell('\nnosuch', { name: '/fixtures/x.sh' }).err).toBe('/fixtures/x.sh: line 2: nosuch: command not found\n');
    expect(runShell('if', { name: 'x.sh' })).toMatchObject({
      err: 'x.sh: line 1: syntax error: end of file unexpected (expected "then")\n',
      status: 2,
      out: '',
    });
    expect(runShell('echo a; diff <(x) y', { name: 'x.sh' })).toMatchObject({
      err: 'x.sh: line 1: not supported: process substitution\n',
      status: 2,
      out: '',
    });
  });
});

test('here-documents that no pipe holds are written by a process that holds nothing else', () => {
  const { out, log } = withDevice(
    'exec 3</dev/d\nx=0123456789\nfor i in 1 2 3 4 5; do x="$x$x$x$x$x$x"; done\ncat <<X | { sleep 1; exec 3<&-; cat >/dev/null; echo end; }\n$x\nX\nexec 3<&-',
  );
  expect(out).toBe('end\n');
  expect(log.at(-2)).toBe('release 0');
});
