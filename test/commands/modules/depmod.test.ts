import { expect, test } from 'vitest';
import { DEPMOD_FILES } from '../../../src/commands/kmod/depmod-files.ts';
import { run } from '../kmod/fake-system.ts';
import { fixtureSystem, TREE } from './fixtures.ts';

const LISTS = DEPMOD_FILES.filter((name) => !name.endsWith('.bin'));

test('it makes the same files again, and leaves nothing else behind', () => {
  const system = fixtureSystem();
  const before = new Map(system.files);
  for (const name of DEPMOD_FILES) system.files.delete(`${TREE}/${name}`);
  expect(run(system, ['depmod'])).toMatchObject({ stdout: '', stderr: '', status: 0 });
  expect([...system.files].sort()).toEqual([...before].sort());
});

test('a module that was put in the tree is known after depmod', () => {
  const system = fixtureSystem();
  system.files.set(`${TREE}/extra/copy.ko`, system.files.get('/fixtures/user.ko') ?? '');
  expect(run(system, ['modprobe', '-D', 'copy']).status).toBe(1);
  expect(run(system, ['depmod', '-a']).status).toBe(0);
  expect(run(system, ['modprobe', '-D', 'copy']).stdout).toBe(`insmod ${TREE}/extra/core.ko \ninsmod ${TREE}/extra/copy.ko \n`);
});

test('modprobe reads the binary indexes: the text files may go or lie', () => {
  const system = fixtureSystem();
  for (const name of LISTS) system.files.set(`${TREE}/${name}`, '');
  expect(run(system, ['modprobe', '-R', 'net-pf-19']).stdout).toBe('proto\n');
  system.files.set(`${TREE}/modules.dep.bin`, 'no index');
  expect(run(system, ['modprobe', 'core']).status).toBe(1);
  system.files.delete(`${TREE}/modules.alias.bin`);
  expect(run(system, ['modprobe', '-R', 'net-pf-19']).status).toBe(1);
});

test('-n prints the lists, one after the other', () => {
  const system = fixtureSystem();
  const texts = LISTS.map((name) => system.files.get(`${TREE}/${name}`) ?? '');
  expect(run(system, ['depmod', '-n']).stdout).toBe(texts.join(''));
});

test('-v tells who needs whom', () => {
  expect(run(fixtureSystem(), ['depmod', '-nv']).stdout.split('\n').slice(0, 2)).toEqual([
    `${TREE}/extra/user2.ko needs "core_secret": ${TREE}/extra/core.ko`,
    `${TREE}/extra/user2.ko needs "user_value": ${TREE}/extra/user.ko`,
  ]);
});

test('-e with a list of kernel symbols names those that nobody has', () => {
  const system = fixtureSystem();
  system.files.set('/map', 'c0 R __ksymtab__printk\nbroken\n');
  const { stderr } = run(system, ['depmod', '-e', '-n', '-F', '/map']);
  expect(stderr).toContain('depmod: ERROR: /map:2: invalid line: broken\n');
  expect(stderr).toContain(`depmod: WARNING: ${TREE}/extra/core.ko needs unknown symbol __fentry__\n`);
  expect(stderr).not.toContain('core_add');
  expect(stderr).not.toContain('_printk\n');
});

test('a cycle is an error, and nothing is written', () => {
  const system = fixtureSystem();
  const core = system.files.get(`${TREE}/extra/core.ko`) ?? '';
  system.files.set(`${TREE}/extra/core.ko`, core.replace('need=_printk ', 'need=user_value '));
  system.files.delete(`${TREE}/modules.dep`);
  expect(run(system, ['depmod'])).toMatchObject({
    stderr: 'depmod: ERROR: Cycle detected: core -> user -> core\ndepmod: ERROR: Found 2 modules in dependency cycles!\n',
    status: 1,
  });
  expect(system.files.has(`${TREE}/modules.dep`)).toBe(false);
});

test.each([
  [['xx'], 'depmod: ERROR: Bad version passed xx\n', 1],
  [
    ['1.2'],
    'depmod: ERROR: could not open directory /lib/modules/1.2: No such file or directory\ndepmod: FATAL: could not search modules: No such file or directory\n',
    1,
  ],
  [['-P', 'ab'], 'depmod: FATAL: -P only takes a single char\n', 1],
  [['-q', '--map', '-n'], 'depmod: WARNING: Ignored deprecated option -q\ndepmod: WARNING: Ignored deprecated option --map\n', 0],
  [['-e', '-n'], 'depmod: WARNING: -e needs -E or -F\n', 0],
  [['-n', '-E', '/nosuch'], 'depmod: FATAL: could not load /nosuch: No such file or directory\n', 1],
  [['6.1.0-56-amd64', 'x.ko'], 'depmod: FATAL: x.ko: not absolute path.\n', 1],
  [['-z'], "depmod: invalid option -- 'z'\n", 1],
])('depmod %j', (args, stderr, status) => {
  expect(run(fixtureSystem(), ['depmod', ...args])).toMatchObject({ stderr, status });
});

test('files that come with the kernel are missed with a warning', () => {
  const system = fixtureSystem();
  for (const name of ['modules.order', 'modules.builtin', 'modules.builtin.modinfo']) system.files.delete(`${TREE}/${name}`);
  const missing = (name: string): string => `depmod: WARNING: could not open ${name} at ${TREE}: No such file or directory\n`;
  expect(run(system, ['depmod']).stderr).toBe(missing('modules.order') + missing('modules.builtin') + missing('modules.builtin.modinfo'));
  expect(system.files.get(`${TREE}/modules.builtin.bin`)).toBe('');
});
