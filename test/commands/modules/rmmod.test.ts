import { describe, expect, test } from 'vitest';
import { ERRNO } from '../../../src/engine/errno.ts';
import { addLoaded, dropLoaded, type FakeSystem, run } from '../kmod/fake-system.ts';
import { fixtureSystem, setBuiltin } from './fixtures.ts';

function loaded(): FakeSystem {
  const system = fixtureSystem();
  addLoaded(system, 'core', { refcnt: 2, holders: ['user', 'user2'] });
  addLoaded(system, 'chardev', { refcnt: 2 });
  addLoaded(system, 'slowexit', { refcnt: -1, state: 'going' });
  addLoaded(system, 'slowinit', { refcnt: 1, state: 'coming' });
  addLoaded(system, 'netdev');
  return system;
}
const NONBLOCK = '4000';
const FORCED = '5000';

test.each([
  [['netdev'], '', 0, [`remove netdev ${NONBLOCK}`]],
  [['netdev.ko'], '', 0, [`remove netdev ${NONBLOCK}`]],
  [['nosuch'], 'rmmod: ERROR: Module nosuch is not currently loaded\n', 1, []],
  [['core'], 'rmmod: ERROR: Module core is in use by: user user2\n', 1, []],
  [['chardev'], 'rmmod: ERROR: Module chardev is in use\n', 1, []],
  [['slowinit'], 'rmmod: ERROR: Module slowinit is in use\n', 1, []],
  [['slowexit'], '', 1, []],
  [
    ['nosuch', 'core', 'netdev'],
    'rmmod: ERROR: Module nosuch is not currently loaded\nrmmod: ERROR: Module core is in use by: user user2\n',
    1,
    [`remove netdev ${NONBLOCK}`],
  ],
  [['-f', 'chardev', 'slow-exit'], '', 0, [`remove chardev ${FORCED}`, `remove slow_exit ${FORCED}`]],
  [['-s', 'chardev'], '', 1, []],
  [[], 'rmmod: ERROR: missing module name.\n', 1, []],
])('rmmod %j', (args, stderr, status, calls) => {
  expect(run(loaded(), ['rmmod', ...args])).toMatchObject({ stdout: '', stderr, status, calls });
});

test('a built-in module is told so', () => {
  const system = loaded();
  setBuiltin(system);
  expect(run(system, ['rmmod', 'unix']).stderr).toBe('rmmod: ERROR: Module unix is builtin.\n');
});

test('without a count in sysfs, unloading is not supported', () => {
  const system = loaded();
  system.files.delete('/sys/module/netdev/refcnt');
  expect(run(system, ['rmmod', 'netdev'])).toMatchObject({ stderr: 'rmmod: ERROR: Module unloading is not supported\n', status: 1 });
});

test.each([
  [ERRNO.EBUSY, 'Device or resource busy'],
  [ERRNO.EAGAIN, 'Resource temporarily unavailable'],
  [ERRNO.EPERM, 'Operation not permitted'],
  [ERRNO.ENOENT, 'No such file or directory'],
])('a refusal of the kernel, errno %i, is said twice', (errno, text) => {
  const system = loaded();
  system.onRemove = () => -errno;
  expect(run(system, ['rmmod', 'netdev.ko'])).toMatchObject({
    stderr: `rmmod: ERROR: ../libkmod/libkmod-module.c:856 kmod_module_remove_module() could not remove 'netdev': ${text}\nrmmod: ERROR: could not remove module netdev.ko: ${text}\n`,
    status: 1,
  });
});

describe('rmmod -w', () => {
  test('is refused under strict, and where modules are never removed', () => {
    for (const services of [{ strict: true }, { rmmodWait: 'never' }] as const) {
      expect(run(loaded(), ['rmmod', '-w', 'netdev'], { services })).toMatchObject({
        stderr: "rmmod: ERROR: unexpected getopt_long() value 'w'.\n",
        status: 1,
        calls: [],
      });
      expect(run(loaded(), ['rmmod', '--wait', 'netdev'], { services }).stderr).toBe("rmmod: unrecognized option '--wait'\n");
    }
  });

  test('stands in the help text only where it is there', () => {
    expect(run(loaded(), ['rmmod', '-h'], { services: {} }).stdout).toContain('-w, --wait ');
    expect(run(loaded(), ['rmmod', '-h']).stdout).not.toContain('-w');
  });

  test('waits until nothing uses the module, with growing pauses of at most 100 ms', () => {
    const system = loaded();
    const pauses: number[] = [];
    system.onSleep = (until) => {
      pauses.push(until - system.now);
      if (pauses.length === 9) addLoaded(system, 'chardev', { refcnt: 0 });
    };
    const done = run(system, ['rmmod', '-w', 'chardev'], { services: {} });
    expect(done).toMatchObject({ stdout: '', stderr: '', status: 0, calls: [`remove chardev ${NONBLOCK}`] });
    expect(pauses).toEqual([2000, 4000, 8000, 16000, 32000, 64000, 100000, 100000, 100000]);
  });

  test('tries again when somebody was quicker', () => {
    const system = loaded();
    let tries = 0;
    system.onRemove = () => {
      tries += 1;
      return tries < 3 ? -ERRNO.EAGAIN : 0;
    };
    expect(run(system, ['rmmod', '--wait', 'netdev'], { services: {} })).toMatchObject({ stderr: '', status: 0 });
    expect(tries).toBe(3);
  });

  test('tries again while the module itself says no, where the kernel asks it', () => {
    const system = loaded();
    let tries = 0;
    system.onRemove = () => {
      tries += 1;
      return tries < 3 ? -ERRNO.EBUSY : 0;
    };
    const services = { inUse: ERRNO.EBUSY, *waitUnused() {} };
    expect(run(system, ['rmmod', '-w', 'netdev'], { services })).toMatchObject({ stderr: '', status: 0 });
    expect(tries).toBe(3);
  });

  test('says so when the module goes away meanwhile, or is on its way out', () => {
    const system = loaded();
    system.onSleep = () => dropLoaded(system, 'chardev');
    expect(run(system, ['rmmod', '-w', 'chardev'], { services: {} })).toMatchObject({
      stderr: 'rmmod: ERROR: Module chardev is not currently loaded\n',
      status: 1,
    });
    system.onRemove = () => -ERRNO.EBUSY;
    expect(run(system, ['rmmod', '-w', 'slowexit'], { services: {} })).toMatchObject({ status: 1 });
    expect(run(system, ['rmmod', '-w', 'slowexit'], { services: {} }).stderr).toContain(
      'could not remove module slowexit: Device or resource busy',
    );
  });

  test('lets the kernel wait under 2.5', () => {
    expect(run(loaded(), ['rmmod', '-w', 'chardev'], { services: { rmmodWait: 'kernel' } }).calls).toEqual(['remove chardev 0']);
    expect(run(loaded(), ['rmmod', '-wf', 'chardev'], { services: { rmmodWait: 'kernel' } }).calls).toEqual(['remove chardev 1000']);
  });

  test('changes nothing where the kernel drains: a plain rmmod waits there already, but for users among modules', () => {
    for (const words of [
      ['rmmod', 'chardev'],
      ['rmmod', '-w', 'chardev'],
    ]) {
      expect(run(loaded(), words, { services: { rmmodWait: 'drain' } }).calls).toEqual(['remove chardev 0']);
    }
    expect(run(loaded(), ['rmmod', 'core'], { services: { rmmodWait: 'drain' } })).toMatchObject({
      stderr: 'rmmod: ERROR: Module core is in use by: user user2\n',
      calls: [],
    });
  });

  test('waits on the kernel instead of looking again, where it can', () => {
    const system = loaded();
    const waited: string[] = [];
    const services = {
      *waitUnused(name: string) {
        waited.push(name);
        addLoaded(system, 'chardev', { refcnt: 0 });
      },
    };
    expect(run(system, ['rmmod', '-w', 'chardev'], { services }).status).toBe(0);
    expect(waited).toEqual(['chardev']);
  });
});
