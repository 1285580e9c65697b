/** `modsh record FILE -o OUT`: plays a tape or a command file as if typed, on the virtual clock, and writes what a viewer saw. */
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { packageLoader } from '../packageLoader.ts';
import { playingOf, readTape, stageFor, type TapeFlags, withTapeOptions } from './tape.ts';
import { UsageError } from './usage.ts';

interface RecordFlags extends TapeFlags {
  readonly output: readonly string[];
  readonly castVersion: string;
  readonly still?: boolean;
  readonly scale: string;
}

/** Pictures in pixels larger than this help nobody. */
const SCALE_MAX = 4;

/** Appends pieces to files, each begun afresh at its first piece. */
function fileWriter(): { readonly begun: Set<string>; write(path: string, piece: string | Uint8Array): void } {
  const begun = new Set<string>();
  return {
    begun,
    write(path, piece) {
      if (begun.has(path)) appendFileSync(path, piece);
      else writeFileSync(path, piece);
      begun.add(path);
    },
  };
}

function castVersionOf(text: string): 2 | 3 {
  if (text === '2') return 2;
  if (text === '3') return 3;
  throw new UsageError('--cast-version is 2 or 3');
}

async function record(file: string, flags: RecordFlags): Promise<number> {
  const { record: recordTape } = await import('../../record/record.ts');
  const { RecordProblem } = await import('../../record/problem.ts');
  const { MissingPackage } = await import('../../record/picture/packages.ts');
  const { outputKindOf } = await import('../../record/tape/tape.ts');
  const read = await readTape(file, flags.strict === true);
  if ('problems' in read) {
    for (const problem of read.problems) process.stderr.write(`modsh: ${problem.message}\n`);
    return 2;
  }
  const { tape } = read;
  const outputs = flags.output.length > 0 ? flags.output : tape.outputs.map((output) => output.path);
  if (outputs.length === 0) throw new UsageError(`${file}: nothing to write: -o OUT, or an Output line in the tape`);
  for (const path of outputs)
    if (outputKindOf(path) === undefined) throw new UsageError(`${path}: cannot write this kind (.cast, .svg, .gif, .png, .txt)`);
  const castVersion = castVersionOf(flags.castVersion);
  const scale = Number(flags.scale);
  if (!(scale >= 1 && scale <= SCALE_MAX)) throw new UsageError(`--scale takes a number from 1 to ${SCALE_MAX}`);
  const playing = playingOf(file, tape, flags);
  const { begun, write } = fileWriter();
  try {
    recordTape(
      tape,
      await stageFor(playing, flags),
      outputs,
      {
        ...playing,
        castVersion,
        scale,
        packages: packageLoader(),
        ...(flags.still === true ? { still: true } : {}),
      },
      write,
    );
  } catch (error) {
    const known = error instanceof RecordProblem || error instanceof MissingPackage;
    if (!known) throw error;
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
    .description('play a tape or a command file as if typed, and write what a viewer would have seen; without one, record a live session')
    .argument('[file]', 'a .tape, or a command file; none: the interactive shell, in real time, to a .cast')
    .option('-o, --output <file>', 'where to: .cast, .svg, .gif, .png, .txt; may be repeated', collect, [])
    .option('--cast-version <n>', '2 or 3', '2')
    .option('--still', 'an .svg shows the last frame only')
    .option('--scale <n>', 'a .png is this many times as large', '1');
  withTapeOptions(command).action(async (file: string | undefined, flags: RecordFlags) => {
    if (file !== undefined) return done(await record(file, flags));
    const { recordLive } = await import('./recordLive.ts');
    done(await recordLive(flags, castVersionOf(flags.castVersion), command));
  });
}
