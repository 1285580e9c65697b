/** The header line of each version, read and written. Fields come in one fixed order. */
import { type Place, RecordProblem } from '../problem.ts';
import { CAST_SIZE_MAX, type CastHeader, type CastTheme } from './cast.ts';
import { countField, fieldOf, isObject, type JsonObject, numberField, textField, textsField, wrong } from './json.ts';

/** The header of a v2 or v3 file, or of the one object that a v1 file is. Throws a RecordProblem. */
export function readHeader(object: JsonObject, place: Place): CastHeader {
  const version = fieldOf(object, 'version');
  if (version !== 1 && version !== 2 && version !== 3) throw wrong('version', '1, 2 or 3', version, place);
  if (version === 3) return readV3(object, place);
  return {
    version,
    cols: countField(object, 'width', CAST_SIZE_MAX, place),
    rows: countField(object, 'height', CAST_SIZE_MAX, place),
    ...common(object, place),
    ...present('theme', readTheme(fieldOf(object, 'theme') ?? undefined, place)),
  };
}

function readV3(object: JsonObject, place: Place): CastHeader {
  const term = fieldOf(object, 'term');
  if (!isObject(term)) throw wrong('term', 'an object', term, place);
  const tags = fieldOf(object, 'tags') ?? undefined;
  if (tags !== undefined && !(Array.isArray(tags) && tags.every((tag) => typeof tag === 'string'))) {
    throw wrong('tags', 'a list of texts', tags, place);
  }
  return {
    version: 3,
    cols: countField(term, 'cols', CAST_SIZE_MAX, place),
    rows: countField(term, 'rows', CAST_SIZE_MAX, place),
    ...common(object, place),
    ...present('theme', readTheme(fieldOf(term, 'theme') ?? undefined, place)),
    ...present('termType', textField(term, 'type', place)),
    ...present('termVersion', textField(term, 'version', place)),
    ...present('tags', tags as readonly string[] | undefined),
  };
}

function common(object: JsonObject, place: Place): Partial<CastHeader> {
  return {
    ...present('timestamp', numberField(object, 'timestamp', place)),
    ...present('duration', numberField(object, 'duration', place)),
    ...present('idleTimeLimit', numberField(object, 'idle_time_limit', place)),
    ...present('command', textField(object, 'command', place)),
    ...present('title', textField(object, 'title', place)),
    ...present('env', textsField(object, 'env', place)),
  };
}

function readTheme(theme: JsonObject[string] | undefined, place: Place): CastTheme | undefined {
  if (theme === undefined) return undefined;
  if (!isObject(theme)) throw wrong('theme', 'an object', theme, place);
  const [fg, bg, palette] = ['fg', 'bg', 'palette'].map((name) => textField(theme, name, place));
  if (fg === undefined || bg === undefined || palette === undefined) {
    throw new RecordProblem(place, 'theme should have fg, bg and palette');
  }
  return { fg, bg, palette };
}

const present = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  (value === undefined ? {} : { [key]: value }) as Partial<Record<K, V>>;

/** The header line, without newline. v2 has no tags and no terminal version; its terminal type goes into env.TERM. */
export function headerLine(header: CastHeader, version: 2 | 3): string {
  const { cols, rows, timestamp, duration, idleTimeLimit, command, title, env, theme, termType, termVersion, tags } = header;
  const rest = { timestamp, duration, idle_time_limit: idleTimeLimit, command, title };
  if (version === 3) {
    const term = { cols, rows, type: termType, version: termVersion, theme };
    return JSON.stringify({ version, term, ...rest, env, tags });
  }
  const told = termType !== undefined && env?.['TERM'] === undefined ? { ...env, TERM: termType } : env;
  return JSON.stringify({ version, width: cols, height: rows, ...rest, env: told, theme });
}
