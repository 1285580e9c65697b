import { expect, test } from 'vitest';
import { addLoaded, run } from '../kmod/fake-system.ts';
import { fixtureSystem } from './fixtures.ts';

const HEADER = 'Module                  Size  Used by\n';

test('rows have the columns of kmod, and users in the order of the holders directory', () => {
  const system = fixtureSystem();
  addLoaded(system, 'core', { refcnt: 2, holders: ['user', 'user2'] });
  addLoaded(system, 'going', { refcnt: -1, size: 12288 });
  addLoaded(system, 'a_very_long_module_name_indeed', { refcnt: 12, size: 1234567890 });
  expect(run(system, ['lsmod']).stdout).toBe(
    `${HEADER}a_very_long_module_name_indeed 1234567890  12\ngoing                  12288  -1\ncore                   16384  2 user,user2\n`,
  );
});

test('what sysfs does not know shows as error numbers', () => {
  const system = fixtureSystem();
  addLoaded(system, 'noref', { size: 4096 });
  system.files.delete('/sys/module/noref/refcnt');
  system.files.set('/proc/modules', 'noref 4096 0 - Live 0x0\nnosys 4096 0 - Live 0x0\n');
  expect(run(system, ['lsmod'])).toMatchObject({
    stdout: `${HEADER}noref                   4096  -2\nnosys                     -2  -2\n`,
    stderr:
      "libkmod: ERROR ../libkmod/libkmod-module.c:1998 kmod_module_get_holders: could not open '/sys/module/nosys/holders': No such file or directory\n",
    status: 0,
  });
});

test.each([['-h'], ['--help'], ['chardev']])('lsmod %s is only told how to use it', (argument) => {
  expect(run(fixtureSystem(), ['lsmod', argument])).toMatchObject({ stdout: '', stderr: 'Usage: lsmod\n', status: 1 });
});

test('without /proc/modules there is no list', () => {
  const system = fixtureSystem();
  system.files.delete('/proc/modules');
  expect(run(system, ['lsmod'])).toMatchObject({
    stderr:
      'libkmod: ERROR ../libkmod/libkmod-module.c:1725 kmod_module_new_from_loaded: could not open /proc/modules: No such file or directory\nError: could not get list of modules: No such file or directory\n',
    status: 1,
  });
});
