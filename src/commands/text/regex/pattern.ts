/** Compiled patterns: what grep, sed and expr search with. */
import { LONGER_TRIES_MAX } from '../../limits.ts';
import { literal, type TranslateOptions, translatePattern } from './translate.ts';

/** Where a pattern matched; `groups[0]` is the whole match, undefined a group that took no part. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
}

export interface Pattern {
  readonly groups: number;
  /** Texts of GNU grep's warnings about this pattern. */
  readonly warnings: readonly string[];
  /** True when the text has a match anywhere. */
  test(text: string): boolean;
  /** The leftmost match that starts at or after `from`, the longest at its place; undefined when there is none. */
  find(text: string, from: number): Match | undefined;
}

export interface PatternOptions extends TranslateOptions {
  /** Every character means itself (`grep -F`). */
  readonly fixed?: boolean;
  readonly ignoreCase?: boolean;
  /** Matches must be whole words (`grep -w`), whole lines (`-x`), or begin where the text does (`expr`). */
  readonly whole?: 'word' | 'line' | 'start';
}

export type PatternResult = Pattern | { readonly error: string };

interface Source {
  readonly source: string;
  readonly groups: number;
  readonly mayFallShort: boolean;
  readonly warnings: readonly string[];
}

function sourceOf(texts: readonly string[], options: PatternOptions): Source | { readonly error: string } {
  const sources: string[] = [];
  const warnings: string[] = [];
  let groups = 0;
  let mayFallShort = texts.length > 1;
  for (const text of texts) {
    if (options.fixed === true) {
      sources.push([...text].map(literal).join(''));
      continue;
    }
    const one = translatePattern(text, { ...options, groupsBefore: groups });
    if ('error' in one) return one;
    sources.push(one.source);
    groups += one.groups;
    mayFallShort ||= one.mayFallShort;
    if (one.stray !== undefined) warnings.push(`${one.stray} at start of expression`);
  }
  return { source: sources.join('|'), groups, mayFallShort, warnings };
}

function wholeSource(source: string, whole: PatternOptions['whole']): string {
  if (whole === 'line') return `(?<![^])(?:${source})(?![^])`;
  if (whole === 'start') return `(?<![^])(?:${source})`;
  return whole === 'word' ? `(?<![A-Za-z0-9_])(?:${source})(?![A-Za-z0-9_])` : source;
}

const endOf = (found: RegExpExecArray): number => found.index + found[0].length;

/** The longest match that starts where `found` does: each try asks for one that ends further on than the last. */
function longest(source: string, flags: string, text: string, found: RegExpExecArray): RegExpExecArray {
  let best = found;
  for (let tries = 0; tries < LONGER_TRIES_MAX && endOf(best) < text.length; tries += 1) {
    const least = [...text.slice(0, endOf(best))].length + 1;
    const further = new RegExp(`(?:${source})(?<=^[^]{${least},})`, `${flags}y`);
    further.lastIndex = found.index;
    const next = further.exec(text);
    if (next === null) break;
    best = next;
  }
  return best;
}

/**
 * Compiles one pattern, or several of which any may match. POSIX asks for the leftmost and there the longest match; of
 * the ways to divide a match among its groups, JavaScript's first one is taken.
 */
export function compilePattern(texts: readonly string[], options: PatternOptions): PatternResult {
  const made = sourceOf(texts, options);
  if ('error' in made) return made;
  const { groups, mayFallShort, warnings } = made;
  const source = wholeSource(made.source, options.whole);
  const flags = `su${options.ignoreCase === true ? 'i' : ''}`;
  const tester = texts.length === 0 ? /(?!)/ : compile(source, flags);
  const finder = texts.length === 0 ? /(?!)/g : compile(source, `${flags}g`);
  if (tester === undefined || finder === undefined) return { error: 'Regular expression too big' };
  return {
    groups,
    warnings,
    test: (text) => tester.test(text),
    find(text, from) {
      finder.lastIndex = from;
      const first = finder.exec(text);
      if (first === null) return undefined;
      const found = mayFallShort ? longest(source, flags, text, first) : first;
      return { start: found.index, end: endOf(found), groups: [...found] };
    },
  };
}

/** JavaScript refuses a few expressions by their size alone. */
function compile(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

/** The place behind the character at `at`, which may take two code units; one further at the end of the text. */
export const nextChar = (text: string, at: number): number => at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
