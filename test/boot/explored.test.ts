/** The explorer as the shell's words reach it, on what is loaded there. */
import { expect, test } from 'vitest';
import { runScript } from '../helpers/system.ts';

test('a driver with timers of its own is refused in one line, since a verdict without them would be none', () => {
  const ran = runScript('explore straytimer; echo $?');
  expect(ran.stdout).toBe('2\n');
  expect(ran.stderr).toBe('explore: straytimer has timers or threads of its own, which the explorer does not follow\n');
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
