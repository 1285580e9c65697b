/** The tools of modutils and module-init-tools under the kernels of their time: listings and messages, to the byte. */
import { expect, test } from 'vitest';
import { eraCommands, eraLsmod } from '../../../src/commands/era/index.ts';
import { sys } from '../../../src/engine/sys.ts';
import type { Driver } from '../../../src/kernel/driver.ts';
import type { Rules } from '../../../src/kernel/rules.ts';
import { procModules } from '../../../src/kernel/text/modules.ts';
import { regimeById } from '../../../src/regimes/index.ts';
import type { Command } from '../../../src/shell/command.ts';
import { bootKernel, loaded, settle, userProgram } from '../../helpers/kernelWorld.ts';
import { contextFor } from '../runTool.ts';

function rulesOf(id: string): Rules {
  const found = regimeById(id);
  if (found === undefined) throw new Error(`no regime ${id}`);
  return found;
}

/** Runs command lines, one process after the other in one shell, on a kernel of that regime; what they printed, with `[status]` lines. */
function session(id: string, lines: readonly string[]): { text: string } {
  const world = bootKernel(rulesOf(id));
  const commands = eraCommands(world.kernel.rules.sheet.era);
  let text = '';
  userProgram(world, function* (process) {
    for (const line of lines) {
      const words = line.split(' ');
      if (words[0] === 'hold') yield* sys.open(words[1] ?? '', { read: true });
      else if (words[0] === 'drop') yield* sys.close(Number(words[1]));
      else if (words[0] === 'cat') text += procModules(world.kernel, true);
      else {
        const command = commands.find((one) => one.name === words[0]);
        if (command === undefined) throw new Error(`no command ${line}`);
        world.out.length = 0;
        const status = yield* command.run({ ...contextFor(process, commands as readonly Command[], words, {}), services: {} });
        text += world.out.join('');
        if (status !== 0) text += `[${status}]\n`;
      }
    }
    return 0;
  });
  settle(world);
  return { text };
}

const F = '/fixtures';

test('lsmod of modutils shows two blanks before (unused), users in brackets, and no dependents in the count', () => {
  expect(session('2.4', [`insmod ${F}/core.ko`, `insmod ${F}/user.ko`, 'lsmod']).text).toBe(
    'Module                  Size  Used by    Not tainted\n' +
      'user                   16384   0  (unused)\n' +
      'core                   16384   0  [user]\n',
  );
});

test('/proc/modules of 2.2 and 2.4 has one blank there, and lists the newest first', () => {
  expect(session('2.2', [`insmod ${F}/core.ko`, `insmod ${F}/user.ko`, 'cat']).text).toBe(
    'user                   16384   0 (unused)\ncore                   16384   0 [user]\n',
  );
});

test('a module with can_unload shows -1 and is asked', () => {
  expect(session('can-unload', [`insmod ${F}/chardev.ko`, 'cat', 'hold /dev/chardev0', 'rmmod chardev', 'cat']).text).toBe(
    'chardev                16384  -1 (unused)\nchardev: Device or resource busy\n[1]\nchardev                16384  -1 (unused)\n',
  );
});

test('a failed init of 2.2 answers EBUSY, and its insmod gives the slot back', () => {
  expect(session('2.2', [`insmod ${F}/badinit.ko`, 'cat', `insmod ${F}/badinit.ko err=0`, 'cat']).text).toBe(
    `${F}/badinit.ko: init_module: Device or resource busy\n[1]\nbadinit                16384   0 (unused)\n`,
  );
});

test('a failed init of 2.4 answers its own error', () => {
  expect(session('2.4', [`insmod ${F}/badinit.ko`]).text).toBe(`${F}/badinit.ko: init_module: No such device\n[1]\n`);
});

test('insmod of modutils names the file first, whatever is wrong', () => {
  expect(
    session('2.4', [
      `insmod ${F}/core.ko`,
      `insmod ${F}/core.ko`,
      `insmod ${F}/chardev.ko nosuch=1`,
      'insmod absent.o',
      'rmmod absent',
      'rmmod core',
    ]).text,
  ).toBe(
    `${F}/core.ko: a module named core already exists\n[1]\n` +
      `${F}/chardev.ko: invalid parameter nosuch\n[1]\n` +
      'insmod: absent.o: no module by that name found\n[1]\n' +
      'rmmod: module absent is not loaded\n[1]\n',
  );
});

test('rmmod of modutils says in perror form what the kernel says', () => {
  expect(session('2.4', [`insmod ${F}/core.ko`, `insmod ${F}/user.ko`, 'rmmod core', 'rmmod -r user', 'cat']).text).toBe(
    'core: Device or resource busy\n[1]\n',
  );
});

test('rmmod -r says in its own words that a module is in use, or not there', () => {
  expect(session('2.4', [`insmod ${F}/core.ko`, `insmod ${F}/user.ko`, 'rmmod -r core', 'rmmod -r absent']).text).toBe(
    'rmmod: core is in use\n[1]\n' + 'rmmod: module absent not loaded\n[1]\n',
  );
});

test('rmmod -a takes a module loaded on demand in its second pass after the last use, and never one loaded by hand', () => {
  const text = session('2.4', [
    `insmod ${F}/noexit.ko`,
    `insmod -k ${F}/chardev.ko`,
    'rmmod -a',
    'cat',
    'hold /dev/chardev0',
    'rmmod -a',
    'cat',
    'drop 3',
    'rmmod -a',
    'cat',
    'rmmod -a',
    'cat',
  ]).text;
  const noexit = 'noexit                 12288   0 (unused)\n';
  const chardev = (count: number, flags: string): string => `chardev                16384   ${count} (autoclean)${flags}\n`;
  expect(text).toBe(`${chardev(0, ' (unused)')}${noexit}${chardev(1, '')}${noexit}${chardev(0, '')}${noexit}${noexit}`);
});

test('/proc/modules of 2.2 and 2.4 ends at the end of its page, in the middle of a line', () => {
  const many = Array.from({ length: 200 }, (_, at): Driver => ({ name: `m${at}` }));
  const world = bootKernel(rulesOf('2.4'), many);
  loaded(world, ...many.map(({ name }) => name));
  const text = procModules(world.kernel, true);
  expect([text.length, text.endsWith('\n')]).toEqual([4_096, false]);
});

test('lsmod of module-init-tools has a blank behind the count, and dependents in it', () => {
  expect(session('2.5', [`insmod ${F}/core.ko`, `insmod ${F}/user.ko`, 'lsmod']).text).toBe(
    'Module                  Size  Used by\n' + 'user                   16384  0 \n' + 'core                   16384  1 user\n',
  );
});

test('/proc/modules of 2.5 has no taint letters', () => {
  expect(session('2.5', [`insmod ${F}/core.ko`, `insmod ${F}/user.ko`, 'cat']).text).toBe(
    'user 16384 0 - Live 0xffffffffc0206000\ncore 16384 1 user, Live 0xffffffffc0201000\n',
  );
});

test('rmmod of module-init-tools reads /proc/modules before it asks', () => {
  expect(
    session('2.5', [
      `insmod ${F}/core.ko`,
      `insmod ${F}/user.ko`,
      'rmmod core',
      'rmmod absent',
      `insmod ${F}/chardev.ko`,
      'hold /dev/chardev0',
      'rmmod chardev',
      `insmod ${F}/noexit.ko`,
      'rmmod noexit',
    ]).text,
  ).toBe(
    'ERROR: Module core is in use by user\n[1]\n' +
      'ERROR: Module absent does not exist in /proc/modules\n[1]\n' +
      'ERROR: Module chardev is in use\n[1]\n' +
      "ERROR: Removing 'noexit': Device or resource busy\n[1]\n",
  );
});

test('rmmod and insmod of module-init-tools without what they need, and with what the kernel refuses', () => {
  expect(session('2.5', ['rmmod', 'insmod nofile', `insmod ${F}/badinit.ko`, `insmod ${F}/core.ko`, `insmod ${F}/core.ko`]).text).toBe(
    'ERROR: no module names given\nUsage: rmmod [-fhswvV] modulename ...\n[1]\n' +
      "insmod: can't read 'nofile': No such file or directory\n[1]\n" +
      `insmod: error inserting '${F}/badinit.ko': -1 No such device\n[1]\n` +
      `insmod: error inserting '${F}/core.ko': -1 File exists\n[1]\n`,
  );
});

test('a kernel that does not unload shows dashes in the place of the count', () => {
  const world = bootKernel(rulesOf('never'));
  loaded(world, 'core');
  expect(procModules(world.kernel, true)).toBe('core 16384 - - Live 0xffffffffc0201000 (OE)\n');
});

test('a table of modules has the rows of its era', () => {
  const row = { name: 'core', size: 16_384, count: 1, holders: ['user', 'user2'] };
  expect(eraLsmod('modutils').row(row)).toBe('core                   16384   1  [user user2]\n');
  expect(eraLsmod('module-init-tools').row(row)).toBe('core                   16384  1 user,user2\n');
  expect(eraLsmod('kmod').row(row)).toBe('core                   16384  1 user,user2\n');
  expect(eraLsmod('modutils').header('')).toBe('Module                  Size  Used by    Not tainted\n');
  expect(eraLsmod('modutils').header('P')).toBe('Module                  Size  Used by    Tainted: P  \n');
});
