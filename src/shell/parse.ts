/** The door to the parser: text in, our own tree or one problem out. The only file that imports unbash. */
import { parse } from 'unbash';
import { type Problem, ProblemError } from './syntax/problem.ts';
import { createSource } from './syntax/source.ts';
import { convertSteps } from './syntax/steps.ts';
import type { Script } from './syntax/tree.ts';

export type * as Unbash from 'unbash';
export type { Problem } from './syntax/problem.ts';

/** The tree of a text, or what is wrong with it first. */
export type Parsed = { readonly script: Script; readonly problem?: undefined } | { readonly script?: undefined; readonly problem: Problem };

/**
 * Reads a whole script. Everything is looked at before anything may run: syntax errors, and constructs that we do not
 * have, which are refused by name and position. `firstLine` is the number of its first line.
 */
export function parseScript(text: string, firstLine = 1): Parsed {
  try {
    const source = createSource(text.includes('\0') ? text.replaceAll('\0', '') : text, firstLine);
    return { script: { steps: convertSteps({ read: parse, source }) } };
  } catch (error) {
    if (error instanceof ProblemError) return { problem: error.problem };
    throw error;
  }
}

/**
 * The name of what a text leaves open, for the second prompt (`do`, `quote`, `heredoc` ...); undefined when the text is
 * complete, or when no more text could mend it.
 */
export function needsMore(text: string): string | undefined {
  return parseScript(text).problem?.open ?? (endsInBackslash(text) ? '\\' : undefined);
}

function endsInBackslash(text: string): boolean {
  const tail = /\\+$/.exec(text);
  return tail !== null && tail[0].length % 2 === 1 && !/#[^\n]*$/.test(text);
}
