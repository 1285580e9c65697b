/** `modsh record FILE -o OUT`: plays a tape or a command file as if typed, on the virtual clock, and writes what a viewer saw. */
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { chosenDrivers, chosenRegime, type SystemFlags, withSystemOptions } from './options.ts';
import { readScript } from './run.ts';
import { UsageError } from './usage.ts';

interface RecordFlags extends SystemFlags {
  readonly output: readonly string[];
  readonly cols: string;
  readonly rows: string;
  readonly speed: string;
  readonly castVersion: string;
  readonly theme?: string;
  readonly title?: string;
  readonly still?: boolean;
  readonly idleLimit?: string;
  readonly input?: boolean;
}

const CELLS_MAX = 1_000;

function number(text: string, name: string, low: number, high: number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < low || value > high) throw new UsageError(`--${name} takes a number from ${low} to ${high}`);
  return value;
}

function themeOf(name: string | undefined): 'dark' | 'light' | undefined {
  if (name === undefined || name === 'dark' || name === 'light') return name;
  throw new UsageError('--theme is dark or light');
}

async function record(file: string, flags: RecordFlags): Promise<number> {
  const { record: recordTape } = await import('../../record/record.ts');
  const { RecordProblem } = await import('../../record/problem.ts');
  const { MissingPackage } = await import('../../record/picture/packages.ts');
  const { parseTape } = await import('../../record/tape/parse.ts');
  const { tapeOfScript } = await import('../../record/tape/script.ts');
  const { outputKindOf } = await import('../../record/tape/tape.ts');
  const { createStage } = await import('../../boot/stage.ts');
  const { commandFinder } = await import('../../boot/commands.ts');
  const { builtins } = await import('../../shell/builtins/index.ts');
  const { text } = readScript(file, []);
  const find = commandFinder(flags.strict === true);
  const knows = (word: string): boolean => find(word) !== undefined || builtins.some((builtin) => builtin.name === word);
  const read = (path: string): string | undefined => {
    try {
      return readFileSync(join(dirname(file), path), 'utf8');
    } catch {
      return undefined;
    }
  };
  const parsed = file.endsWith('.tape') ? parseTape(text, file, { read, knows }) : { tape: tapeOfScript(text, file) };
  if ('problems' in parsed) {
    for (const problem of parsed.problems) process.stderr.write(`modsh: ${problem.message}\n`);
    return 2;
  }
  const { tape } = parsed;
  const outputs = flags.output.length > 0 ? flags.output : tape.outputs.map((output) => output.path);
  if (outputs.length === 0) throw new UsageError(`${file}: nothing to write: -o OUT, or an Output line in the tape`);
  for (const path of outputs)
    if (outputKindOf(path) === undefined) throw new UsageError(`${path}: cannot write this kind (.cast, .svg, .gif, .png, .txt)`);
  const cols = number(flags.cols, 'cols', 20, CELLS_MAX);
  const rows = number(flags.rows, 'rows', 5, CELLS_MAX);
  const theme = themeOf(flags.theme) ?? tape.theme ?? 'dark';
  const stage = createStage({
    regime: chosenRegime(flags.regime),
    strict: flags.strict === true,
    drivers: await chosenDrivers(flags.driver),
    cols,
    rows,
    theme,
  });
  const require = createRequire(import.meta.url);
  const begun = new Set<string>();
  const write = (path: string, piece: string | Uint8Array): void => {
    if (begun.has(path)) appendFileSync(path, piece);
    else writeFileSync(path, piece);
    begun.add(path);
  };
  try {
    recordTape(
      tape,
      stage,
      outputs,
      {
        cols,
        rows,
        theme,
        title: flags.title ?? file.replace(/^.*\//, '').replace(/\.\w+$/, ''),
        castVersion: flags.castVersion === '3' ? 3 : 2,
        speed: number(flags.speed, 'speed', 0.01, 1_000),
        packages: { load: (name) => require(name), resolve: (path) => require.resolve(path) },
        ...(flags.still === true ? { still: true } : {}),
        ...(flags.input === true ? { input: true } : {}),
        ...(flags.idleLimit === undefined ? {} : { idleLimitUs: number(flags.idleLimit, 'idle-limit', 0.1, 3_600) * 1_000_000 }),
      },
      write,
    );
  } catch (error) {
    if (!(error instanceof RecordProblem) && !(error instanceof MissingPackage)) throw error;
    for (const path of begun) if (!path.endsWith('.cast')) rmSync(path, { force: true });
    process.stderr.write(`modsh: ${error.message}\n`);
    return 1;
  }
  return 0;
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value];

/** Registers the subcommand. */
export function registerRecord(program: Command, done: (status: number) => void): void {
  const command = program
    .command('record')
    .description('play a tape or a command file as if typed, and write what a viewer would have seen')
    .argument('<file>', 'a .tape, or a command file')
    .option('-o, --output <file>', 'where to: .cast, .svg, .gif, .png, .txt; may be repeated', collect, [])
    .option('--cols <n>', 'columns', '80')
    .option('--rows <n>', 'rows', '24')
    .option('--speed <n>', 'play this many times as fast', '1')
    .option('--theme <name>', 'dark or light')
    .option('--title <text>', "the window's title")
    .option('--cast-version <n>', '2 or 3', '2')
    .option('--idle-limit <seconds>', 'show no more than this of a wait')
    .option('--still', 'an .svg shows the last frame only')
    .option('--input', 'also record the keys');
  withSystemOptions(command).action(async (file: string, flags: RecordFlags) => {
    done(await record(file, flags));
  });
}
