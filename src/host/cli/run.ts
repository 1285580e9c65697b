/** `modsh run FILE`, `modsh FILE`, `modsh -c TEXT`, a script on standard input, and (with a terminal) the interactive shell. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { runToEnd, STUCK_STATUS } from '../../boot/run.ts';
import { bootSystem, type System } from '../../boot/system.ts';
import { shellProgram } from '../../shell/shell.ts';
import { errorText } from '../errorText.ts';
import { processIo } from './io.ts';
import { chosenSystem, type SystemFlags, withSystemOptions } from './options.ts';
import { UsageError } from './usage.ts';

/** As of a shell that a fault killed. */
const PANIC_STATUS = 139;

interface RunFlags extends SystemFlags {
  readonly c?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color?: boolean;
  readonly panicOnOops?: boolean;
}

export interface Script {
  /** What messages about it begin with. */
  readonly name: string;
  readonly text: string;
  readonly args: readonly string[];
}

/** Reads a command file; a usage error where it cannot be read. */
export function readScript(file: string, args: readonly string[]): Script {
  try {
    return { name: file, text: readFileSync(file, 'utf8'), args };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UsageError(`${file}: ${errorText(error)}`, code === 'ENOENT' ? 127 : 126);
  }
}

function chosenScript(file: string | undefined, args: readonly string[], flags: RunFlags): Script | undefined {
  if (flags.c !== undefined) return { name: 'modsh', text: flags.c, args: file === undefined ? [] : [file, ...args] };
  if (file !== undefined && file !== '-') return readScript(file, args);
  if (file === undefined && process.stdin.isTTY === true) return undefined;
  return { name: 'modsh', text: readFileSync(0, 'utf8'), args };
}

/** Runs a script and answers with the status to exit with. */
async function runScript(script: Script, flags: RunFlags): Promise<number> {
  const io = processIo();
  let panicked = false;
  const system: System = bootSystem({
    ...(await chosenSystem(flags)),
    hostWrite: (stream, text) => io.write(stream, text),
    hostRead: (count) => io.read(count),
    oops: (oops) => {
      panicked = flags.panicOnOops === true;
      if (oops.fault === 'thrown') io.write('err', `modsh: ${oops.detail}\n`);
    },
  });
  const program = shellProgram({ script, find: system.find, services: system.services });
  const end = runToEnd(system, program, () => !panicked);
  if (panicked) io.write('err', 'Kernel panic - not syncing: Fatal exception\n');
  for (const line of end.stuck) io.write('err', `${script.name === 'modsh' ? '' : 'modsh: '}${script.name}: nothing can go on: ${line}\n`);
  io.flush();
  return panicked ? PANIC_STATUS : end.status;
}

async function run(file: string | undefined, args: readonly string[], flags: RunFlags): Promise<number> {
  const script = chosenScript(file, args, flags);
  if (script === undefined) {
    const { interactive } = await import('./interactive.ts');
    return await interactive({ ...flags });
  }
  if (flags.json !== true) return await runScript(script, flags);
  const { runJson } = await import('./json.ts');
  return await runJson(script, flags);
}

/** Registers the subcommand, which is also what happens when no subcommand is named. */
export function registerRun(program: Command, done: (status: number) => void): void {
  const command = program
    .command('run', { isDefault: true })
    .description('run a command file, or text, or (with a terminal and no file) the interactive shell')
    .argument('[file]', 'command file; - is standard input')
    .argument('[args...]', 'its positional parameters')
    .option('-c <commands>', 'run this text')
    .option('--panic-on-oops', 'an oops ends the run, with status 139')
    .option('--json', 'report steps, statuses and the kernel log as JSON')
    .option('-q, --quiet', 'no banner')
    .option('--no-color', 'no colour')
    .passThroughOptions()
    .addHelpText('after', `\nA script that waits for what can never come ends with status ${STUCK_STATUS} and says what it waits for.`);
  withSystemOptions(command).action(async (file: string | undefined, args: string[], flags: RunFlags) => {
    done(await run(file, args, flags));
  });
}
