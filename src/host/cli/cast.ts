/** `modsh cast convert|trim|info|check`: what one does with recordings beside playing them. */
import { appendFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { CastEvent, CastHeader } from '../../record/cast/cast.ts';
import type { Cast } from '../../record/cast/read.ts';
import { errorText } from '../errorText.ts';
import { pictureKindOf, writePicture } from './castPicture.ts';
import { processIo } from './io.ts';
import { numberOption, playingOf, readTape, stageFor, type TapeFlags, withTapeOptions } from './tape.ts';
import { UsageError } from './usage.ts';

/** Years are enough for a recording. */
const SECONDS_MAX = 1_000_000_000;
const SPEED_MIN = 0.01;
const SPEED_MAX = 1_000;

/** Runs what reads casts: what is wrong with a file is one line and status 1. */
export async function withCasts(work: () => Promise<number>): Promise<number> {
  const { RecordProblem } = await import('../../record/problem.ts');
  try {
    return await work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES') {
      const { path } = error as NodeJS.ErrnoException;
      throw new UsageError(`${path ?? 'file'}: ${errorText(error)}`);
    }
    if (!(error instanceof RecordProblem)) throw error;
    process.stderr.write(`modsh: ${error.message}\n`);
    return 1;
  }
}

function versionOf(text: string): 2 | 3 {
  if (text === '2') return 2;
  if (text === '3') return 3;
  throw new UsageError('a cast is written as version 2 or 3');
}

/** Writes a cast line by line, to a file or to standard output. */
async function writeCast(header: CastHeader, events: Iterable<CastEvent>, version: 2 | 3, output: string | undefined): Promise<void> {
  const { castLines } = await import('../../record/cast/write.ts');
  const io = processIo();
  let begun = false;
  for (const line of castLines(header, events, version)) {
    if (output === undefined) io.write('out', line);
    else if (begun) appendFileSync(output, line);
    else writeFileSync(output, line);
    begun = true;
  }
  io.flush();
}

const open = async (file: string): Promise<Cast> => (await import('../castFile.ts')).openCast(file);

interface ConvertFlags {
  readonly output?: string;
  readonly to: string;
  readonly speed?: string;
  readonly idleLimit?: string;
}

async function convert(file: string, flags: ConvertFlags): Promise<number> {
  const { changeSpeed, limitIdle } = await import('../../record/cast/edit.ts');
  const version = versionOf(flags.to);
  const { header, events } = await open(file);
  let changed: Iterable<CastEvent> = events;
  const picture = pictureKindOf(flags.output);
  const told = flags.idleLimit === undefined ? undefined : numberOption(flags.idleLimit, 'idle-limit', 0, SECONDS_MAX);
  // A cast keeps its header's limit for its player; a picture has none.
  const idleLimit = told ?? (picture === undefined ? undefined : header.idleTimeLimit);
  if (idleLimit !== undefined) changed = limitIdle(changed, idleLimit * 1_000_000);
  if (flags.speed !== undefined) changed = changeSpeed(changed, numberOption(flags.speed, 'speed', SPEED_MIN, SPEED_MAX));
  if (picture !== undefined && flags.output !== undefined) return await writePicture(picture, flags.output, header, changed);
  await writeCast(header, changed, version, flags.output);
  return 0;
}

interface TrimFlags {
  readonly output?: string;
  readonly from: string;
  readonly to?: string;
}

async function trimmed(file: string, flags: TrimFlags): Promise<number> {
  const { trim } = await import('../../record/cast/edit.ts');
  const us = (text: string, name: string): number => Math.round(numberOption(text, name, 0, SECONDS_MAX) * 1_000_000);
  const from = us(flags.from, 'from');
  const to = flags.to === undefined ? undefined : us(flags.to, 'to');
  if (to !== undefined && to < from) throw new UsageError('--to lies before --from');
  const { header, events } = await open(file);
  // A v1 cast is written as v2: v1 is never written.
  await writeCast(header, trim(events, from, to), header.version === 3 ? 3 : 2, flags.output);
  return 0;
}

async function info(files: readonly string[]): Promise<number> {
  const { infoOf, infoText } = await import('../../record/cast/info.ts');
  const io = processIo();
  for (const [at, file] of files.entries()) {
    const text = infoText(infoOf(await open(file)));
    io.write('out', files.length === 1 ? text : `${at === 0 ? '' : '\n'}${file}\n${text}`);
  }
  io.flush();
  return 0;
}

/** Plays the source again and compares: 0 the same, 1 not. */
async function check(file: string, source: string, flags: TapeFlags): Promise<number> {
  const { castDifference } = await import('../../record/cast/info.ts');
  const { playTape } = await import('../../record/player.ts');
  const { headerOf } = await import('../../record/record.ts');
  const { themes } = await import('../../record/picture/theme.ts');
  const old = await open(file);
  const read = await readTape(source, flags.strict === true);
  if ('problems' in read) {
    for (const problem of read.problems) process.stderr.write(`modsh: ${problem.message}\n`);
    return 2;
  }
  const { tape } = read;
  const { cols, rows, title, theme } = old.header;
  const known = theme?.bg === themes.light.ground ? 'light' : 'dark';
  const playing = playingOf(source, tape, flags, { cols, rows, theme: known, ...(title === undefined ? {} : { title }) });
  const stage = await stageFor(playing, flags);
  function* fresh(): Generator<CastEvent> {
    for (const played of playTape(tape, stage, playing)) if (played.kind === 'event') yield played.event;
  }
  const difference = castDifference(old, headerOf(playing, themes[playing.theme]), fresh());
  process.stdout.write(difference === undefined ? `${file}: as recorded from ${source}\n` : `${file}: ${difference}\n`);
  return difference === undefined ? 0 : 1;
}

/** Registers the subcommands. */
export function registerCast(program: Command, done: (status: number) => void): void {
  const cast = program.command('cast').description('convert, cut, describe and check recordings');
  const answer = (work: () => Promise<number>): Promise<void> => withCasts(work).then(done);
  cast
    .command('convert')
    .description('write a cast (v1, v2, v3) as v2 or v3, or as a picture')
    .argument('<cast>', 'a recording')
    .option('-o, --output <file>', 'where to: .cast, .svg, .gif, .png (the last screen); a cast on standard output unless told')
    .option('--to <version>', '2 or 3', '3')
    .option('--speed <n>', 'this many times as fast')
    .option('--idle-limit <seconds>', 'no pause is longer than this')
    .action((file: string, flags: ConvertFlags) => answer(() => convert(file, flags)));
  cast
    .command('trim')
    .description('keep a part of a cast, with the screen as it was when it begins')
    .argument('<cast>', 'a recording')
    .option('-o, --output <file>', 'where to; standard output unless told')
    .option('--from <seconds>', 'where it begins', '0')
    .option('--to <seconds>', 'where it ends')
    .action((file: string, flags: TrimFlags) => answer(() => trimmed(file, flags)));
  cast
    .command('info')
    .description('size, length, events and markers of casts')
    .argument('<casts...>', 'recordings')
    .action((files: string[]) => answer(() => info(files)));
  const checking = cast
    .command('check')
    .description('record the source again and compare: status 1 where the cast is not what it gives now')
    .argument('<cast>', 'a recording')
    .argument('<source>', 'the tape or command file that it was made from');
  withTapeOptions(checking).action((file: string, source: string, flags: TapeFlags) => answer(() => check(file, source, flags)));
}
