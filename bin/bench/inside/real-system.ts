/** The recorded machine of test/oracle/real-system inside one process: how long its files take to read, and its commands to run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportedTree, runAndHold } from '../../../src/boot/export.ts';
import { runToEnd } from '../../../src/boot/run.ts';
import { bootSystem, type System } from '../../../src/boot/system.ts';
import { matchAlias, readAliasIndex } from '../../../src/commands/kmod/indexes.ts';
import { writeTree } from '../../../src/host/writeTree.ts';
import { readModulesDep } from '../../../src/kernel/graph/dep.ts';
import { INDEX_NAMES, type IndexName, type MachineGraph, type NamedText, readMachineGraph } from '../../../src/kernel/graph/graph.ts';
import { today } from '../../../src/regimes/today.ts';
import { shellProgram } from '../../../src/shell/shell.ts';

const NAMES: readonly IndexName[] = ['modules.dep', 'modules.alias', 'modules.softdep', 'modules.builtin', 'modules.symbols'];

function graphFrom(folder: string, loaded: boolean): MachineGraph {
  const named = (name: string): NamedText => ({ name, text: readFileSync(join(folder, name), 'utf8') });
  const indexes = Object.fromEntries(INDEX_NAMES.filter((name) => NAMES.includes(name)).map((name) => [name, named(name)]));
  const read = readMachineGraph({ indexes, ...(loaded ? { loaded: named('proc-modules') } : {}) });
  if ('problem' in read) throw new Error(read.problem);
  return read.ok;
}

const boot = (graph: MachineGraph): System =>
  bootSystem({ regime: today, strict: true, drivers: [], graph, hostWrite: () => undefined, hostRead: () => '' });

function timed(rounds: number, median: (values: number[]) => number, run: () => void): number {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    run();
    times.push(performance.now() - from);
  }
  return median(times);
}

const ALIASES = 10_000;

/** Milliseconds of each, medians. */
export function measureRealSystem(folder: string, median: (values: number[]) => number): Readonly<Record<string, number>> {
  const dep = readFileSync(join(folder, 'modules.dep'), 'utf8');
  const alias = readFileSync(join(folder, 'modules.alias'), 'utf8');
  // Names as devices have them: each pattern with its stars filled.
  const wanted = alias
    .split('\n')
    .filter((line) => line.startsWith('alias '))
    .slice(0, ALIASES)
    .map((line) => line.split(' ')[1]?.replaceAll('*', '00').replaceAll('-', '_') ?? '');
  const unloaded = graphFrom(folder, false);
  const loaded = graphFrom(folder, true);
  const deepest = [...unloaded.dep.values()].reduce((a, b) => (b.deps.length > a.deps.length ? b : a)).name;
  const script = (graph: MachineGraph, text: string): (() => void) => {
    const system = boot(graph);
    return () =>
      void runToEnd(system, shellProgram({ script: { name: 'bench', text, args: [] }, find: system.find, services: system.services }));
  };
  return {
    'modules.dep read and checked': timed(9, median, () => void readModulesDep(dep, 'modules.dep')),
    'all files read and checked': timed(9, median, () => void graphFrom(folder, true)),
    'boot with 151 modules loaded': timed(9, median, () => void boot(loaded)),
    'lsmod of 151 modules': timed(9, median, script(loaded, 'lsmod')),
    [`modprobe -n of ${deepest}`]: timed(9, median, script(unloaded, `modprobe -n -v ${deepest}`)),
    [`modprobe of ${deepest}`]: timed(5, median, () => script(unloaded, `modprobe ${deepest}`)()),
    [`${ALIASES} aliases resolved`]: timed(3, median, () => {
      const index = readAliasIndex(alias);
      for (const name of wanted) matchAlias(index, name);
    }),
  };
}

/** Writes the recorded machine as a tree for the real tools; the name of the module with the deepest chain. */
export function writeRealSystem(folder: string, dir: string): string {
  const graph = graphFrom(folder, true);
  const system = boot(graph);
  runAndHold(system, { name: 'bench', text: ':', args: [] });
  writeTree(dir, exportedTree(system));
  return [...graph.dep.values()].reduce((a, b) => (b.deps.length > a.deps.length ? b : a)).name;
}
