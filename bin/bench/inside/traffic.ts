/** A million received packets under each regime: real time of the simulation for each, with few and with many objects about. */
import { drivers } from '../../../fixtures/drivers/index.ts';
import { run, spawn } from '../../../src/engine/machine.ts';
import type { Call, Path } from '../../../src/engine/step.ts';
import type { AnyPath } from '../../../src/engine/task.ts';
import { addRequest, VERMAGIC } from '../../../src/kernel/kernel.ts';
import { initModule } from '../../../src/kernel/load.ts';
import { KERNEL_THREAD } from '../../../src/kernel/model.ts';
import { devChangeUp } from '../../../src/kernel/netdev.ts';
import { createKernelSystem, type KernelSystem } from '../../../src/kernel/system.ts';
import { TRAFFIC_CALL } from '../../../src/kernel/traffic.ts';
import { regimes } from '../../../src/regimes/index.ts';
import type { Regime } from '../../../src/regimes/regime.ts';

const FOR_EVER = { until: Number.POSITIVE_INFINITY, stepsMax: Number.POSITIVE_INFINITY, nags: false };

function boot(regime: Regime): KernelSystem {
  return createKernelSystem(regime, (name) => drivers.find((driver) => driver.name === name), {
    hostWrite: () => {},
    hostRead: () => '',
    startHelper: (_argv, done) => done(),
  });
}

function runPath(system: KernelSystem, path: AnyPath): void {
  spawn(system.machine, 'bench', { op: 'call', name: KERNEL_THREAD, args: [] }, path);
  run(system.machine, FOR_EVER);
}

function loadNetdev({ kernel }: KernelSystem): Path<number> {
  const driver = drivers.find((one) => one.name === 'netdev');
  if (driver === undefined) throw new Error('no netdev');
  const image = { name: 'netdev', license: 'GPL', vermagic: VERMAGIC, intree: true, signed: true, coreSize: 16_384, initSize: 4_096 };
  return initModule(kernel, addRequest(kernel, { driver, ...image, version: undefined, srcversion: undefined, params: '', flags: 0 }));
}

export interface TrafficFigure {
  readonly regime: string;
  readonly packets: number;
  readonly objects: number;
  /** Real nanoseconds of the simulation for one packet. */
  readonly nsPerPacket: number;
  /** Module gets in the model. */
  readonly getsPerPacket: number;
}

/** Measures one regime with so many routes held. */
function measure(regime: Regime, packets: number, objects: number): TrafficFigure {
  const system = boot(regime);
  const { kernel, machine } = system;
  runPath(system, loadNetdev(system));
  const device = [...kernel.netdevs.byId.keys()][0] ?? 0;
  runPath(system, devChangeUp(kernel, device, true));
  runPath(
    system,
    (function* (): Generator<Call, void> {
      for (let route = 0; route < objects; route += 1) yield { op: 'call', name: TRAFFIC_CALL, args: ['routes', device, route] };
    })(),
  );
  if (kernel.caches.entries.size !== objects) throw new Error(`only ${kernel.caches.entries.size} routes under ${regime.id}`);
  const before = machine.counters.gets;
  const from = performance.now();
  runPath(
    system,
    (function* (): Generator<Call, void> {
      for (let packet = 0; packet < packets; packet += 1) yield { op: 'call', name: TRAFFIC_CALL, args: ['packets', device, packet] };
    })(),
  );
  const took = performance.now() - from;
  const deviceHolds = regime.sheet.packetHoldsDevice ? packets : 0;
  return {
    regime: regime.id,
    packets,
    objects,
    nsPerPacket: (took * 1e6) / packets,
    getsPerPacket: (machine.counters.gets - before - deviceHolds) / packets,
  };
}

/** Every regime, with few and with many objects. */
export const measureTraffic = (packets: number, objects: readonly number[]): TrafficFigure[][] =>
  regimes.map((regime) => objects.map((count) => measure(regime, packets, count)));
