import { describe, expect, test } from 'vitest';
import { runShell } from '../helpers/shellWorld.ts';

const SECOND = 1_000_000;

describe('jobs on virtual time', () => {
  test.each([
    ['wait takes as long as the job', 'sleep 3 & wait', '', 0, 3],
    ['jobs run side by side', 'sleep 3 & sleep 2 & sleep 1 & wait', '', 0, 3],
    ['a script does not wait for its jobs', 'sleep 3 &', '', 0, 0],
    ['wait with a pid gives that status', '(sleep 1; exit 4) & wait $!; echo $?', '4\n', 0, 1],
    ['wait with a job number does too', '(exit 4) & (exit 5) & wait %1; echo $?; wait %2; echo $?', '4\n5\n', 0, 0],
    ['wait with several gives the last', '(exit 4) & (exit 5) & wait %1 %2; echo $?', '5\n', 0, 0],
    ['a status is remembered after the job is gone', '(exit 4) & p=$!; wait; wait $p; echo $?', '4\n', 0, 0],
    ['wait for an unknown pid is 127', 'wait 77 2>/dev/null; echo $?', '127\n', 0, 0],
    ['wait for an unknown job is 127', 'wait %3 2>/dev/null; echo $?', '127\n', 0, 0],
    [
      'kill with a job number works without job control',
      'sleep 9 & sleep 8 & kill %1; wait %1 2>/dev/null; echo $?; kill %2; wait %2 2>/dev/null; echo $?',
      '143\n143\n',
      0,
      0,
    ],
    ['kill of a pipeline in the background ends all of it', 'sleep 9 | sleep 9 & kill %1; wait %1 2>/dev/null; echo $?', '143\n', 0, 0],
    ['$! of a pipeline is its last element', 'sleep 1 | (exit 6) & wait $!; echo $?', '6\n', 0, 1],
    ['a background list is one job', '{ sleep 1; echo a; sleep 1; } & wait; echo b', 'a\nb\n', 0, 2],
    ['a pipeline ends with its last writer', 'sleep 2 | echo a', 'a\n', 0, 2],
    ['a loop in the background goes on', 'while :; do sleep 1; done & sleep 3.5; kill $!; wait $! 2>/dev/null; echo $?', '143\n', 0, 3],
    [
      'an endless loop of builtins takes time and can be killed',
      'while :; do :; done & sleep 1; kill $!; wait $! 2>/dev/null; echo $?',
      '143\n',
      0,
      1,
    ],
    [
      'an endless loop without commands too',
      'until [[ a ]] && [[ "" ]]; do case x in y) ;; esac; done & sleep 1; kill $!; wait $! 2>/dev/null; echo $?',
      '143\n',
      0,
      1,
    ],
    ['timeout ends what lasts too long', 'timeout 2 sleep 9; echo $?', '124\n', 0, 2],
    ['timeout reaches a loop of a shell', "timeout 2 sh -c 'while :; do :; done'; echo $?", '124\n', 0, 2],
  ])('%s', (_rule, text, out, status, seconds) => {
    const result = runShell(text);
    expect({ out: result.out, err: result.err, status: result.status, seconds: Math.floor(result.took / SECOND) }).toEqual({
      out,
      err: '',
      status,
      seconds,
    });
  });

  test('what a script leaves behind goes on after it', () => {
    const { out, status } = runShell('{ sleep 2; echo late; } & echo early');
    expect([out, status]).toEqual(['early\nlate\n', 0]);
  });
});

describe('signals and background jobs', () => {
  test.each([
    ['a background job is deaf to INT', 'sleep 1 & kill -INT $!; wait $!; echo $?', '0\n'],
    ['and to QUIT', 'sleep 1 & kill -QUIT $!; wait $!; echo $?', '0\n'],
    ['with set -m it is not', 'set -m; sleep 1 & kill -INT $!; wait $!; echo $?', '130\n'],
    [
      'with set -m it has its own process group',
      'set -m; sleep 9 & sleep 9 & kill -TERM -- -$!; wait $! 2>/dev/null; echo $?; kill -0 %1; echo $?',
      '143\n0\n',
    ],
    ['a background job reads nothing', 'cat & wait $!; echo $?', '0\n'],
    ['unless it is redirected', 'echo a > /tmp/f; cat < /tmp/f & wait', 'a\n'],
    [
      'a stopped job goes on with bg',
      'set -m; sleep 2 & kill -STOP $!; sleep 5; jobs; bg > /dev/null; wait; echo done',
      '[1]+  Stopped                 sleep 2\ndone\n',
    ],
    [
      'fg continues a stopped job and waits for it',
      'set -m; (exec sleep 2; exit 3) & kill -STOP $!; sleep 1; fg; echo $?',
      '(exec sleep 2; exit 3)\n0\n',
    ],
    ['fg without job control is refused', 'fg 2>/dev/null; echo $?', '1\n'],
    ['kill -l names signals', 'kill -l 9 15 130', 'KILL\nTERM\nINT\n'],
    [
      'kill reads names with and without SIG',
      'sleep 9 & kill -s SIGHUP $!; wait $! 2>/dev/null; echo $?; sleep 9 & kill -hup $!; wait $! 2>/dev/null; echo $?',
      '129\n129\n',
    ],
    ['kill of nothing that runs', 'kill 77 2>/dev/null; echo $?; kill %7 2>/dev/null; echo $?; kill 2>/dev/null; echo $?', '1\n1\n2\n'],
    ['kill -0 asks only', 'kill -0 $$; echo $?; kill -0 77 2>/dev/null; echo $?', '0\n1\n'],
    ['a writer whose reader is gone is killed quietly', 'yes | head1; echo $?', 'y\n0\n'],
    ['with pipefail that is its status', 'set -o pipefail; yes | head1; echo $?', 'y\n141\n'],
  ])('%s', (_rule, text, out) => {
    const result = runShell(text, { cwd: '/tmp' });
    expect({ out: result.out, err: result.err, status: result.status }).toEqual({ out, err: '', status: 0 });
  });
});

describe('jobs as they are shown', () => {
  test('jobs tells state, mark and command', () => {
    const { out } = runShell('sleep 5 & (sleep 1; exit 3) & true & sleep 2; jobs; jobs; jobs -l %1; jobs -p');
    expect(out).toBe(
      [
        '[1]   Running                 sleep 5 &',
        '[2]-  Exit 3                  (sleep 1; exit 3)',
        '[3]+  Done                    true',
        '[1]+  Running                 sleep 5 &',
        '[1]+  101 Running                 sleep 5 &',
        '101\n',
      ].join('\n'),
    );
  });

  test('%name, %?part, %+ and %- find jobs', () => {
    const { out, err } = runShell('sleep 5 & cat /dev/null & sleep 7 & jobs %cat %?7 %- %+; jobs %nosuch; jobs %s');
    expect(out).toBe(
      [
        '[2]-  Done                    cat /dev/null',
        '[3]+  Running                 sleep 7 &',
        '[2]-  Done                    cat /dev/null',
        '[3]+  Running                 sleep 7 &\n',
      ]
        .join('\n')
        .replaceAll('Done   ', 'Running')
        .replaceAll('cat /dev/null', 'cat /dev/null &'),
    );
    expect(err).toBe('modsh: line 1: jobs: %nosuch: no such job\nmodsh: line 1: jobs: %s: no such job\n');
  });

  test('a death is told with pid and command, except INT and PIPE', () => {
    const { err } = runShell("sh -c 'kill -TERM $$'\nsh -c 'kill -INT $$'\nsleep 5 &\nkill -KILL $!\nwait $!", { name: 'x.sh' });
    expect(err).toBe(
      "x.sh: line 1:   101 Terminated              sh -c 'kill -TERM $$'\nx.sh: line 5:   103 Killed                  sleep 5\n",
    );
  });
});

describe('wait and traps', () => {
  test('a trapped signal ends a wait, with 128 more than its number', () => {
    const { out, took } = runShell("trap 'echo trapped' USR1; { sleep 1; kill -USR1 $$; } & sleep 9 & wait $!; echo $?");
    expect(out).toBe('trapped\n138\n');
    expect(Math.floor(took / SECOND)).toBe(1);
  });

  test('the trap of a signal runs after the foreground command', () => {
    const { out, took } = runShell("trap 'echo trapped' TERM; { sleep 1; kill $$; } & sleep 3; echo after $?");
    expect(out).toBe('trapped\nafter 0\n');
    expect(Math.floor(took / SECOND)).toBe(3);
  });

  test('a trap that exits ends the script with the EXIT trap', () => {
    const { out, status } = runShell("trap 'echo end' EXIT; trap 'echo got; exit 7' TERM; kill $$; echo no");
    expect([out, status]).toEqual(['got\nend\n', 7]);
  });

  test('read is ended by a trapped signal', () => {
    const { out } = runShell(
      "mkfifo() { :; }; trap 'echo trapped' USR1; { sleep 1; kill -USR1 $$; sleep 1; } | { read x; echo read; }; echo $?",
    );
    expect(out).toBe('read\ntrapped\n1\n'.replace('1\n', '0\n'));
  });

  test('an ignored signal stays ignored in programs', () => {
    expect(runShell("trap '' TERM; sleep 2 & kill $!; wait $!; echo $?").out).toBe('0\n');
  });

  test('a caught signal is not, there', () => {
    expect(runShell("trap 'echo t' TERM; sleep 2 & kill $!; wait $! 2>/dev/null; echo $?").out).toBe('143\n');
  });

  test('the EXIT trap runs once, also for errors of set -e and set -u', () => {
    expect(runShell("trap 'echo bye' EXIT; set -e; false; echo no").out).toBe('bye\n');
    expect(runShell("trap 'echo bye' EXIT; set -u; echo $nope; echo no").out).toBe('bye\n');
    expect(runShell("trap 'echo bye; exit 3' EXIT; exit 1").status).toBe(3);
  });

  test('a killed script runs no EXIT trap', () => {
    const { out, status } = runShell("trap 'echo bye' EXIT; kill -TERM $$; echo no");
    expect([out, status]).toEqual(['', 143]);
  });
});
