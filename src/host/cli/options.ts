/** Options that several subcommands share, and what they mean. */
import { type Command, Option } from 'commander';
import { drivers } from '../../../fixtures/drivers/index.ts';
import { type StartOptions, TOOL_CHOICES, type ToolChoice } from '../../boot/system.ts';
import type { Driver } from '../../kernel/driver.ts';
import type { MachineGraph } from '../../kernel/graph/graph.ts';
import { MODELS, type Model } from '../../kernel/model.ts';
import { regimeById, regimes } from '../../regimes/index.ts';
import type { Regime } from '../../regimes/regime.ts';
import { explorerCases } from '../fixtureFiles.ts';
import { readStack } from '../stackPlaces.ts';
import { UsageError } from './usage.ts';

export interface SystemFlags {
  readonly regime: string;
  readonly strict?: boolean;
  readonly driver?: readonly string[];
  readonly system?: string;
  readonly model: Model;
  readonly tools: ToolChoice;
}

const collect = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value];

/** Adds --regime, --tools, --model, --strict, --driver and --system. */
export function withSystemOptions(command: Command): Command {
  return command
    .option('--regime <id>', 'rule that decides whether a module may go', 'today')
    .addOption(
      new Option('--tools <which>', "insmod, rmmod and lsmod: kmod's, or those of the rule's era").choices(TOOL_CHOICES).default('era'),
    )
    .addOption(new Option('--model <id>', 'where another task may come in').choices(MODELS).default('smp'))
    .option('--strict', 'exactly the real tools: no word and no option of ours')
    .option('--driver <file>', 'load a driver of your own (JavaScript); may be repeated', collect)
    .option('--system <dir>', "a real machine's modules: a folder with its modules.dep, modules.alias ... and proc-modules");
}

/** The regime of an id; a usage error names the ones there are. */
export function chosenRegime(id: string): Regime {
  const found = regimeById(id);
  if (found === undefined) throw new UsageError(`unknown regime ${id} (there are ${regimes.map((regime) => regime.id).join(', ')})`);
  return found;
}

/** The fixture drivers and the user's own. */
export async function chosenDrivers(files: readonly string[] | undefined): Promise<readonly Driver[]> {
  if (files === undefined || files.length === 0) return drivers;
  const { loadDriverFiles } = await import('../driverFile.ts');
  return await loadDriverFiles(files, drivers);
}

/** The graph of --system, as an option for a system that is booted; nothing where the option is not given. */
export async function chosenGraph(dir: string | undefined): Promise<{ readonly graph?: MachineGraph }> {
  if (dir === undefined) return {};
  const { readSystemDir } = await import('./systemDir.ts');
  return { graph: readSystemDir(dir) };
}

/** What a system is started with, as all of these options say. */
export async function chosenSystem(flags: SystemFlags): Promise<StartOptions> {
  return {
    regime: chosenRegime(flags.regime),
    strict: flags.strict === true,
    model: flags.model,
    tools: flags.tools,
    drivers: await chosenDrivers(flags.driver),
    cases: explorerCases,
    readStack,
    ...(await chosenGraph(flags.system)),
  };
}
