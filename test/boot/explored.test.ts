/** The explorer as the shell's words reach it, on what is loaded there. */
import { expect, test } from 'vitest';
import type { Model } from '../../src/kernel/model.ts';
import { runScript } from '../helpers/system.ts';

test('a driver with a timer of its own is explored with it', () => {
  const ran = runScript('explore straytimer; echo $?');
  expect(ran.stderr).toBe('');
  expect(ran.stdout).toMatch(/^today straytimer, smp: use-after-unload, \d+ steps/);
  expect(ran.stdout).toMatch(/\*\*\* freed at step \d+ +calls straytimer_tick\(\)/);
  expect(ran.stdout).toMatch(/\n1\n$/);
});

test('a set-up that does not come about is said in one line', () => {
  const ran = runScript('explore devholder; echo $?');
  expect(ran.stdout).toBe('2\n');
  expect(ran.stderr).toBe('explore: the set-up cannot load devholder: No such device\n');
});

test.each([
  ['2.2', 1],
  ['2.4', 0],
  ['today', 0],
])('under %s exploring the character device has status %i', (regime, status) => {
  expect(runScript(`explore chardev >/dev/null; echo $?`, { regime }).stdout).toBe(`${status}\n`);
});

test('a module is explored on what was loaded before it, with its parameters', () => {
  const ran = runScript(
    'insmod netdev.ko; insmod devholder.ko holds=2; explore devholder --regime 2.2 | head -1; explore devholder --json | grep -A3 loaded',
  );
  expect(ran.stderr).toBe('');
  expect(ran.stdout).toMatch(/^2\.2 devholder, smp: proved, .*\n +"loaded": \[\n +"netdev",\n +"devholder holds=\\"2\\""\n/);
});

test('its schedule holds what was loaded, so that it replays where nothing is', () => {
  const ran = runScript('insmod netdev.ko; insmod faulty/noowner.ko; explore noowner --output race >/dev/null; grep loaded race; cat race');
  const [line = '', ...schedule] = ran.stdout.split('\n');
  expect(line).toBe('param loaded netdev,noowner');
  const again = runScript(`cat >race <<'END'\n${schedule.join('\n')}\nEND\nreplay race | tail -1`);
  expect(again.stdout).toBe('ends in use-after-unload, as found\n');
});

test('a scenario says itself what is loaded', () => {
  const ran = runScript('insmod core.ko; explore chardev --loaded core; echo $?; explore chardev --json | grep loaded');
  expect(ran.stdout).toBe('2\n  "loaded": [],\n');
  expect(ran.stderr).toBe('explore: --loaded is for modules, and chardev is a scenario\n');
});

test('the model of preemption is that of the system', () => {
  const ran = (model: Model) => runScript('explore chardev --regime 2.2 | head -1', { model }).stdout;
  expect(ran('big-lock')).toMatch(/^2\.2 chardev, big-lock: proved/);
  expect(ran('smp')).toMatch(/^2\.2 chardev, smp: use-after-unload/);
});

test('no line of the hazards is wider than a terminal, so that no name is broken in two', () => {
  const { stdout } = runScript('insmod netdev.ko; explore netdev', { regime: 'can-unload' });
  const list = stdout.slice(stdout.indexOf('hazard, no failure: 4 places')).split('\n').slice(1, -1);
  expect(list).toEqual(['  netdev_can_unload, netdev_can_unload (return), netdev_xmit,', '  netdev_xmit (return)']);
});
