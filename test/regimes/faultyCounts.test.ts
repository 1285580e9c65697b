/** Drivers that count wrongly, met in the shell: what each mistake costs under the rules of four kernels. */
import { expect, test } from 'vitest';
import { runScript } from '../helpers/system.ts';

const ended = (text: string, regime: string): { stdout: string; stderr: string } => {
  const { stdout, stderr } = runScript(text, { regime, tools: 'kmod' });
  return { stdout, stderr };
};

const IN_USE = (name: string): string => `rmmod: ERROR: Module ${name} is in use\n`;

test.each([
  ['2.2', 'rmmod 0\n', ''],
  ['2.4', 'rmmod 1\n', IN_USE('forgetput')],
  ['2.5', 'rmmod 1\n', IN_USE('forgetput')],
  ['today', 'rmmod 1\n', IN_USE('forgetput')],
])('a forgotten put pins the module for ever, except under %s where there is none to forget', (regime, stdout, stderr) => {
  expect(ended('insmod faulty/forgetput.ko\n: </dev/forgetput0\nrmmod forgetput\necho "rmmod $?"\n', regime)).toEqual({ stdout, stderr });
});

test.each([
  ['2.2', 'rmmod 0\n'],
  ['2.4', 'rmmod 1\n'],
  ['2.5', 'rmmod 1\n-1\n'],
  ['today', 'rmmod 1\n-1\n'],
])('a put too many under %s: the count is below zero, and no rmmod can take the module out or say why', (regime, stdout) => {
  const script = 'insmod faulty/dblput.ko\n: </dev/dblput0\nrmmod dblput\necho "rmmod $?"\ncat /sys/module/dblput/refcnt 2>/dev/null\n';
  const found = ended(script, regime);
  expect(found.stderr).toBe('');
  expect(found.stdout).toContain(stdout);
});

test.each(['2.2', '2.4', '2.5', 'today'])('a count that an open leaks on its way out pins the module under %s', (regime) => {
  const { stdout, stderr } = ended('insmod faulty/errleak.ko fail=1\n: </dev/errleak0\nrmmod errleak\necho "rmmod $?"\n', regime);
  expect(stdout).toBe('rmmod 1\n');
  expect(stderr).toContain('Input/output error\n');
  expect(stderr).toContain(IN_USE('errleak'));
});

test.each(['2.2', '2.4', '2.5', 'today'])(
  'a module that puts itself in its own text, and goes on: an rmmod in between frees it under %s',
  (regime) => {
    const script = [
      'insmod faulty/ownput.ko close_ms=500',
      '(: </dev/ownput0; echo never) &',
      'sleep 0.1',
      'rmmod ownput',
      'echo "rmmod $?"',
      'wait',
      'dmesg -t | grep -c "^BUG: unable to handle page fault"',
      '',
    ].join('\n');
    const { stdout, stderr } = ended(script, regime);
    expect(stdout).toBe('rmmod 0\n1\n');
    expect(stderr).toMatch(/Segmentation fault/);
  },
);
