/** Random programs of pipes, forks, signals and waits: whatever they do, the system stays whole and gets everything back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SIGNALS } from '../../../src/engine/signals.ts';
import type { UserPath } from '../../../src/engine/step.ts';
import { type Program, sys } from '../../../src/engine/sys.ts';
import { putNode, signalProcess, startInit, ttyInput } from '../../../src/kernel/os/os.ts';
import { newFifo } from '../../../src/kernel/os/tree.ts';
import { openTty } from '../../../src/kernel/os/tty.ts';
import { type TestSystem, testSystem } from '../../helpers/osWorld.ts';

type Act =
  | { do: 'fork'; acts: Act[]; group: boolean }
  | { do: 'pipe' | 'readLine' | 'close' | 'read' | 'dup' | 'write' | 'open'; fd: number; size: number }
  | { do: 'kill'; whom: number; signal: number }
  | { do: 'action'; signal: number; action: 'default' | 'ignore' | 'catch' }
  | { do: 'sleep' | 'pause' | 'pending' | 'foreground' }
  | { do: 'wait'; nohang: boolean; stops: boolean };

const SIGNALS_USED = [
  SIGNALS.INT,
  SIGNALS.KILL,
  SIGNALS.PIPE,
  SIGNALS.TERM,
  SIGNALS.CHLD,
  SIGNALS.CONT,
  SIGNALS.STOP,
  SIGNALS.TSTP,
  SIGNALS.USR1,
];
const FILES = ['/tmp/file', '/tmp/fifo', '/dev/null', '/dev/fd/5', '/proc/self/status'];
const FD_COUNT = 9;

const signal = fc.constantFrom(...SIGNALS_USED);
const fileActs = fc.constantFrom('pipe', 'pipe', 'readLine', 'close', 'read', 'dup', 'write', 'write', 'open');
const plain = (): fc.Arbitrary<unknown>[] => [
  fc.record({ do: fileActs, fd: fc.nat(FD_COUNT), size: fc.oneof(fc.nat(20), fc.nat(70_000)) }),
  fc.record({ do: fileActs, fd: fc.nat(FD_COUNT), size: fc.nat(9) }),
  fc.record({ do: fc.constant('kill'), whom: fc.integer({ min: -3, max: 12 }), signal }),
  fc.record({ do: fc.constant('action'), signal, action: fc.constantFrom('default', 'ignore', 'catch') }),
  fc.record({ do: fc.constantFrom('sleep', 'sleep', 'pause', 'pending', 'foreground') }),
  fc.record({ do: fc.constant('wait'), nohang: fc.boolean(), stops: fc.boolean() }),
];

/** Lists of acts in which forks stand, each with its own list, so deep. */
function actsOf(depth: number): fc.Arbitrary<Act[]> {
  const forks = depth === 0 ? [] : [fc.record({ do: fc.constant('fork'), acts: actsOf(depth - 1), group: fc.boolean() })];
  return fc.array(fc.oneof(...plain(), ...forks, ...forks), { maxLength: 12, size: 'max' }) as fc.Arbitrary<Act[]>;
}

function* onFile(act: Extract<Act, { fd: number }>): UserPath<unknown> {
  switch (act.do) {
    case 'pipe':
      return yield* sys.pipe();
    case 'readLine':
      return yield* sys.readLine(act.fd);
    case 'close':
      return yield* sys.close(act.fd);
    case 'read':
      return yield* sys.read(act.fd, act.size);
    case 'dup':
      return yield* sys.dup2(act.fd, act.size % FD_COUNT);
    case 'write':
      return yield* sys.write(act.fd, 'ab\n'.repeat(act.size));
    case 'open': {
      const path = FILES[act.size % FILES.length] ?? '/dev/null';
      return yield* sys.open(path, { read: act.fd % 2 === 0, write: act.fd % 3 === 0, create: act.fd % 4 === 0 });
    }
  }
}

const playing = (acts: readonly Act[]): Program =>
  function* (process) {
    for (const act of acts) {
      switch (act.do) {
        case 'fork':
          yield* sys.fork(playing(act.acts), act.group ? { group: 0 } : {});
          break;
        case 'kill':
          yield* sys.kill(act.whom > 0 ? 99 + act.whom : act.whom, act.signal);
          break;
        case 'action':
          yield* sys.sigaction(act.signal, act.action);
          break;
        case 'sleep':
          yield* sys.nanosleep(1_000);
          break;
        case 'pause':
          yield* sys.pause();
          break;
        case 'pending':
          yield* sys.sigpending();
          break;
        case 'foreground':
          yield* sys.tcsetpgrp(process.group);
          break;
        case 'wait':
          yield* sys.wait4([], { nohang: act.nohang, stops: act.stops });
          break;
        default:
          yield* onFile(act);
      }
    }
    return 0;
  };

/** Kills whoever is left. Nobody can refuse, so one round is enough. */
function killAll(system: TestSystem): void {
  for (const process of [...system.os.processes.values()]) signalProcess(system.os, process, SIGNALS.KILL);
  system.settle();
}

/** Runs a random program, with typed input, and tears down what is left of it; the trace of who ended how. */
function play(acts: readonly Act[]): unknown[] {
  const ends: unknown[] = [];
  const system = testSystem({ ended: (process, status) => void ends.push([process.pid, status, system.machine.now]) });
  putNode(system.os, '/tmp/fifo', newFifo(system.os));
  const tty = openTty(system.os);
  startInit(system.os, 'random', playing(acts), { fds: [tty, tty, tty] });
  system.settle();
  ttyInput(system.os, 'typed\nlines\n');
  system.settle();
  killAll(system);
  expect(system.os.processes.size).toBe(0);
  expect(system.machine.tasks.size).toBe(0);
  expect(system.machine.parked).toBe(0);
  expect([...system.machine.waiters.values()].flat()).toEqual([]);
  expect(system.os.fifos.size).toBe(0);
  expect(system.cellsHeld()).toBe(0);
  return ends;
}

test('random programs end with every cell given back, twice in the same way', () => {
  fc.assert(
    fc.property(actsOf(3), (program) => {
      expect(play(program)).toEqual(play(program));
    }),
    { numRuns: 400, seed: 20_030_507 },
  );
});
