/** Brings a kernel that has just booted to what a list of loaded modules says: by loading them, one after the other. */
import { EngineBug } from '../../engine/bug.ts';
import { run, spawn } from '../../engine/machine.ts';
import type { Call, Path } from '../../engine/step.ts';
import { addRequest, type Kernel } from '../kernel.ts';
import { initModule } from '../load.ts';
import { BARE_CALL } from '../model.ts';
import { moduleNamed } from '../tables/modules.ts';
import { TAINT_BITS, type TaintLetter, withTaint } from '../taint.ts';
import { UNNAMED_HOLDER } from '../who/kinds.ts';
import type { MachineGraph } from './graph.ts';
import type { LoadedRow } from './loaded.ts';

const STEPS_MAX = 1e9;

/** Takes references until the count is what the list says. In kernels that do not count uses by modules, all of them. */
function* takeUnnamed(k: Kernel, row: LoadedRow): Path<void> {
  const m = moduleNamed(k.modules, row.name);
  if (m === undefined) return;
  const at = 'proc_modules';
  for (let left = row.refcnt - row.users.length; left > 0; left -= 1) {
    if (k.rules.sheet.whoCounts === 'module') yield* k.rules.moduleCounts(k, m, 1, UNNAMED_HOLDER, at);
    else yield* k.rules.getHeld(k, m, UNNAMED_HOLDER, at);
  }
}

function* loadRow(k: Kernel, graph: MachineGraph, row: LoadedRow): Path<void> {
  const driver = graph.driver(row.name);
  if (driver === undefined) return;
  const request = addRequest(k, {
    driver,
    name: row.name,
    license: 'GPL',
    vermagic: k.vermagic,
    intree: true,
    signed: true,
    coreSize: row.size,
    initSize: 0,
    version: undefined,
    srcversion: undefined,
    params: '',
    flags: 0,
  });
  const result = yield* initModule(k, request);
  k.requests.delete(request);
  if (result !== 0) throw new EngineBug(`${row.name} of the list did not load: ${result}`);
}

/** Taints of modules and kernel as the list has them: why they came, nobody tells, so nothing is logged. */
function taint(k: Kernel, rows: readonly LoadedRow[]): void {
  for (const row of rows) {
    const m = moduleNamed(k.modules, row.name);
    if (m === undefined) continue;
    m.taints = row.taints;
    for (const letter of row.taints) if (letter in TAINT_BITS) k.tainted = withTaint(k.tainted, letter as TaintLetter);
  }
}

/** Loads what the graph lists as loaded. The boot's own tasks leave no trace in counters and process numbers. */
export function restoreModules(k: Kernel, graph: MachineGraph): void {
  const { machine } = k;
  const call: Call = { op: 'call', name: BARE_CALL, args: [] };
  const { nextTaskId } = machine;
  const runNow = (path: Path<void>): void => {
    spawn(machine, 'boot', call, path);
    run(machine, { until: Number.POSITIVE_INFINITY, stepsMax: STEPS_MAX, nags: false });
    machine.nextTaskId = nextTaskId;
  };
  for (const row of graph.order) runNow(loadRow(k, graph, row));
  // After all users: only then can a count be compared with what the list says.
  for (const row of graph.order) runNow(takeUnnamed(k, row));
  Object.assign(machine.counters, { steps: 0, gets: 0, puts: 0, failedGets: 0, locks: 0 });
  taint(k, graph.loaded);
}
