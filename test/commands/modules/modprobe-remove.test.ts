import { describe, expect, test } from 'vitest';
import { nextBackoff } from '../../../src/commands/kmod/modprobe-remove.ts';
import { ERRNO } from '../../../src/engine/errno.ts';
import { addLoaded, dropLoaded, type FakeSystem, run } from '../kmod/fake-system.ts';
import { fixtureSystem, lively, setBuiltin } from './fixtures.ts';

describe('removing', () => {
  function chain(): FakeSystem {
    const system = lively(fixtureSystem());
    addLoaded(system, 'core', { refcnt: 2, holders: ['user', 'user2'] });
    addLoaded(system, 'user', { refcnt: 1, holders: ['user2'] });
    addLoaded(system, 'user2');
    system.onRemove = (name) => {
      if (!system.files.has(`/sys/module/${name}/refcnt`)) return -ERRNO.ENOENT;
      dropLoaded(system, name);
      for (const used of name === 'user2' ? ['core', 'user'] : name === 'user' ? ['core'] : []) {
        system.files.delete(`/sys/module/${used}/holders/${name}`);
        const refcnt = `/sys/module/${used}/refcnt`;
        system.files.set(refcnt, `${Number(system.files.get(refcnt)) - 1}\n`);
      }
      return 0;
    };
    return system;
  }

  test('dependencies are looked at once each, in loading order: so the last one may stay', () => {
    expect(run(chain(), ['modprobe', '-rv', 'user2']).stdout).toBe('rmmod user2\nrmmod user\n');
  });

  test('a module in use stays, forced or not', () => {
    for (const option of ['-r', '-rf'])
      expect(run(chain(), ['modprobe', option, 'core'])).toMatchObject({
        stderr: 'modprobe: FATAL: Module core is in use.\n',
        status: 1,
        calls: [],
      });
  });

  test('--remove-holders takes the holders first, in reverse', () => {
    expect(run(chain(), ['modprobe', '-rv', '--remove-holders', 'core'])).toMatchObject({
      stdout: 'rmmod user2\nrmmod user\nrmmod core\n',
      status: 0,
    });
  });

  test('a holder that took the module along makes its own removal fail', () => {
    expect(run(chain(), ['modprobe', '-r', '-v', '--remove-holders', 'user'])).toMatchObject({
      stdout: 'rmmod user2\nrmmod user\nrmmod user\n',
      stderr:
        "modprobe: ERROR: ../libkmod/libkmod-module.c:856 kmod_module_remove_module() could not remove 'user': No such file or directory\n",
      status: 1,
    });
  });

  test('soft dependencies go too: post before the module, pre after it', () => {
    const system = lively(fixtureSystem('softdep chardev pre: core post: netdev'));
    for (const name of ['core', 'chardev', 'netdev']) addLoaded(system, name);
    expect(run(system, ['modprobe', '-rv', 'chardev']).stdout).toBe('rmmod netdev\nrmmod chardev\nrmmod core\n');
  });

  test('a built-in module cannot go', () => {
    const system = fixtureSystem();
    setBuiltin(system);
    expect(run(system, ['modprobe', '-r', 'unix']).stderr).toBe('modprobe: FATAL: Module unix is builtin.\n');
    expect(run(system, ['modprobe', '-D', 'unix']).stdout).toBe('builtin unix\n');
    expect(run(system, ['modprobe', '--first-time', 'unix']).status).toBe(1);
  });

  test('one that is going already gives only the line of libkmod', () => {
    const system = fixtureSystem();
    addLoaded(system, 'slowexit', { refcnt: -1, state: 'going' });
    system.onRemove = () => -ERRNO.EBUSY;
    expect(run(system, ['modprobe', '-r', 'slowexit'])).toMatchObject({
      stderr:
        "modprobe: ERROR: ../libkmod/libkmod-module.c:856 kmod_module_remove_module() could not remove 'slowexit': Device or resource busy\n",
      status: 1,
    });
  });
});

describe('modprobe -r -w', () => {
  function held(): FakeSystem {
    const system = fixtureSystem();
    addLoaded(system, 'chardev', { refcnt: 2 });
    system.onRemove = () => -ERRNO.EAGAIN;
    return system;
  }

  test('tries at 0, 2, 4 and 5 ms of 5, and then ends well', () => {
    const system = held();
    const times: number[] = [];
    system.onRemove = () => {
      times.push((system.now - 5_000_000) / 1000);
      return -ERRNO.EAGAIN;
    };
    expect(run(system, ['modprobe', '-r', '-w', '5', 'chardev'])).toMatchObject({ stdout: '', stderr: '', status: 0 });
    expect(times).toEqual([0, 2, 4, 5]);
  });

  test('removes as soon as it can', () => {
    const system = held();
    system.onSleep = () => {
      system.onRemove = () => 0;
    };
    expect(run(system, ['modprobe', '-r', '--wait=700', 'chardev']).calls).toHaveLength(2);
  });

  test('another error is told in the words of the tool', () => {
    const system = held();
    system.onRemove = () => -ERRNO.EBUSY;
    expect(run(system, ['modprobe', '-r', '-w', '5', 'chardev'])).toMatchObject({
      stderr: "modprobe: ERROR: could not remove 'chardev': Device or resource busy\n",
      status: 1,
    });
  });

  test('0 is no wait', () => {
    expect(run(held(), ['modprobe', '-r', '-w', '0', 'chardev'])).toMatchObject({
      stderr: 'modprobe: FATAL: Module chardev is in use.\n',
      status: 1,
      calls: [],
    });
  });

  test.each([
    [0, 0, 700, 1],
    [1, 0, 700, 2],
    [256, 510, 700, 128],
    [1, 4, 5, 1],
    [1, 5, 5, 0],
    [1, 9, 5, 0],
  ])('after a pause of %i ms at %i of %i the next is %i', (last, now, end, next) => {
    expect(nextBackoff(last, now, end)).toBe(next);
  });
});
