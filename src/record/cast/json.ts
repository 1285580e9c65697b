/** Reads JSON that somebody else wrote: every wrong field is one sentence with its place. */
import { type Place, quoted, RecordProblem } from '../problem.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Own fields only: a header named `constructor` or `__proto__` finds nothing. */
export const fieldOf = (object: JsonObject, name: string): Json | undefined => (Object.hasOwn(object, name) ? object[name] : undefined);

/** A text field; undefined when absent or null. */
export function textField(object: JsonObject, name: string, place: Place): string | undefined {
  const value = fieldOf(object, name) ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw wrong(name, 'a text', value, place);
  return value;
}

/** A number field that is not negative; undefined when absent or null. */
export function numberField(object: JsonObject, name: string, place: Place): number | undefined {
  const value = fieldOf(object, name) ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw wrong(name, 'a number from 0 on', value, place);
  return value;
}

/** A whole number from 1 to `max`; must be there. */
export function countField(object: JsonObject, name: string, max: number, place: Place): number {
  const value = fieldOf(object, name);
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > max) {
    throw wrong(name, `a whole number from 1 to ${max}`, value, place);
  }
  return value;
}

/** An object of texts; undefined when absent or null. Values that are no text are left out, as asciinema does with null. */
export function textsField(object: JsonObject, name: string, place: Place): Record<string, string> | undefined {
  const value = fieldOf(object, name) ?? undefined;
  if (value === undefined) return undefined;
  if (!isObject(value)) throw wrong(name, 'an object', value, place);
  return Object.fromEntries(Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

/** The complaint about a field. */
export const wrong = (name: string, wanted: string, value: Json | undefined, place: Place): RecordProblem =>
  new RecordProblem(place, `${name} should be ${wanted}, not ${value === undefined ? 'absent' : quoted(JSON.stringify(value))}`);
