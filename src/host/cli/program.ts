/** The command line of modsh: one file a subcommand, this is the only list. */
import { Command, CommanderError } from 'commander';
import { registerCast } from './cast.ts';
import { registerCompare } from './compare.ts';
import { registerCompletion } from './completion.ts';
import { registerExplore } from './explore.ts';
import { registerExport } from './export.ts';
import { BrokenPipe } from './io.ts';
import { registerPlan } from './plan.ts';
import { registerPlay } from './play.ts';
import { registerRecord } from './record.ts';
import { registerRun } from './run.ts';
import { registerTest } from './test.ts';
import { registerTop } from './top.ts';
import { registerTour } from './tour.ts';
import { UsageError } from './usage.ts';

const registrations: readonly ((program: Command, done: (status: number) => void) => void)[] = [
  registerRun,
  registerCompare,
  registerExplore,
  registerRecord,
  registerPlan,
  registerExport,
  registerPlay,
  registerCast,
  registerTest,
  registerTour,
  registerCompletion,
  registerTop,
];

const USAGE_STATUS = 2;

function createProgram(version: string, done: (status: number) => void): Command {
  const program = new Command('modsh')
    .description('a terminal shell in which Linux kernel modules can be loaded, held, waited for and torn out, with no kernel touched')
    .version(version)
    .enablePositionalOptions()
    .showSuggestionAfterError(true)
    .configureHelp({ showGlobalOptions: true });
  for (const register of registrations) register(program, done);
  for (const command of withDescendants(program)) {
    command.exitOverride();
    command.configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'modsh: ')) });
  }
  return program;
}

/** A command and all below it. */
const withDescendants = (command: Command): Command[] => [command, ...command.commands.flatMap(withDescendants)];

/** Runs one command line and answers with the exit status. Never throws for what a user did. */
export async function runCommandLine(argv: readonly string[], version: string): Promise<number> {
  let status = 0;
  try {
    await createProgram(version, (answered) => {
      status = answered;
    }).parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof BrokenPipe) return 141;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_STATUS;
    if (error instanceof UsageError) {
      process.stderr.write(`modsh: ${error.message}\n`);
      return error.status;
    }
    throw error;
  }
  return status;
}
