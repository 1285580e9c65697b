/** `modsh plan MODULE`: for a machine whose lsmod or /proc/modules somebody has at hand, without modsh on it. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type MachineGraph, readMachineGraph } from '../../kernel/graph/graph.ts';
import { processIo } from './io.ts';
import { chosenDrivers, chosenGraph, chosenRegime } from './options.ts';
import { readScript } from './run.ts';
import { UsageError } from './usage.ts';

interface PlanFlags {
  readonly from?: string;
  readonly system?: string;
  readonly regime: string;
  readonly json?: boolean;
}

/** The graph of --system, or of the list in --from or on standard input. */
async function graphOf(flags: PlanFlags): Promise<MachineGraph> {
  const { graph } = await chosenGraph(flags.system);
  if (graph !== undefined && flags.from === undefined) return graph;
  if (flags.from === undefined && process.stdin.isTTY === true)
    throw new UsageError('plan reads a list of modules from standard input: lsmod | modsh plan MODULE');
  const loaded =
    flags.from === undefined || flags.from === '-'
      ? { name: 'standard input', text: readFileSync(0, 'utf8') }
      : { name: flags.from, text: readScript(flags.from, []).text };
  const read = readMachineGraph({ indexes: graph?.indexes ?? {}, loaded });
  if ('problem' in read) throw new UsageError(read.problem);
  return read.ok;
}

async function plan(module: string, flags: PlanFlags): Promise<number> {
  const { machinePlan } = await import('../../boot/plan.ts');
  const regime = chosenRegime(flags.regime);
  const graph = await graphOf(flags);
  const found = machinePlan({ regime, graph, drivers: await chosenDrivers(undefined) }, module);
  if (found === undefined) throw new UsageError(`plan: no module ${module} among the ${graph.loaded.length} that are loaded`, 1);
  const io = processIo();
  const { plan: steps, proof, text } = found;
  io.write('out', flags.json === true ? `${JSON.stringify({ version: 1, module: found.module, ...steps, proof })}\n` : text);
  io.flush();
  return steps.never === '' && proof !== 'stays' ? 0 : 1;
}

/** Registers the subcommand. */
export function registerPlan(program: Command, done: (status: number) => void): void {
  program
    .command('plan')
    .description('what must go first, and in which order, before a module of a real machine can')
    .argument('<module>', 'the module that is to go')
    .option('--from <file>', 'what lsmod or /proc/modules said there (default: standard input)')
    .option('--system <dir>', 'a folder with the files of that machine')
    .option('--regime <id>', 'rule that decides whether a module may go', 'today')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nFor instance: ssh HOST lsmod | modsh plan usbcore')
    .action(async (module: string, flags: PlanFlags) => {
      done(await plan(module, flags));
    });
}
