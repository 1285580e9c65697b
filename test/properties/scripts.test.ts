/** What must hold for any script: no crash, counts and ledger agree, nobody waits unnoticed, the same bytes twice. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellValue } from '../../src/engine/cells.ts';
import { refCount } from '../../src/engine/ledger.ts';
import type { KernelSystem } from '../../src/kernel/system.ts';
import { runScript } from '../helpers/system.ts';

/** How many random scripts; more with MODSH_RUNS. */
const RUNS = Number(process.env['MODSH_RUNS'] ?? 400);

const modules = [
  'chardev',
  'netdev',
  'devholder',
  'proto',
  'core',
  'user',
  'user2',
  'badinit',
  'noexit',
  'propok',
  'slowinit',
  'slowexit',
  'selfref',
];
const module = fc.constantFrom(...modules);
const params = fc.constantFrom(
  '',
  '',
  '',
  ' ms=300',
  ' ms=20 err=19',
  ' linger_ms=2000',
  ' bufsize=8 greeting=abc',
  ' bufsize=x',
  ' holds=3',
  ' ifname=eth%d',
  ' nonsense=1',
  ' debug',
);
const fd = fc.integer({ min: 3, max: 6 });
const amp = fc.constantFrom('', '', '', ' &');

const command: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(module, params, amp).map(([m, p, a]) => `insmod ${m}.ko${p}${a}`) },
  { weight: 6, arbitrary: fc.tuple(module, amp).map(([m, a]) => `rmmod ${m}${a}`) },
  { weight: 2, arbitrary: module.map((m) => `modprobe ${m}`) },
  { weight: 2, arbitrary: module.map((m) => `modprobe -r ${m}`) },
  { weight: 1, arbitrary: module.map((m) => `rmmod -f ${m}`) },
  { weight: 1, arbitrary: module.map((m) => `timeout -s INT 1 rmmod -w ${m}`) },
  { weight: 3, arbitrary: fd.map((n) => `exec ${n}</dev/chardev0`) },
  { weight: 3, arbitrary: fd.map((n) => `exec ${n}<&-`) },
  { weight: 1, arbitrary: fd.map((n) => `cat <&${n}`) },
  { weight: 1, arbitrary: fc.constant('echo hello > /dev/chardev0') },
  { weight: 2, arbitrary: fc.constantFrom('psock open', 'psock hold 2 &', 'psock hold 3 & sleep 0.1; kill $!') },
  { weight: 1, arbitrary: fc.constantFrom('kill %1', 'kill -9 %1', 'kill -STOP %1; kill -CONT %1', 'wait %1 2>/dev/null') },
  { weight: 2, arbitrary: fc.constantFrom('sleep 0.05', 'sleep 3', 'sleep 0.3') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'lsmod',
      'cat /proc/modules',
      'refs chardev',
      'plan core',
      'dmesg -t | tail -n 2',
      'cat /sys/module/*/refcnt',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('echo 1 > /sys/module/selfref/parameters/drop', 'echo 100 > /sys/module/proto/parameters/linger_ms'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('(exec 7</dev/chardev0; sleep 1) &', 'insmod chardev.ko | cat', 'for m in core user; do rmmod $m; done'),
  },
);
const script = fc.array(command, { minLength: 1, maxLength: 14 }).map((lines) => `${lines.join('\n')}\n`);

/** Modules whose text is gone keep no promise; every other count is its base and the rows of the ledger. */
function miscounts(system: KernelSystem): string[] {
  const { kernel, machine } = system;
  const wrong: string[] = [];
  for (const m of kernel.modules.listed.values()) {
    const raw = cellValue(machine.cells, m.cells.refcnt);
    const rows = refCount(machine.ledger, m.cells.refcnt);
    const base = raw - rows;
    // While its exit runs, or a decision to unload is being made, the base reference is given back.
    if (base !== kernel.rules.sheet.base && base !== 0) wrong.push(`${m.name}: ${raw} against ${rows} rows`);
  }
  for (const dev of kernel.netdevs.byId.values()) {
    const raw = cellValue(machine.cells, dev.refcnt);
    if (raw !== refCount(machine.ledger, dev.refcnt))
      wrong.push(`${dev.name}: ${raw} against ${refCount(machine.ledger, dev.refcnt)} rows`);
  }
  return wrong;
}

const forced = (text: string): boolean => text.includes('rmmod -f');

test('no script of module commands throws, leaves a wrong count, or an unmatched put', () => {
  fc.assert(
    fc.property(script, (text) => {
      const ran = runScript(text);
      expect(miscounts(ran.system)).toEqual([]);
      if (!forced(text)) {
        expect(ran.system.kernel.oopses).toEqual([]);
        expect([...ran.system.machine.ledger.unmatched.keys()]).toEqual([]);
      }
      expect(ran.stderr).not.toMatch(/internal fault|EngineBug|\n {4}at /);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
});

test('a script that ends stuck says what waits; one that is not stuck leaves no task waiting that nothing can wake', () => {
  fc.assert(
    fc.property(script, (text) => {
      const ran = runScript(text);
      if (ran.status === 124 && ran.stuck.length > 0) {
        for (const line of ran.stuck) expect(line).toMatch(/\w/);
        return;
      }
      for (const task of ran.system.machine.tasks.values()) {
        // What a script leaves behind may wait for a signal (psock hold), for a device, for init to end: never for a lock.
        expect(task.waiting?.op).not.toBe('lock');
      }
    }),
    { numRuns: RUNS },
  );
});

test('the same script gives the same bytes, log and clock twice', () => {
  fc.assert(
    fc.property(script, (text) => {
      const one = runScript(text);
      const two = runScript(text);
      expect(two.stdout).toBe(one.stdout);
      expect(two.stderr).toBe(one.stderr);
      expect(two.status).toBe(one.status);
      expect(two.system.kernel.log.lines).toEqual(one.system.kernel.log.lines);
      expect(two.system.machine.now).toBe(one.system.machine.now);
    }),
    { numRuns: Math.ceil(RUNS / 4) },
  );
});

test('any bytes as a script give a status and lines, never a stack', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const ran = runScript(text);
      expect(ran.status).toBeGreaterThanOrEqual(0);
      expect(ran.stderr).not.toMatch(/\n {4}at |EngineBug/);
    }),
    { numRuns: RUNS },
  );
});

test('any bytes as a driver parameter load or are refused, never throw', () => {
  fc.assert(
    fc.property(module, fc.string({ unit: 'binary', maxLength: 40 }), (name, bytes) => {
      const quoted = `'${bytes.replaceAll("'", '').replaceAll('\0', '')}'`;
      const ran = runScript(`insmod ${name}.ko ${quoted} & sleep 2`);
      expect(ran.stderr).not.toMatch(/\n {4}at |EngineBug/);
      expect(ran.system.kernel.oopses).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});
