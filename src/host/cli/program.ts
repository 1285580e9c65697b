/** The command line of modsh: one file a subcommand, this is the only list. */
import { Command, CommanderError } from 'commander';
import { errorText } from '../errorText.ts';
import { BrokenPipe, StreamFault } from './io.ts';
import { registerRun } from './run.ts';
import { UsageError } from './usage.ts';

type Register = (program: Command, done: (status: number) => void) => void;

/** The first words that a file serves, and how to load it: a script shall not wait for the others. */
const SUBCOMMANDS: readonly { readonly words: readonly string[]; readonly load: () => Promise<Register> }[] = [
  { words: ['run'], load: async () => registerRun },
  { words: ['compare'], load: async () => (await import('./compare.ts')).registerCompare },
  { words: ['explore', 'replay'], load: async () => (await import('./explore.ts')).registerExplore },
  { words: ['record'], load: async () => (await import('./record.ts')).registerRecord },
  { words: ['plan'], load: async () => (await import('./plan.ts')).registerPlan },
  { words: ['export'], load: async () => (await import('./export.ts')).registerExport },
  { words: ['play'], load: async () => (await import('./play.ts')).registerPlay },
  { words: ['cast'], load: async () => (await import('./cast.ts')).registerCast },
  { words: ['test'], load: async () => (await import('./test.ts')).registerTest },
  { words: ['tour'], load: async () => (await import('./tour.ts')).registerTour },
  { words: ['completion', 'man'], load: async () => (await import('./completion.ts')).registerCompletion },
  { words: ['top'], load: async () => (await import('./top.ts')).registerTop },
];
/** Where another word stands first, it is a script's: `modsh FILE`. */
const DEFAULT = 'run';
/** Words that speak of all subcommands. */
const OF_ALL = ['help', '--help', '-h', 'completion', 'man'];

const USAGE_STATUS = 2;
const HOST_STATUS = 1;

/** What the host refused, as a disk that is full or a file that may not be read; undefined for any other error. */
function refusal(error: unknown): string | undefined {
  if (error instanceof StreamFault) return error.message;
  if (!(error instanceof Error)) return undefined;
  const { path, syscall } = error as NodeJS.ErrnoException;
  return syscall === undefined ? undefined : `${path ?? `${syscall} error`}: ${errorText(error)}`;
}

/** The program with the subcommand that the first word asks for, or with all of them. */
async function createProgram(first: string, version: string, done: (status: number) => void): Promise<Command> {
  const program = new Command('modsh')
    .description('a terminal shell in which Linux kernel modules can be loaded, held, waited for and torn out, with no kernel touched')
    .version(version)
    .enablePositionalOptions()
    .showSuggestionAfterError(true)
    .configureHelp({ showGlobalOptions: true });
  const known = SUBCOMMANDS.some(({ words }) => words.includes(first));
  const wanted = known ? first : DEFAULT;
  for (const { words, load } of SUBCOMMANDS) if (OF_ALL.includes(first) || words.includes(wanted)) (await load())(program, done);
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
    const program = await createProgram(argv[0] ?? '', version, (answered) => {
      status = answered;
    });
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof BrokenPipe) return 141;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_STATUS;
    if (error instanceof UsageError) {
      process.stderr.write(`modsh: ${error.message}\n`);
      return error.status;
    }
    const refused = refusal(error);
    if (refused === undefined) throw error;
    process.stderr.write(`modsh: ${refused}\n`);
    return HOST_STATUS;
  }
  return status;
}
