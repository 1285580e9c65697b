/** What `record` and `cast check` share: reading a tape, and the stage it is played on. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import type { PlayOptions } from '../../record/player.ts';
import type { Stage } from '../../record/stage.ts';
import type { Tape } from '../../record/tape/tape.ts';
import { chosenSystem, type SystemFlags, withSystemOptions } from './options.ts';
import { readScript } from './run.ts';
import { UsageError } from './usage.ts';

export interface TapeFlags extends SystemFlags {
  readonly cols?: string;
  readonly rows?: string;
  readonly speed: string;
  readonly theme?: string;
  readonly title?: string;
  readonly idleLimit?: string;
  readonly input?: boolean;
}

/** How a tape is played and what its recording is called. */
export interface Playing extends PlayOptions {
  readonly theme: 'dark' | 'light';
  readonly title: string;
}

const CELLS_MAX = 1_000;
const SPEED_MIN = 0.01;
const SPEED_MAX = 1_000;

/** A number in a range; a usage error names the option. */
export function numberOption(text: string, name: string, low: number, high: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < low || value > high)
    throw new UsageError(`--${name} takes a number from ${low} to ${high}`);
  return value;
}

/** A theme's name; a usage error for another word. */
export function themeOf(name: string | undefined): 'dark' | 'light' | undefined {
  if (name === undefined || name === 'dark' || name === 'light') return name;
  throw new UsageError('--theme is dark or light');
}

/** Adds the options that decide what a recording looks like, and those of the system it runs on. */
export function withTapeOptions(command: Command): Command {
  command
    .option('--cols <n>', 'columns (80)')
    .option('--rows <n>', 'rows (24)')
    .option('--speed <n>', 'play this many times as fast', '1')
    .option('--theme <name>', 'dark or light')
    .option('--title <text>', "the window's title")
    .option('--idle-limit <seconds>', 'show no more than this of a wait')
    .option('--input', 'also record the keys');
  return withSystemOptions(command);
}

/** Reads a tape, or a command file as one. What is wrong with it comes as lines for the user. */
export async function readTape(
  file: string,
  strict: boolean,
): Promise<{ readonly tape: Tape } | { readonly problems: readonly { readonly message: string }[] }> {
  const { parseTape } = await import('../../record/tape/parse.ts');
  const { tapeOfScript } = await import('../../record/tape/script.ts');
  const { commandFinder } = await import('../../boot/commands.ts');
  const { builtins } = await import('../../shell/builtins/index.ts');
  const { text } = readScript(file, []);
  if (!file.endsWith('.tape')) return { tape: tapeOfScript(text, file) };
  const find = commandFinder(strict);
  const knows = (word: string): boolean => find(word) !== undefined || builtins.some((builtin) => builtin.name === word);
  const read = (path: string): string | undefined => {
    try {
      return readFileSync(join(dirname(file), path), 'utf8');
    } catch {
      return undefined;
    }
  };
  return parseTape(text, file, { read, knows });
}

/** How the flags say a tape is to be played; where they are silent, the given defaults. */
export function playingOf(
  file: string,
  tape: Tape,
  flags: TapeFlags,
  defaults: { readonly cols?: number; readonly rows?: number; readonly title?: string; readonly theme?: 'dark' | 'light' } = {},
): Playing {
  return {
    cols: flags.cols === undefined ? (defaults.cols ?? 80) : numberOption(flags.cols, 'cols', 20, CELLS_MAX),
    rows: flags.rows === undefined ? (defaults.rows ?? 24) : numberOption(flags.rows, 'rows', 5, CELLS_MAX),
    speed: numberOption(flags.speed, 'speed', SPEED_MIN, SPEED_MAX),
    theme: themeOf(flags.theme) ?? defaults.theme ?? tape.theme ?? 'dark',
    title: flags.title ?? defaults.title ?? file.replace(/^.*\//, '').replace(/\.\w+$/, ''),
    ...(flags.input === true ? { input: true } : {}),
    ...(flags.idleLimit === undefined ? {} : { idleLimitUs: numberOption(flags.idleLimit, 'idle-limit', 0.1, 3_600) * 1_000_000 }),
  };
}

/** A fresh session on a stage of that size. */
export async function stageFor(playing: Playing, flags: SystemFlags): Promise<Stage> {
  const { createStage } = await import('../../boot/stage.ts');
  const { cols, rows, theme } = playing;
  // Without the lines of our own sources: a picture stays as it is when one of them moves.
  const { readStack: _lines, ...system } = await chosenSystem(flags);
  return createStage({
    ...system,
    cols,
    rows,
    theme,
  });
}
