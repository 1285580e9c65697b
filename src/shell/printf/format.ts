/** printf's formatting (POSIX, printf and the file format notation): a format, used again while arguments are left. */
import { unescaped } from './escapes.ts';
import { formatFloat, formatInteger, numericValue, pad } from './numbers.ts';

export interface Printed {
  readonly text: string;
  /** What was wrong with arguments; the output is made all the same. */
  readonly problems: readonly string[];
  /** The format itself is wrong: nothing more was done. */
  readonly fatal: boolean;
}

interface Piece {
  readonly literal: string;
  readonly conversion: Conversion | undefined;
}

export interface Conversion {
  readonly flags: string;
  /** `*`: taken from an argument. */
  readonly width: number | '*' | undefined;
  readonly precision: number | '*' | undefined;
  readonly letter: string;
}

const CONVERSION = /%(?:%|([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?([a-zA-Z])?)/g;
const WIDTH_MAX = 100_000;

function piecesOf(format: string): { pieces: Piece[]; problem: string | undefined } {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of format.matchAll(CONVERSION)) {
    const literal = unescaped(format.slice(from, match.index), true).text;
    from = match.index + match[0].length;
    if (match[0] === '%%') {
      pieces.push({ literal: `${literal}%`, conversion: undefined });
      continue;
    }
    const [whole, flags = '', width, precision, letter = ''] = match;
    if (!'diouxXeEfFgGcsb'.includes(letter) || letter === '') {
      pieces.push({ literal, conversion: undefined });
      return { pieces, problem: `${whole}: invalid directive` };
    }
    const size = (text: string | undefined, empty: number | undefined): number | '*' | undefined =>
      text === undefined ? undefined : text === '*' ? '*' : text === '' ? empty : Math.min(Number(text), WIDTH_MAX);
    pieces.push({ literal, conversion: { flags, width: size(width, undefined), precision: size(precision, 0), letter } });
  }
  pieces.push({ literal: unescaped(format.slice(from), true).text, conversion: undefined });
  return { pieces, problem: undefined };
}

/** Formats arguments. Missing ones count as empty or 0; with some left over, the format is used again. */
export function formatPrintf(format: string, args: readonly string[]): Printed {
  const { pieces, problem } = piecesOf(format);
  const problems: string[] = problem === undefined ? [] : [problem];
  const takes = pieces.some((piece) => piece.conversion !== undefined);
  let text = '';
  let at = 0;
  const next = (): string | undefined => {
    at += 1;
    return args[at - 1];
  };
  do {
    for (const { literal, conversion } of pieces) {
      text += literal;
      if (conversion === undefined) continue;
      const { stop, piece } = convert(fixed(conversion, next, problems), next(), problems);
      text += piece;
      if (stop) return { text, problems, fatal: false };
    }
  } while (takes && at < args.length && problem === undefined);
  return { text, problems, fatal: problem !== undefined };
}

/** The conversion with its `*` replaced. */
function fixed(conversion: Conversion, next: () => string | undefined, problems: string[]): Conversion {
  let { flags, width, precision } = conversion;
  const size = (): number => Math.max(-WIDTH_MAX, Math.min(WIDTH_MAX, Number(integerArgument(next(), problems))));
  if (width === '*') {
    width = size();
    if (width < 0) {
      flags += '-';
      width = -width;
    }
  }
  if (precision === '*') {
    const given = size();
    precision = given < 0 ? undefined : given;
  }
  return { ...conversion, flags, width, precision };
}

function integerArgument(argument: string | undefined, problems: string[]): bigint {
  const { value, problem } = numericValue(argument ?? '');
  if (problem !== undefined) problems.push(problem);
  return typeof value === 'bigint' ? value : BigInt(Math.trunc(value));
}

function convert(conversion: Conversion, argument: string | undefined, problems: string[]): { piece: string; stop: boolean } {
  const { letter } = conversion;
  const precision = typeof conversion.precision === 'number' ? conversion.precision : undefined;
  const width = typeof conversion.width === 'number' ? conversion.width : 0;
  const shape = { flags: conversion.flags, width, precision };
  switch (letter) {
    case 's':
      return { piece: pad((argument ?? '').slice(0, precision), shape, false), stop: false };
    case 'b': {
      const { text, stop } = unescaped(argument ?? '', false);
      return { piece: pad(text.slice(0, precision), shape, false), stop };
    }
    case 'c':
      return { piece: pad((argument ?? '').slice(0, 1) || '\0', shape, false), stop: false };
    case 'd':
    case 'i':
    case 'o':
    case 'u':
    case 'x':
    case 'X':
      return { piece: formatInteger(integerArgument(argument, problems), letter, shape), stop: false };
    default: {
      const { value, problem } = numericValue(argument ?? '', true);
      if (problem !== undefined) problems.push(problem);
      return { piece: formatFloat(Number(value), letter, shape), stop: false };
    }
  }
}
