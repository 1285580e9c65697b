/** What a system is started with besides its rule: the tools of an era, and the preemption model. */
import { expect, test } from 'vitest';
import type { Model } from '../../src/kernel/model.ts';
import { runScript } from '../helpers/system.ts';

const HELD = 'insmod chardev.ko; exec 3</dev/chardev0; lsmod; rmmod chardev';

test.each([
  [
    '2.2',
    'Module                  Size  Used by    Not tainted\nchardev                16384   1 \n',
    'chardev: Device or resource busy\n',
  ],
  ['2.5', 'Module                  Size  Used by\nchardev                16384  1 \n', 'ERROR: Module chardev is in use\n'],
  ['today', 'Module                  Size  Used by\nchardev                16384  2\n', 'rmmod: ERROR: Module chardev is in use\n'],
])('under %s the tools of the era print what they printed', (regime, table, refusal) => {
  const ran = runScript(HELD, { regime, tools: 'era' });
  expect(ran.stdout).toBe(table);
  expect(ran.stderr).toBe(refusal);
});

test('without a choice the tools are those of kmod, under any rule', () => {
  expect(runScript(HELD, { regime: '2.2' }).stderr).toContain('rmmod: ERROR: Module chardev is in use');
});

/** An open that comes while rmmod is on its way, so many microseconds after the script's start. */
const race = (us: number) => `insmod chardev.ko
(sleep 0.002; exec 3</dev/chardev0; sleep 1; exec 3<&-) &
sleep 0.00${us}
rmmod chardev 2>/dev/null
wait`;
const DELAYS = Array.from({ length: 40 }, (_, at) => 1_500 + 40 * at);
const oopses = (model: Model) =>
  DELAYS.filter((us) => runScript(race(us), { regime: '2.2', model, tools: 'era' }).system.kernel.oopses.length > 0);

test('under 2.2 no delay between open and rmmod ends in an oops while the big lock is held, and some do under preempt', () => {
  expect(oopses('big-lock')).toEqual([]);
  expect(oopses('preempt')).not.toEqual([]);
});

test('the same race under preempt gives the same bytes each time', () => {
  const [delay] = oopses('preempt');
  const run = () => {
    const { stdout, stderr, system } = runScript(race(delay ?? 0), { regime: '2.2', model: 'preempt', tools: 'era' });
    return [stdout, stderr, system.kernel.log.lines];
  };
  expect(run()).toEqual(run());
});

test('the faulty drivers lie in a folder of their own, and depmod does not list them', () => {
  const ran = runScript('ls faulty | wc -l; modprobe noowner; insmod faulty/noowner.ko; lsmod | wc -l; ls -l faulty/noowner.ko | wc -l');
  expect(ran.stdout).toBe('13\n2\n1\n');
  expect(ran.stderr).toContain('noowner not found');
});

test('a driver that nobody counts is unloaded under an open file, and its release runs text that is gone', () => {
  const ran = runScript(
    'insmod faulty/noowner.ko; (exec 3</dev/noowner0; sleep 1; exec 3<&-) & sleep 0.5; rmmod noowner; wait; echo alive; dmesg',
  );
  expect(ran.stdout).toContain('alive\n');
  expect(ran.stdout).toContain('BUG: unable to handle page fault');
  expect(ran.stdout).toContain('noowner_release');
});
