import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeProgram, writeXz } from '../../../src/kernel/image.ts';
import { type FakeSystem, run } from '../kmod/fake-system.ts';
import { fixtureSystem, setBuiltin, TREE } from './fixtures.ts';

const recorded = new URL('../../oracle/modules/', import.meta.url);

test.each(readdirSync(recorded).map((name) => name.replace('.txt', '')))('modinfo of %s.ko is as recorded', (name) => {
  expect(run(fixtureSystem(), ['modinfo', `${name}.ko`])).toMatchObject({
    stdout: readFileSync(new URL(`${name}.txt`, recorded), 'utf8'),
    stderr: '',
    status: 0,
  });
});

test.each([
  [['-F', 'license', 'user2.ko'], 'GPL v2\n'],
  [['-F', 'parm', 'user.ko'], 'start:number that user_value() adds one to (int)\n'],
  [['-F', 'parmtype', 'user.ko'], 'start:int\n'],
  [['-F', 'nosuch', 'user.ko'], ''],
  [['-a', 'user2'], 'modsh fixtures\n'],
  [['-d', 'user2'], 'Fixture user of core and user\n'],
  [['-l', 'user2'], 'GPL v2\n'],
  [['-n', 'user2'], `${TREE}/extra/user2.ko\n`],
  [['-n', 'user2.ko'], '/fixtures/user2.ko\n'],
  [
    ['-p', 'proto'],
    'linger_ms:how long a closed socket stays, in milliseconds (int)\nopen:sockets open now (read only)\nlingering:closed sockets that still linger (read only)\n',
  ],
  [['-0', '-F', 'alias', 'net-pf-19'], 'net-pf-19\0'],
  [['-m', '-F', 'name', 'slowinit'], 'slowinit\n'],
  [['-n', 'core.ko', 'core'], `/fixtures/core.ko\n${TREE}/extra/core.ko\n`],
])('modinfo %j', (args, stdout) => {
  expect(run(fixtureSystem(), ['modinfo', ...args])).toMatchObject({ stdout, stderr: '', status: 0 });
});

function odd(): FakeSystem {
  const system = fixtureSystem();
  const core = system.files.get('/fixtures/core.ko') ?? '';
  for (const [name, data] of Object.entries({
    'text.ko': 'this is not a module\n',
    'empty.ko': '',
    'cut.ko': core.slice(0, 3000),
    'prog.ko': writeProgram('psock'),
    'core.ko.xz': writeXz(core),
    'cut.ko.xz': writeXz(core).slice(0, 3000),
  }))
    system.files.set(`/fixtures/bad/${name}`, data);
  return system;
}

test.each([
  ['bad/text.ko', "could not get modinfo from 'text': Exec format error"],
  ['bad/empty.ko', "could not get modinfo from 'empty': Invalid argument"],
  ['bad/cut.ko', "could not get modinfo from 'cut': Invalid argument"],
  ['bad/prog.ko', "could not get modinfo from 'prog': No such file or directory"],
  ['bad/cut.ko.xz', "could not get modinfo from 'cut': Invalid argument"],
  ['nosuch.ko', 'Module nosuch.ko not found.'],
  ['nosuch', 'Module nosuch not found.'],
  ['[', 'Module alias [ not found.'],
])('modinfo %s is an error', (argument, text) => {
  const filename = argument.startsWith('bad/') ? `filename:       /fixtures/${argument}\n` : '';
  expect(run(odd(), ['modinfo', argument])).toMatchObject({ stdout: filename, stderr: `modinfo: ERROR: ${text}\n`, status: 1 });
});

test('a compressed file is read through', () => {
  expect(run(odd(), ['modinfo', '-F', 'description', 'bad/core.ko.xz']).stdout).toBe('Fixture library of two symbols\n');
});

test('the others are shown although one is not there', () => {
  expect(run(odd(), ['modinfo', '-F', 'name', 'core', 'nosuch', 'user'])).toMatchObject({ stdout: 'core\nuser\n', status: 1 });
});

test('a built-in module has its name first and no file', () => {
  const system = fixtureSystem();
  setBuiltin(system);
  expect(run(system, ['modinfo', 'unix'])).toMatchObject({
    stdout: 'name:           unix\nfilename:       (builtin)\n',
    stderr: "modinfo: ERROR: could not get modinfo from 'unix': Function not implemented\n",
    status: 1,
  });
  system.files.set(`${TREE}/modules.builtin.modinfo`, 'unix.license=GPL\0unix.file=net/unix/unix\0');
  expect(run(system, ['modinfo', 'unix']).stdout).toBe(
    'name:           unix\nfilename:       (builtin)\nlicense:        GPL\nfile:           net/unix/unix\n',
  );
  expect(run(system, ['modinfo', '-F', 'name', 'unix']).stdout).toBe('unix\n');
});

test('no module or file is an error', () => {
  expect(run(fixtureSystem(), ['modinfo'])).toMatchObject({ stderr: 'modinfo: ERROR: missing module or filename.\n', status: 1 });
  expect(run(fixtureSystem(), ['modinfo', '-m', 'nosuch']).stderr).toBe('modinfo: ERROR: Module name nosuch not found.\n');
});
