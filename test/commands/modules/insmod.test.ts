import { expect, test } from 'vitest';
import { ERRNO } from '../../../src/engine/errno.ts';
import { writeXz } from '../../../src/kernel/image.ts';
import { run } from '../kmod/fake-system.ts';
import { fixtureSystem } from './fixtures.ts';

test('a file is loaded with its parameters as they stand', () => {
  const system = fixtureSystem();
  expect(run(system, ['insmod', 'chardev.ko', 'greeting=hello world', 'debug=1'])).toMatchObject({
    stdout: '',
    stderr: '',
    status: 0,
    calls: ['insert /fixtures/chardev.ko [greeting=hello world debug=1]'],
  });
});

test.each([
  [['-f', 'core.ko'], 'insert /fixtures/core.ko flags 3'],
  [['-ps', '/fixtures/core.ko'], 'insert /fixtures/core.ko'],
])('insmod %j', (args, call) => {
  expect(run(fixtureSystem(), ['insmod', ...args]).calls).toEqual([call]);
});

test('a compressed file is unpacked and its content loaded', () => {
  const system = fixtureSystem();
  const data = system.files.get('/fixtures/core.ko') ?? '';
  system.files.set('/fixtures/core.ko.xz', writeXz(data));
  expect(run(system, ['insmod', 'core.ko.xz', 'a=1']).calls).toEqual([`init core [a=1]`]);
});

test.each([
  [ERRNO.ENOEXEC, 'Invalid module format'],
  [ERRNO.ENOENT, 'Unknown symbol in module'],
  [ERRNO.ESRCH, 'Module has wrong symbol version'],
  [ERRNO.EINVAL, 'Invalid parameters'],
  [ERRNO.EEXIST, 'File exists'],
  [ERRNO.EPERM, 'Operation not permitted'],
  [ERRNO.EBUSY, 'Device or resource busy'],
  [ERRNO.EKEYREJECTED, 'Key was rejected by service'],
])('errno %i from the kernel reads %s', (errno, text) => {
  const system = fixtureSystem();
  system.onInsert = () => -errno;
  expect(run(system, ['insmod', 'core.ko'])).toMatchObject({
    stderr: `insmod: ERROR: could not insert module core.ko: ${text}\n`,
    status: 1,
  });
});

test.each([
  [[], 'insmod: ERROR: missing filename.\n'],
  [['-'], 'insmod: ERROR: this tool does not support loading from stdin!\n'],
  [['nosuch.ko'], 'insmod: ERROR: could not load module nosuch.ko: No such file or directory\n'],
  [[''], 'insmod: ERROR: could not load module : No such file or directory\n'],
  [['core.ko/x'], 'insmod: ERROR: could not load module core.ko/x: Not a directory\n'],
  [['/fixtures'], 'insmod: ERROR: could not insert module /fixtures: Is a directory\n'],
  [['empty.ko'], 'insmod: ERROR: could not insert module empty.ko: Invalid parameters\n'],
  [['cut.ko.xz'], 'insmod: ERROR: could not insert module cut.ko.xz: Invalid parameters\n'],
  [['-z', 'core.ko'], "insmod: invalid option -- 'z'\n"],
])('insmod %j fails before the kernel is asked', (args, stderr) => {
  const system = fixtureSystem();
  system.files.set('/fixtures/empty.ko', '');
  system.files.set('/fixtures/cut.ko.xz', writeXz('x'.repeat(50)).slice(0, 40));
  expect(run(system, ['insmod', ...args])).toMatchObject({ stdout: '', stderr, status: 1, calls: [] });
});

test('the name that it was called by stands in its messages', () => {
  expect(run(fixtureSystem(), ['/sbin/insmod', '-z']).stderr).toBe("/sbin/insmod: invalid option -- 'z'\n");
  expect(run(fixtureSystem(), ['/sbin/insmod']).stderr).toBe('insmod: ERROR: missing filename.\n');
});
