/** From a tape to files: plays it once and writes every output that was asked for. */
import type { CastHeader } from './cast/cast.ts';
import { type CastWriter, castWriter } from './cast/write.ts';
import { goldenFrame } from './golden.ts';
import { gifOf } from './picture/gif.ts';
import { loadGifEncoder, loadRasterizer, type PackageLoader, type Rasterizer } from './picture/packages.ts';
import { pngOf } from './picture/png.ts';
import { animatedSvg, type SvgOptions, stillSvg } from './picture/svg.ts';
import { type Theme, themes } from './picture/theme.ts';
import { type Played, type PlayOptions, playTape } from './player.ts';
import { rowText } from './screen.ts';
import { type Shot, shotsOf, type TimedEvent } from './shots.ts';
import type { Stage } from './stage.ts';
import { type OutputKind, outputKindOf, type Tape } from './tape/tape.ts';

export interface RecordOptions extends PlayOptions {
  readonly title: string;
  readonly theme?: 'dark' | 'light';
  readonly castVersion: 2 | 3;
  /** SVG files show the last frame only. */
  readonly still?: boolean;
  /** PNG files are this many times as large; 1 unless told. */
  readonly scale?: number;
  readonly packages: PackageLoader;
}

/** Takes the bytes of a file, piece by piece and in order. */
export type WriteFile = (path: string, piece: string | Uint8Array) => void;

export interface Recorded {
  readonly durationUs: number;
  readonly events: number;
}

/** Players shorten pauses to this unless a recording says otherwise. */
export const IDLE_LIMIT_US = 2_000_000;

/** The header of our recordings: nothing in it depends on the machine, the day or the user. */
export function headerOf(options: Pick<RecordOptions, 'cols' | 'rows' | 'title' | 'idleLimitUs'>, theme: Theme): CastHeader {
  const bright = [theme.grey, ...theme.colours.slice(1)];
  return {
    version: 2,
    cols: options.cols,
    rows: options.rows,
    idleTimeLimit: (options.idleLimitUs ?? IDLE_LIMIT_US) / 1_000_000,
    title: options.title,
    env: { SHELL: 'modsh', TERM: 'xterm-256color' },
    theme: { fg: theme.text, bg: theme.ground, palette: [...theme.colours, ...bright].join(':') },
  };
}

/**
 * Plays the tape and writes the files named by `paths`, each by its ending. A cast and a golden text are written as they
 * come; pictures when all has been seen. Throws a RecordProblem when the tape fails, MissingPackage before it plays.
 */
export function record(tape: Tape, stage: Stage, paths: readonly string[], options: RecordOptions, write: WriteFile): Recorded {
  const theme = themes[options.theme ?? tape.theme ?? 'dark'];
  const files = paths.map((path) => ({ path, kind: kindOf(path) }));
  const needsPixels = [...paths, ...screenshotsOf(tape)].find((path) => ['png', 'gif'].includes(kindOf(path)));
  const rasterizer = needsPixels === undefined ? undefined : loadRasterizer(options.packages, needsPixels);
  const encoders = files.map(({ kind }) => (kind === 'gif' ? loadGifEncoder(options.packages) : undefined));
  const header = headerOf(options, theme);
  const tally = { durationUs: 0, events: 0 };
  const transcript = createTranscript();
  const casts = files.filter(({ kind }) => kind === 'cast').map(({ path }) => ({ path, writer: castWriter(header, options.castVersion) }));
  for (const { path, writer } of casts) write(path, writer.header);
  const svg = (): SvgOptions => ({ theme, title: options.title, transcript: transcript.text() });
  const aside = (played: Exclude<Played, { kind: 'event' }>): void => {
    if (played.kind === 'text') transcript.add(played.text);
    else if (played.kind === 'screenshot') writeShot(played.path, played.shot, { ...svg(), transcript: '' }, rasterizer, options, write);
    else for (const { path, kind } of files) if (kind === 'txt') write(path, goldenFrame(played.rows));
  };
  const events = tee(playTape(tape, stage, options), casts, tally, aside, write);
  const pictures = files.filter(({ kind }) => kind !== 'cast' && kind !== 'txt');
  if (pictures.length === 0) for (const _ of events);
  else {
    const shots = [...shotsOf(header, events)];
    for (const [at, { path, kind }] of files.entries()) {
      const encoder = encoders[at];
      const last = shots.at(-1);
      if (kind === 'gif' && rasterizer && encoder) write(path, gifOf(shots, theme, rasterizer, encoder));
      else if (kind === 'svg' && !options.still) write(path, animatedSvg(shots, svg()));
      else if ((kind === 'png' || kind === 'svg') && last) writeShot(path, last, svg(), rasterizer, options, write);
    }
  }
  return tally;
}

/** Longer transcripts are cut: a description is read aloud. */
const TRANSCRIPT_MAX = 20_000;

function createTranscript(): { add(text: string): void; text(): string } {
  let kept = '';
  return {
    add(text) {
      if (kept.length < TRANSCRIPT_MAX) kept += text;
    },
    text: () => (kept.length <= TRANSCRIPT_MAX ? kept : `${kept.slice(0, TRANSCRIPT_MAX)}...`),
  };
}

function kindOf(path: string): OutputKind {
  const kind = outputKindOf(path);
  if (kind === undefined) throw new RangeError(`${path} should have been refused: it cannot be written`);
  return kind;
}

const screenshotsOf = (tape: Tape): string[] => tape.steps.flatMap((step) => (step.do === 'screenshot' ? [step.path] : []));

/** Gives the events on, and everything else to where it belongs. */
function* tee(
  played: Iterable<Played>,
  casts: readonly { readonly path: string; readonly writer: CastWriter }[],
  tally: { durationUs: number; events: number },
  aside: (played: Exclude<Played, { kind: 'event' }>) => void,
  write: WriteFile,
): Generator<TimedEvent> {
  for (const one of played) {
    if (one.kind !== 'event') {
      aside(one);
      continue;
    }
    for (const { path, writer } of casts) {
      const line = writer.push(one.event);
      if (line !== '') write(path, line);
    }
    tally.durationUs = one.event.atUs;
    tally.events += 1;
    yield one.event;
  }
}

function writeShot(
  path: string,
  shot: Shot,
  svg: SvgOptions,
  rasterizer: Rasterizer | undefined,
  options: RecordOptions,
  write: WriteFile,
): void {
  const kind = kindOf(path);
  if (kind === 'txt') write(path, goldenFrame(shot.image.rows.map(rowText)));
  else if (kind === 'svg') write(path, stillSvg(shot, svg));
  else if (rasterizer !== undefined) write(path, pngOf(shot, svg, rasterizer, options.scale ?? 1));
}
