/** A text with its lines, so that a position can be named. */
import { type Problem, ProblemError } from './problem.ts';

export interface Source {
  readonly text: string;
  /** The number of its first line. */
  readonly firstLine: number;
  /** Where each line starts; made when first asked for. */
  starts: number[] | undefined;
}

export const createSource = (text: string, firstLine: number): Source => ({ text, firstLine, starts: undefined });

function lineStarts(source: Source): number[] {
  if (source.starts === undefined) {
    source.starts = [0];
    for (let at = source.text.indexOf('\n'); at >= 0; at = source.text.indexOf('\n', at + 1)) source.starts.push(at + 1);
  }
  return source.starts;
}

/** The index of the line that holds a position, counted from 0. */
function lineIndex(source: Source, pos: number): number {
  const starts = lineStarts(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= pos) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The line of a position, in the numbering of the whole script. */
export const lineAt = (source: Source, pos: number): number => source.firstLine + lineIndex(source, pos);

/** The column of a position, counted from 1. */
export const columnAt = (source: Source, pos: number): number => pos - (lineStarts(source)[lineIndex(source, pos)] as number) + 1;

const MESSAGE_MAX = 160;

/** The error to throw for a fault at a position. */
export function problemAt(source: Source, pos: number, kind: Problem['kind'], message: string, open?: string): ProblemError {
  const line = message.replace(/\p{Cc}+/gu, ' ');
  return new ProblemError({
    kind,
    line: lineAt(source, pos),
    column: columnAt(source, pos),
    message: line.length > MESSAGE_MAX ? `${line.slice(0, MESSAGE_MAX)}...` : line,
    open,
  });
}

/** The error for a construct that we do not have. */
export const unsupported = (source: Source, pos: number, what: string): ProblemError =>
  problemAt(source, pos, 'unsupported', `not supported: ${what}`);

/** The error for a text that is no shell. */
export const syntaxError = (source: Source, pos: number, what: string, open?: string): ProblemError =>
  problemAt(source, pos, 'syntax', `syntax error: ${what}`, open);
