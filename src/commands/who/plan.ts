/** `plan MODULE`: what to close, in which order, before a module can go. */
import type { UserPath } from '../../engine/step.ts';
import type { ModuleRecord } from '../../kernel/module.ts';
import type { KernelSystem } from '../../kernel/system.ts';
import { moduleNamed } from '../../kernel/tables/modules.ts';
import { type Plan, planFor } from '../../kernel/who/plan.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { moment } from './say.ts';
import type { WhoServices } from './services.ts';

/** The whole text, newline-ended. */
export function planText(system: KernelSystem, m: ModuleRecord, plan: Plan): string {
  if (plan.never !== '') return `${m.name} cannot go: ${plan.never}\n`;
  const count = `${plan.steps.length} ${plan.steps.length === 1 ? 'step' : 'steps'}`;
  const when =
    plan.waitsUntil === undefined || plan.waitsUntil <= system.machine.now ? '' : `, at ${moment(plan.waitsUntil)} at the earliest`;
  const width = Math.max(...plan.steps.map((step) => step.command.length), 14);
  const lines = plan.steps.map((step, at) => `${String(at + 1).padStart(3)}  ${step.command.padEnd(width)}  ${step.why}`.trimEnd());
  return `${m.name} goes in ${count}${when}\n${lines.join('\n')}\n`;
}

function* run({ args, name, out, err, services }: CommandContext<WhoServices>): UserPath<number> {
  const json = args.includes('--json');
  const names = args.filter((word) => !word.startsWith('--'));
  const [wanted] = names;
  if (wanted === undefined || names.length > 1) {
    yield* err(`${name}: usage: plan [--json] MODULE\n`);
    return 2;
  }
  const m = moduleNamed(services.system.kernel.modules, wanted.replaceAll('-', '_'));
  if (m === undefined) {
    yield* err(`${name}: module ${wanted} is not loaded\n`);
    return 1;
  }
  const plan = planFor(services.system, m);
  yield* out(json ? `${JSON.stringify({ version: 1, module: m.name, ...plan })}\n` : planText(services.system, m, plan));
  return plan.never === '' ? 0 : 1;
}

export const plan: Command<WhoServices> = {
  name: 'plan',
  usage: 'plan [--json] MODULE',
  summary: 'what to close, in which order, before a module can go',
  group: 'who',
  ours: true,
  examples: ['plan core', 'plan proto'],
  run,
};
