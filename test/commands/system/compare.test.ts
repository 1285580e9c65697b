import { describe, expect, it } from 'vitest';
import { systemCommands } from '../../../src/commands/system/index.ts';
import { textCommands } from '../../../src/commands/text/index.ts';
import { realTool, runReal, whyNot } from '../realTool.ts';
import { runTool } from '../runTool.ts';
import { wordsOf } from '../text/corpus.ts';

const commands = [...systemCommands, ...textCommands];

/** Every directive of date(1) that we have, at several moments. */
const DIRECTIVES = [...'aAbBcCdDeFgGhHIjklmMnNpPqrRsStTuUVwWxXyYzZ%', ':z', '3N', '-d', '_H', '05Y', '^a', '#Z', 'E', '10s', '-N'].map(
  (letter) => `%${letter}`,
);
const MOMENTS = [0, 86_399, 951_782_400, 1_104_537_600, 1_230_768_000, 1_356_998_399, 4_102_444_800];

const LINES: readonly string[] = [
  ...MOMENTS.map((moment) => `date -u -d @${moment} '+${DIRECTIVES.join(' ')}'`),
  ...`
date -u -d @0
date -u -R -d @86399
date -u -I -d @0
date -u -Iseconds -d @0
date -u --iso-8601=ns -d @0
date -u --rfc-3339=seconds -d @0
date -u '+%s.%N' -d @1.5
date -u '+%s' -d '2004-02-29 12:00:01'
date -u '+%s' -d 1999-12-31
date x
date -d bogus
date -u '+%s' -d 2004-13-01
date + +
date -r nosuch
date -Z
sleep
sleep x
sleep 1x
sleep 0 y z
sleep 0.001
sleep 1e-3s
sleep .001m
sleep nan
sleep -1
sleep ''
timeout
timeout 1
timeout x true
timeout 1 nosuch
timeout 1 /tmp
timeout -s FOO 1 true
timeout -k x 1 true
timeout 1 false
timeout 0 true
timeout -1 true
timeout 0.01 sleep 5
timeout -s KILL 0.01 sleep 5
timeout --preserve-status 0.01 sleep 5
timeout -v 0.01 sleep 5
timeout --foreground 0.01 sleep 5
timeout --foreground 1 true
env -i A=1 B=2
env -i A=1 printenv A
env - A=1
env -0i A=1
env -u A=B true
env -u
env -x
env -i nosuch
env -i /tmp
env -u LC_ALL printenv LC_ALL
env -C / nosuch
env -C /nosuch true
printenv LC_ALL NOSUCH
printenv NOSUCH
printenv -0 LC_ALL
uname
uname -s
uname -o
uname -m
uname x
uname -Z
nproc x
nproc -Z
whoami x
id -n
id -ug
id nosuch
hostname --nosuch
sync nosuch
sync
nohup
nohup nosuch
nohup true
nohup false
nice
nice nosuch
nice -n x true
nice -n 5
nice true
tty -s
true --nosuch
false
false --nosuch
`
    .split('\n')
    .filter((line) => line !== ''),
];

describe('a system tool prints what the real one prints', () => {
  for (const line of LINES) {
    const words = wordsOf(line);
    const name = words[0] ?? '';
    const path = realTool(name);
    const why = whyNot(name, path);
    it.skipIf(why !== '')(line + why, () => {
      const real = runReal(path ?? '', words, {}, '');
      const ours = runTool(commands, words, { env: { LC_ALL: 'C', PATH: '/usr/bin:/bin', TZ: 'UTC0' } });
      expect({ stdout: ours.stdout, stderr: ours.stderr, status: ours.status }).toEqual({
        stdout: real.stdout,
        stderr: real.stderr,
        status: real.status ?? 128 + 9, // a death by SIGKILL has no status of its own
      });
    });
  }
});
