/** Reads a tape: the grammar of VHS as far as it makes sense here. What is not supported is refused before anything plays. */
import { type Place, quoted, RecordProblem } from '../problem.ts';
import { type StageKeyPress, typing } from '../stage.ts';
import { chordKey, KEY_COMMANDS } from './keys.ts';
import { type Reader, readerOf } from './reader.ts';
import { REFUSED_COMMANDS } from './refusals.ts';
import { patternIn, readSetting, type Settings } from './settings.ts';
import { keyTimeUs, outputKindOf, type Tape, type TapeOutput, type TapeStep, type Until } from './tape.ts';
import { type Token, tokensOf } from './tokens.ts';

export interface TapeWorld {
  /** The text of a file that `Source` names (as written in the tape); undefined when it cannot be read. */
  read(path: string): string | undefined;
  /** Is this a word that the shell can run? */
  knows(word: string): boolean;
}

export type ParsedTape = { readonly tape: Tape } | { readonly problems: readonly RecordProblem[] };

/** Tapes in tapes in tapes. */
const SOURCE_DEPTH_MAX = 8;
const REPEAT_MAX = 1_000;

interface Draft {
  readonly steps: TapeStep[];
  readonly outputs: TapeOutput[];
  readonly env: Map<string, string>;
  readonly settings: Settings;
  readonly world: TapeWorld;
  readonly problems: RecordProblem[];
}

/** A tape's text as a plan, or every reason why it cannot be played, in the order of the text. */
export function parseTape(source: string, file: string, world: TapeWorld): ParsedTape {
  const settings: Settings = { waitTimeoutUs: 15_000_000, playbackSpeed: 1 };
  const draft: Draft = { steps: [], outputs: [], env: new Map(), settings, world, problems: [] };
  readFile(draft, source, [file]);
  if (draft.problems.length > 0) return { problems: draft.problems };
  const { steps, outputs, env } = draft;
  const theme = settings.theme === undefined ? {} : { theme: settings.theme };
  return { tape: { steps, outputs, env, playbackSpeed: settings.playbackSpeed, ...theme } };
}

/** `files`: this file and those that sourced it, outermost first. */
function readFile(draft: Draft, source: string, files: readonly string[]): void {
  let reader: Reader;
  try {
    reader = readerOf(tokensOf(source, files.at(-1) ?? ''));
  } catch (error) {
    note(draft, error);
    return;
  }
  passHead(reader);
  let commandLine = 0;
  while (reader.peek().kind !== 'end') {
    const first = reader.next();
    if (first.kind === 'comment') {
      const name = first.text.trim();
      if (name !== '' && first.place.line !== commandLine) draft.steps.push({ do: 'marker', name, place: first.place });
      continue;
    }
    commandLine = first.place.line;
    try {
      readCommand(draft, first, reader, files);
    } catch (error) {
      note(draft, error);
      skipLine(reader, first.place.line);
    }
  }
}

/** The block of comments at the top speaks about the file, not about a scene; a blank line ends it. */
function passHead(reader: Reader): void {
  let line = reader.peek().place.line;
  while (reader.peek().kind === 'comment' && reader.peek().place.line <= line) line = reader.next().place.line + 1;
}

/** Reading goes on behind a complaint, so that all of them are told at once. */
function note(draft: Draft, error: unknown): void {
  if (!(error instanceof RecordProblem)) throw error;
  draft.problems.push(error);
}

function skipLine(reader: Reader, line: number): void {
  while (reader.peek().kind !== 'end' && reader.peek().place.line === line) reader.next();
}

type CommandReader = (draft: Draft, reader: Reader, place: Place, files: readonly string[]) => void;

function readCommand(draft: Draft, first: Token, reader: Reader, files: readonly string[]): void {
  const read = first.kind === 'word' && Object.hasOwn(COMMANDS, first.text) ? COMMANDS[first.text] : undefined;
  if (read !== undefined) {
    read(draft, reader, first.place, files);
    return;
  }
  const key = Object.hasOwn(KEY_COMMANDS, first.text) ? KEY_COMMANDS[first.text] : undefined;
  if (first.kind === 'word' && key !== undefined) {
    const speedUs = reader.take('sign', '@') ? reader.timeUs(`${first.text}@`) : undefined;
    const times = repeatOf(reader);
    for (let k = 0; k < times; k += 1) press(draft, key, first.place, speedUs);
    playing(draft, first.place);
    return;
  }
  const reason = Object.hasOwn(REFUSED_COMMANDS, first.text) ? REFUSED_COMMANDS[first.text] : undefined;
  throw new RecordProblem(first.place, reason === undefined ? `${quoted(first.text)} is no command of a tape` : `${first.text}: ${reason}`);
}

function press(draft: Draft, key: StageKeyPress, place: Place, speedUs: number | undefined): void {
  draft.steps.push({ do: 'press', key, thenUs: speedUs ?? draft.settings.typingSpeedUs ?? keyTimeUs(key.text), place });
}

/** After each command that plays, a golden text has a frame. */
const playing = (draft: Draft, place: Place): void => {
  draft.steps.push({ do: 'frame', place });
};

function repeatOf(reader: Reader): number {
  const number = reader.take('number');
  if (number === undefined) return 1;
  const times = Number(number.text);
  if (!Number.isInteger(times) || times < 1 || times > REPEAT_MAX) {
    throw new RecordProblem(number.place, `a key is pressed 1 to ${REPEAT_MAX} times, not ${number.text}`);
  }
  return times;
}

const COMMANDS: Readonly<Record<string, CommandReader>> = {
  Type: readType,
  Sleep(draft, reader, place) {
    draft.steps.push({ do: 'sleep', us: reader.timeUs('Sleep'), place });
    playing(draft, place);
  },
  Wait: readWait,
  Ctrl: (draft, reader, place) => readChord(draft, reader, place, 'Ctrl'),
  Alt: (draft, reader, place) => readChord(draft, reader, place, 'Alt'),
  Shift: (draft, reader, place) => readChord(draft, reader, place, 'Shift'),
  Hide: (draft, _, place) => void draft.steps.push({ do: 'hide', place }),
  Show: (draft, _, place) => void draft.steps.push({ do: 'show', place }),
  Set: (draft, reader, place) => readSetting(draft.settings, reader, place),
  Output(draft, reader, place, files) {
    const path = reader.text('the file to write').text;
    if (outputKindOf(path) === undefined)
      throw new RecordProblem(place, `${quoted(path)} cannot be written: use .cast, .svg, .gif, .png or .txt`);
    // As in VHS, only the outermost tape says what is written.
    if (files.length === 1) draft.outputs.push({ path, place });
  },
  Screenshot(draft, reader, place) {
    const path = reader.text('the file to write').text;
    const kind = outputKindOf(path);
    if (kind !== 'png' && kind !== 'svg' && kind !== 'txt') {
      throw new RecordProblem(place, `${quoted(path)} is no screenshot: use .png, .svg or .txt`);
    }
    draft.steps.push({ do: 'screenshot', path, place });
  },
  Require(draft, reader) {
    const word = reader.text('the word that is required');
    if (!draft.world.knows(word.text)) throw new RecordProblem(word.place, `${quoted(word.text)} is required, and is no command here`);
  },
  Env(draft, reader, place) {
    const name = reader.text('the name of a variable').text;
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new RecordProblem(place, `${quoted(name)} is no name of a variable`);
    draft.env.set(name, reader.text(`the value of ${name}`).text);
  },
  Source: readSource,
};

function readType(draft: Draft, reader: Reader, place: Place): void {
  const speedUs = reader.take('sign', '@') ? reader.timeUs('Type@') : undefined;
  const words: string[] = [];
  while (reader.peek().place.line === place.line && (reader.peek().kind === 'text' || isBareWord(reader.peek())))
    words.push(reader.next().text);
  if (words.length === 0) throw new RecordProblem(place, 'Type needs a text, best in quotes');
  const segments = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(words.join(' '));
  for (const { segment } of segments) press(draft, typing(segment), place, speedUs);
  playing(draft, place);
}

/** A word that begins no command: VHS takes it for a text. */
const isBareWord = ({ kind, text }: Token): boolean =>
  kind === 'word' && !Object.hasOwn(COMMANDS, text) && !Object.hasOwn(KEY_COMMANDS, text) && !Object.hasOwn(REFUSED_COMMANDS, text);

function readChord(draft: Draft, reader: Reader, place: Place, first: 'Ctrl' | 'Alt' | 'Shift'): void {
  const words: string[] = [];
  while (reader.take('sign', '+') !== undefined) words.push(reader.next().text);
  const key = chordKey(first, words);
  if (key === undefined) throw new RecordProblem(place, `${quoted([first, ...words].join('+'))} is no key`);
  press(draft, key, place, undefined);
  playing(draft, place);
}

function readWait(draft: Draft, reader: Reader, place: Place): void {
  const scope = reader.take('sign', '+') === undefined ? 'Line' : reader.next().text;
  if (scope !== 'Line' && scope !== 'Screen') throw new RecordProblem(place, `Wait+${scope}: only Wait+Line and Wait+Screen are known`);
  const timeoutUs = reader.take('sign', '@') ? reader.timeUs('Wait@') : draft.settings.waitTimeoutUs;
  if (timeoutUs === 0) throw new RecordProblem(place, 'Wait needs some time');
  const written = reader.take('pattern');
  const pattern = written === undefined ? draft.settings.waitPattern : patternIn(written.text, written.place);
  const until: Until =
    pattern === undefined ? { kind: 'prompt' } : { kind: 'pattern', pattern, where: scope === 'Line' ? 'line' : 'screen' };
  draft.steps.push({ do: 'wait', until, timeoutUs, place });
  playing(draft, place);
}

function readSource(draft: Draft, reader: Reader, place: Place, files: readonly string[]): void {
  const path = reader.text('the tape to source').text;
  if (!path.endsWith('.tape')) throw new RecordProblem(place, `${quoted(path)} is no tape: its name should end in .tape`);
  if (files.includes(path)) throw new RecordProblem(place, `${quoted(path)} sources itself`);
  if (files.length >= SOURCE_DEPTH_MAX) throw new RecordProblem(place, `tapes source each other more than ${SOURCE_DEPTH_MAX} deep`);
  const text = draft.world.read(path);
  if (text === undefined) throw new RecordProblem(place, `${quoted(path)} cannot be read`);
  readFile(draft, text, [...files, path]);
}
