/** Inside view for the bench: a kernel with very many modules, and what one more costs. */
import { run } from '../../../src/engine/machine.ts';
import type { UserPath } from '../../../src/engine/step.ts';
import { sys } from '../../../src/engine/sys.ts';
import type { Driver } from '../../../src/kernel/driver.ts';
import { imageOf } from '../../../src/kernel/fileimage.ts';
import { writeImage } from '../../../src/kernel/image.ts';
import { VERMAGIC } from '../../../src/kernel/kernel.ts';
import { openHostFiles, startInit } from '../../../src/kernel/os/os.ts';
import { createKernelSystem } from '../../../src/kernel/system.ts';
import { procModules } from '../../../src/kernel/text/modules.ts';
import { today } from '../../../src/regimes/today.ts';

const plain = (name: string): Driver => ({
  name,
  license: 'GPL',
  *init() {
    return 0;
  },
  *exit() {
    // Nothing was taken.
  },
});

const ROUNDS = 300;

export function measureScale(
  count: number,
  median: (values: number[]) => number,
): { insmodUs: number; rmmodUs: number; listUs: number; bytes: number } {
  const drivers = new Map<string, Driver>();
  const find = (name: string): Driver => {
    const known = drivers.get(name) ?? plain(name);
    drivers.set(name, known);
    return known;
  };
  const system = createKernelSystem(today, find, { hostWrite: () => undefined, hostRead: () => '', startHelper: (_argv, done) => done() });
  const image = (name: string): string => writeImage(imageOf(find(name), [], VERMAGIC));
  const insmods: number[] = [];
  const rmmods: number[] = [];
  let bytes = 0;
  startInit(
    system.os,
    'bench',
    function* (): UserPath<number> {
      globalThis.gc?.();
      const before = process.memoryUsage().heapUsed;
      for (let at = 0; at < count; at += 1) yield* sys.init_module(image(`m${at}`), '');
      globalThis.gc?.();
      bytes = (process.memoryUsage().heapUsed - before) / count;
      const one = image('extra');
      for (let round = 0; round < ROUNDS; round += 1) {
        const from = performance.now();
        yield* sys.init_module(one, '');
        const middle = performance.now();
        yield* sys.delete_module('extra', 0o4000);
        insmods.push((middle - from) * 1_000);
        rmmods.push((performance.now() - middle) * 1_000);
      }
      return 0;
    },
    { fds: openHostFiles(system.os) },
  );
  run(system.machine, { until: Number.POSITIVE_INFINITY, stepsMax: 1e9, nags: false });
  const lists: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const from = performance.now();
    procModules(system.kernel, true);
    lists.push((performance.now() - from) * 1_000);
  }
  return { insmodUs: median(insmods), rmmodUs: median(rmmods), listUs: median(lists), bytes };
}
