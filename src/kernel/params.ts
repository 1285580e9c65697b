/** Module parameters: parsing and showing (Linux 6.1, kernel/params.c). */
import { ERRNO } from '../engine/errno.ts';
import type { Driver, ParamSpec, ParamType } from './driver.ts';

export type ParamValue = number | string | boolean;

/** A parsed value, or a positive errno. */
export type Parsed = { readonly value: ParamValue } | { readonly errno: number };

const RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  byte: [0n, 255n],
  short: [-32_768n, 32_767n],
  ushort: [0n, 65_535n],
  int: [-2_147_483_648n, 2_147_483_647n],
  uint: [0n, 4_294_967_295n],
  long: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
  ulong: [0n, 18_446_744_073_709_551_615n],
};

/** kstrtol and its kin with base 0: one newline may follow; a sign only where the type has one. */
function parseInteger(type: string, text: string): Parsed {
  const [low, high] = RANGES[type] as readonly [bigint, bigint];
  const match = /^([+-]?)(0[xX][0-9a-fA-F]+|[0-9]+)\n?$/.exec(text);
  if (match === null) return { errno: ERRNO.EINVAL };
  const [, sign = '', digits = ''] = match;
  if (sign === '-' && low === 0n) return { errno: ERRNO.EINVAL };
  const octal = /^0[0-9]+$/.test(digits);
  if (octal && /[89]/.test(digits)) return { errno: ERRNO.EINVAL };
  const magnitude = BigInt(octal ? `0o${digits.slice(1)}` : digits);
  const value = sign === '-' ? -magnitude : magnitude;
  return value < low || value > high ? { errno: ERRNO.ERANGE } : { value: Number(value) };
}

/** kstrtobool (lib/kstrtox.c): the first letter decides, the second of on and off. */
function parseBool(text: string): Parsed {
  const word = text.toLowerCase();
  if (/^[y1t]/.test(word)) return { value: true };
  if (/^[n0f]/.test(word)) return { value: false };
  if (word.startsWith('on')) return { value: true };
  if (word.startsWith('of')) return { value: false };
  return { errno: ERRNO.EINVAL };
}

const CHARP_MAX = 1_024;

/** Parses what stands after `=`; undefined text: the parameter stood alone. */
export function parseParam(type: ParamType, text: string | undefined): Parsed {
  switch (type) {
    case 'charp':
      if (text === undefined) return { errno: ERRNO.EINVAL };
      return text.length > CHARP_MAX ? { errno: ERRNO.ENOSPC } : { value: text };
    case 'bool':
    case 'invbool': {
      const parsed = parseBool(text ?? '1');
      return 'value' in parsed && type === 'invbool' ? { value: parsed.value !== true } : parsed;
    }
    default:
      return parseInteger(type, text ?? '');
  }
}

/** What reading the parameter's file gives, without the newline. */
export function showParam(spec: ParamSpec, value: ParamValue): string {
  if (spec.type === 'bool') return value === true ? 'Y' : 'N';
  if (spec.type === 'invbool') return value === true ? 'N' : 'Y';
  return String(value);
}

/** The value a parameter has when nothing is said. */
export function initialValue(spec: ParamSpec): ParamValue {
  if (spec.init !== undefined) return spec.init;
  if (spec.type === 'charp') return '(null)';
  return spec.type === 'bool' || spec.type === 'invbool' ? false : 0;
}

export interface Argument {
  readonly name: string;
  /** Undefined: no `=`. */
  readonly value: string | undefined;
}

/** Splits an argument string as next_arg does (lib/cmdline.c): blanks outside double quotes part, quotes around a value go. */
export function splitArguments(line: string): Argument[] {
  const found: Argument[] = [];
  let at = 0;
  const blank = (char: string | undefined): boolean => char === ' ' || char === '\t' || char === '\n';
  while (at < line.length) {
    while (blank(line[at])) at += 1;
    if (at >= line.length) break;
    let quoted = false;
    let text = '';
    let equals = -1;
    const openedWithQuote = line[at] === '"';
    for (; at < line.length && (quoted || !blank(line[at])); at += 1) {
      const char = line[at] as string;
      if (char === '"') quoted = !quoted;
      if (char === '=' && equals < 0) equals = text.length;
      text += char;
    }
    found.push(unquote(text, equals, openedWithQuote));
  }
  return found;
}

function unquote(text: string, equals: number, openedWithQuote: boolean): Argument {
  let whole = text;
  let at = equals;
  if (openedWithQuote) {
    whole = whole.slice(1);
    at -= 1;
    if (whole.endsWith('"')) whole = whole.slice(0, -1);
  }
  if (equals < 0) return { name: whole, value: undefined };
  let value = whole.slice(at + 1);
  if (value.startsWith('"')) {
    value = value.slice(1);
    if (value.endsWith('"')) value = value.slice(0, -1);
  }
  return { name: whole.slice(0, at), value };
}

/** parameq: `-` and `_` are the same in a parameter's name. */
export const sameParam = (a: string, b: string): boolean => a.replaceAll('-', '_') === b.replaceAll('-', '_');

/** The driver's parameter of that name. */
export function findParam(driver: Driver, name: string): [string, ParamSpec] | undefined {
  return Object.entries(driver.params ?? {}).find(([own]) => sameParam(own, name));
}
