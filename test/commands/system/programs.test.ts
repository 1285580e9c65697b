import { describe, expect, it } from 'vitest';
import { systemCommands } from '../../../src/commands/system/index.ts';
import { runScript } from '../../helpers/system.ts';
import { runTool } from '../runTool.ts';

describe('system tools on the virtual system', () => {
  const rows: readonly (readonly [rule: string, script: string, stdout: string])[] = [
    ['sleep takes virtual time', 'sleep 1m 0.5; date +%s.%N | cut -c1-4', '60.5\n'],
    ['sleep infinity ends by a signal', 'sleep infinity & sleep 1; kill $!; wait $!; echo "$?"', '143\n'],
    [
      'timeout sends its signal and waits: 124',
      'timeout -s INT 0.7 sh -c "trap \'echo got; exit 0\' INT; sleep 5"; echo "$?"',
      'got\n124\n',
    ],
    ['timeout reaches what its command started', 'timeout 1 sh -c "sleep 50; echo no"; echo "$?"; date +%s', '124\n1\n'],
    ['timeout -k kills what does not listen', 'timeout -k 1 1 sh -c "trap \'\' TERM; sleep 5; sleep 5"; echo "$?"; date +%s', '137\n2\n'],
    ['timeout dies as its command died', 'timeout 9 sh -c \'kill -TERM $$\' 2>/dev/null; echo "$?"', '143\n'],
    [
      'timeout hands a signal on',
      'timeout 9 sh -c "trap \'echo hup; exit 3\' HUP; while :; do sleep 0.1; done" & sleep 1; kill -HUP $!; wait $!; echo "$?"',
      'hup\n3\n',
    ],
    ['timeout in a timeout', 'timeout 5 timeout 1 sleep 9; echo "$?"', '124\n'],
    [
      'a command that waits in exit() is waited for',
      'insmod slowexit.ko ms=2500; timeout -s INT 0.7 rmmod slowexit; echo "$?"; lsmod | wc -l',
      '124\n1\n',
    ],
    ['env gives and takes variables', 'A=1 B=2; export A B; env -u A C=3 sh -c "echo [\\$A][\\$B][\\$C]"', '[][2][3]\n'],
    ['env -i finds its command all the same', 'env -i A=1 env', 'A=1\n'],
    ['env tells what does not exist', 'env nosuch 2>&1; echo "$?"', "env: 'nosuch': No such file or directory\n127\n"],
    ['nohup ignores hangups', "nohup sh -c 'kill -HUP $$; echo alive'", 'alive\n'],
    [
      'setpriv takes the right to load away',
      'setpriv --bounding-set -sys_module insmod chardev.ko 2>&1; lsmod | wc -l',
      'insmod: ERROR: could not insert module chardev.ko: Operation not permitted\n1\n',
    ],
    ['setpriv leaves it where nothing is taken', 'setpriv --inh-caps -sys_module insmod chardev.ko; lsmod | wc -l', '2\n'],
    ['setpriv becomes another user for its command alone', 'setpriv --reuid 1000 --clear-groups id -un; id -un', 'user\nroot\n'],
    ['true and false are files too', '/bin/false; echo "$?"; /bin/true; echo "$?"', '1\n0\n'],
    ['which knows commands and builtins that are programs', 'which ls echo insmod cd; echo "$?"', '/bin/ls\n/bin/echo\n/sbin/insmod\n1\n'],
    [
      'uname, as the records have it',
      'uname -a',
      'Linux modsh 6.1.0-56-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-11-16) x86_64 GNU/Linux\n',
    ],
    ['uname -r', 'uname -r', '6.1.0-56-amd64\n'],
    ['who and where', 'whoami; hostname; nproc; tty', 'root\nmodsh\n1\nnot a tty\n'],
    ['date begins at the epoch', 'date; date -u +%F', 'Thu Jan  1 00:00:00 UTC 1970\n1970-01-01\n'],
    [
      'uptime counts from boot',
      'sleep 3725; uptime; uptime -p; uptime -s',
      ' 01:02:05 up  1:02,  1 user,  load average: 0.00, 0.00, 0.00\nup 1 hour, 2 minutes\n1970-01-01 00:00:00\n',
    ],
    ['ps shows states', 'sleep 9 & ps -o comm,stat', 'COMMAND         STAT\nsh              S\nsleep           S\nps              R\n'],
    [
      'ps shows what waits deaf to signals',
      'insmod slowexit.ko ms=2000; rmmod slowexit & sleep 1; ps -o comm= -o s= -C rmmod',
      'rmmod           D\n',
    ],
    ['ps -p picks, and fails when there is none', 'ps -o comm= -p $$; ps -p 9999; echo "$?"', 'sh\n    PID TTY          TIME CMD\n1\n'],
    ['pgrep and pkill go by name', 'sleep 50 & sleep 60 & pgrep -c sleep; pkill -INT sleep; wait; pgrep sleep; echo "$?"', '2\n1\n'],
    ['pidof lists the newest first', 'sleep 5 & a=$!; sleep 5 & [ "$(pidof sleep)" = "$! $a" ] && echo yes', 'yes\n'],
  ];
  for (const [rule, script, stdout] of rows) it(rule, () => expect(runScript(script).stdout).toBe(stdout));

  it('Ctrl-C reaches the command of a timeout that leads its job', () => {
    const ran = runScript('set -m; timeout 50 sleep 40 & sleep 1; kill -INT $!; wait $!; echo "$?"; date +%s');
    expect(ran.stdout).toBe('130\n1\n');
  });
  it('--help prints the usage to standard output, with 0', () => {
    for (const { name } of systemCommands.filter((command) => !/^(true|false|ip|ps)$/.test(command.name))) {
      const { stdout, status } = runTool(systemCommands, [name, '--help']);
      expect({ name, status, begins: stdout.startsWith(`Usage: ${name}`) }).toEqual({ name, status: 0, begins: true });
    }
  });
});
