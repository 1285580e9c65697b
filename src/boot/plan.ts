/** `modsh plan`: what must go before a module of a real machine's list can, proved by doing it in the model. */
import { planText } from '../commands/who/plan.ts';
import type { Driver } from '../kernel/driver.ts';
import type { MachineGraph } from '../kernel/graph/graph.ts';
import type { LoadedRow } from '../kernel/graph/loaded.ts';
import { moduleNamed } from '../kernel/tables/modules.ts';
import { type Plan, planFor, unloadOrder } from '../kernel/who/plan.ts';
import type { Regime } from '../regimes/regime.ts';
import { shellProgram } from '../shell/shell.ts';
import { runToEnd } from './run.ts';
import { bootSystem, type System } from './system.ts';

/** What came of the plan's own commands: the module went; it stayed; or some step has no command that could be run. */
export type Proof = 'gone' | 'stays' | 'not run';

export interface MachinePlan {
  readonly module: string;
  readonly plan: Plan;
  readonly proof: Proof;
  /** For people, newline-ended. */
  readonly text: string;
}

export interface PlanOptions {
  readonly regime: Regime;
  readonly graph: MachineGraph;
  readonly drivers: readonly Driver[];
}

const bootWith = ({ regime, graph, drivers }: PlanOptions): System =>
  bootSystem({ regime, graph, drivers, strict: false, hostWrite: () => undefined, hostRead: () => '' });

const BUSY: Readonly<Record<LoadedRow['state'], string>> = {
  Live: '',
  Loading: 'is being loaded: its init() runs, and nothing can remove it before that returns',
  Unloading: 'is being unloaded: its exit() runs already, and only its end or a reboot helps',
};

/** Why no command can help now: a module that must go first is in the middle of something. */
function busyText(graph: MachineGraph, names: readonly string[]): string {
  const rows = new Map(graph.loaded.map((row) => [row.name, row]));
  const busy = names.map((name) => rows.get(name)).find((row) => row !== undefined && row.state !== 'Live');
  return busy === undefined ? '' : `${busy.name} ${BUSY[busy.state]}`;
}

function prove(options: PlanOptions, module: string, plan: Plan): Proof {
  if (plan.steps.some((step) => step.command === '')) return 'not run';
  const system = bootWith(options);
  const text = plan.steps.map((step) => step.command).join(' && ');
  const program = shellProgram({ script: { name: 'plan', text, args: [] }, find: system.find, services: system.services });
  const { status } = runToEnd(system, program);
  return status === 0 && moduleNamed(system.kernel.modules, module) === undefined ? 'gone' : 'stays';
}

const PROOF_TEXTS: Readonly<Record<Proof, (module: string) => string>> = {
  gone: (module) => `run in the model, these steps end with ${module} gone\n`,
  stays: (module) => `run in the model, these steps leave ${module} loaded\n`,
  'not run': () => 'not run in the model: one of the steps is no command\n',
};

/** The plan for a loaded module of the graph; undefined where none of that name is loaded. */
export function machinePlan(options: PlanOptions, name: string): MachinePlan | undefined {
  const system = bootWith(options);
  const m = moduleNamed(system.kernel.modules, name.replaceAll('-', '_')) ?? moduleNamed(system.kernel.modules, name);
  if (m === undefined) return undefined;
  const order = unloadOrder(system.kernel, m).map((one) => one.name);
  const found = planFor(system, m);
  const busy = busyText(options.graph, order);
  const plan = busy === '' ? found : { ...found, never: busy };
  const proof = plan.never === '' ? prove(options, m.name, plan) : 'not run';
  return { module: m.name, plan, proof, text: planText(system, m, plan) + (plan.never === '' ? PROOF_TEXTS[proof](m.name) : '') };
}
