/** What a sed script is made of, once it is read. */
import type { Pattern } from '../regex/pattern.ts';

/** A pattern; undefined for the empty one, which means the last one used. */
export type SedPattern = Pattern | undefined;

export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'pattern'; readonly pattern: SedPattern }
  /** FIRST~STEP. */
  | { readonly kind: 'step'; readonly first: number; readonly step: number };

/** The end of a range: an address, so many lines on (`+N`), or the next line whose number is a multiple (`~N`). */
export type RangeEnd = Address | { readonly kind: 'plus'; readonly lines: number } | { readonly kind: 'multiple'; readonly of: number };

export type CaseMode = 'U' | 'L' | 'E' | 'u' | 'l';
/** A piece of a replacement: text, a group (0: the whole match), or a change of case for what follows. */
export type ReplacementPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'group'; readonly group: number }
  | { readonly kind: 'case'; readonly mode: CaseMode };

export interface Substitution {
  readonly pattern: SedPattern;
  readonly replacement: readonly ReplacementPart[];
  readonly all: boolean;
  readonly print: boolean;
  /** Only from this match on. */
  readonly nth: number;
}

/** What a command does. Jumps name the index of the command to go on with. */
export type Action =
  | { readonly verb: 's'; readonly substitution: Substitution }
  | { readonly verb: 'y'; readonly map: ReadonlyMap<string, string> }
  | { readonly verb: 'a' | 'i' | 'c'; readonly text: string }
  | { readonly verb: 'q' | 'Q'; readonly status: number }
  | { readonly verb: 'b' | 't' | 'T'; readonly label: string }
  | { readonly verb: '{'; readonly end: number }
  | { readonly verb: 'd' | 'D' | 'g' | 'G' | 'h' | 'H' | 'n' | 'N' | 'p' | 'P' | 'x' | 'z' | '=' | '}' };

export interface SedCommand {
  readonly from: Address | undefined;
  readonly to: RangeEnd | undefined;
  readonly negate: boolean;
  readonly action: Action;
}

export interface SedScript {
  readonly commands: readonly SedCommand[];
  /** Where each label stands. */
  readonly labels: ReadonlyMap<string, number>;
  /** The script begins with `#n`. */
  readonly silent: boolean;
}

/** A piece of a script, and how errors name it: `-e expression #1`, `file F`. */
export interface ScriptSource {
  readonly text: string;
  readonly label: string;
  /** Errors in files give the line, those in expressions the character. */
  readonly isFile: boolean;
}

/** An error text, with sed's exit status for it. */
export interface SedError {
  readonly error: string;
  readonly status: number;
}
