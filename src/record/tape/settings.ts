/** `Set NAME VALUE`: the settings that make sense here. */
import { type Place, quoted, RecordProblem } from '../problem.ts';
import type { Reader } from './reader.ts';
import { REFUSED_SETTINGS } from './refusals.ts';

export interface Settings {
  /** Undefined: the even rhythm of a recording. */
  typingSpeedUs?: number;
  waitTimeoutUs: number;
  /** Undefined: wait for the prompt. */
  waitPattern?: RegExp;
  playbackSpeed: number;
  theme?: 'dark' | 'light';
}

const SETTINGS: Readonly<Record<string, (settings: Settings, reader: Reader, place: Place) => void>> = {
  TypingSpeed(settings, reader) {
    settings.typingSpeedUs = reader.timeUs('TypingSpeed');
  },
  WaitTimeout(settings, reader, place) {
    settings.waitTimeoutUs = reader.timeUs('WaitTimeout');
    if (settings.waitTimeoutUs === 0) throw new RecordProblem(place, 'WaitTimeout needs some time');
  },
  WaitPattern(settings, reader, place) {
    const token = reader.take('pattern') ?? reader.take('text');
    if (token === undefined) throw new RecordProblem(place, 'WaitPattern should be a pattern such as /done/');
    settings.waitPattern = patternIn(token.text, token.place);
  },
  PlaybackSpeed(settings, reader, place) {
    const speed = Number(reader.take('number')?.text ?? Number.NaN);
    if (!(speed >= 0.01 && speed <= 100)) throw new RecordProblem(place, 'PlaybackSpeed should be a number from 0.01 to 100');
    settings.playbackSpeed = speed;
  },
  Theme(settings, reader, place) {
    const token = reader.take('json') ?? reader.text('the theme');
    if (token.text !== 'dark' && token.text !== 'light')
      throw new RecordProblem(place, `Theme should be "dark" or "light", not ${quoted(token.text)}`);
    settings.theme = token.text;
  },
  Shell(_, reader, place) {
    const shell = reader.text('the shell').text;
    if (shell !== 'modsh')
      throw new RecordProblem(place, `Shell should be "modsh", not ${quoted(shell)}: a tape plays in this shell and no other`);
  },
  CursorBlink(_, reader, place) {
    if (reader.text('true or false').text !== 'false')
      throw new RecordProblem(place, 'CursorBlink: nothing blinks here; only false is possible');
  },
};

/** Reads one setting into `settings`. Throws a RecordProblem for what is unknown or refused. */
export function readSetting(settings: Settings, reader: Reader, place: Place): void {
  const name = reader.text('the setting').text;
  const read = Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined;
  if (read !== undefined) {
    read(settings, reader, place);
    return;
  }
  const reason = Object.hasOwn(REFUSED_SETTINGS, name) ? REFUSED_SETTINGS[name] : undefined;
  throw new RecordProblem(place, reason === undefined ? `${quoted(name)} is no setting` : `Set ${name}: ${reason}`);
}

/** A regular expression. Throws a RecordProblem when it is none. */
export function patternIn(source: string, place: Place): RegExp {
  try {
    return new RegExp(source);
  } catch {
    throw new RecordProblem(place, `${quoted(source)} is no regular expression`);
  }
}
