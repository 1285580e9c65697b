/** The shell's own syntax tree: small, plain, frozen in shape. What the interpreter runs; nothing in it points at the parser. */
import type { Arithmetic } from './arithmetic.ts';

/** Text as it stands in the script; `quoted` text is taken as it is, unquoted text may be a pattern. */
export interface TextPart {
  readonly kind: 'text';
  readonly value: string;
  readonly quoted: boolean;
}

/** `~` or `~user` at a place where it counts. */
export interface TildePart {
  readonly kind: 'tilde';
  readonly user: string;
}

export type ParameterOp = 'plain' | 'length' | '-' | '=' | '?' | '+' | '#' | '##' | '%' | '%%';

export interface ParameterPart {
  readonly kind: 'parameter';
  readonly name: string;
  readonly op: ParameterOp;
  /** With the colon, an empty value counts as unset. */
  readonly colon: boolean;
  readonly word: Word | undefined;
  readonly quoted: boolean;
}

export interface CommandPart {
  readonly kind: 'command';
  readonly body: List;
  readonly quoted: boolean;
}

export interface ArithmeticPart {
  readonly kind: 'arithmetic';
  /** The expression, when its text is fixed. */
  readonly fixed: Arithmetic | undefined;
  /** Its text, to be expanded and then read, when it holds expansions or is wrong. */
  readonly text: Word;
  readonly quoted: boolean;
}

export type WordPart = TextPart | TildePart | ParameterPart | CommandPart | ArithmeticPart;

export interface Word {
  /** As written. */
  readonly text: string;
  /** Set when the word always expands to just this one field. */
  readonly literal: string | undefined;
  readonly parts: readonly WordPart[];
  /** An argument like the `x=$y` of `export x=$y`: always one field, and no file name pattern. */
  readonly single: boolean;
}

export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

export type RedirectOp = '<' | '>' | '>>' | '<>' | '>|' | 'dup' | 'here';

export interface Redirect {
  readonly op: RedirectOp;
  readonly fd: number;
  /** The path; of `dup` the other descriptor or `-`; of `here` the text itself. */
  readonly target: Word;
}

interface Located {
  /** Where it begins, counted from 1. */
  readonly line: number;
  /** As written. */
  readonly text: string;
}

export interface Simple extends Located {
  readonly kind: 'simple';
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  /** The fields, when every word is fixed: then there is nothing to expand. */
  readonly fixed: readonly string[] | undefined;
  readonly redirects: readonly Redirect[];
}

export interface Pipeline extends Located {
  readonly kind: 'pipeline';
  readonly negated: boolean;
  readonly commands: readonly Node[];
}

export interface AndOr extends Located {
  readonly kind: 'andOr';
  readonly first: Node;
  readonly rest: readonly { readonly op: '&&' | '||'; readonly node: Node }[];
}

export interface If extends Located {
  readonly kind: 'if';
  readonly branches: readonly { readonly test: List; readonly body: List }[];
  readonly otherwise: List | undefined;
}

export interface Loop extends Located {
  readonly kind: 'loop';
  readonly until: boolean;
  readonly test: List;
  readonly body: List;
}

export interface For extends Located {
  readonly kind: 'for';
  readonly name: string;
  /** Undefined: the positional parameters. */
  readonly words: readonly Word[] | undefined;
  readonly body: List;
}

export interface Case extends Located {
  readonly kind: 'case';
  readonly word: Word;
  readonly items: readonly { readonly patterns: readonly Word[]; readonly body: List }[];
}

export interface Group extends Located {
  readonly kind: 'group' | 'subshell';
  readonly body: List;
}

export interface Define extends Located {
  readonly kind: 'define';
  readonly name: string;
  readonly body: Node;
}

/** `[[ ... ]]`. */
export interface Condition extends Located {
  readonly kind: 'condition';
  readonly test: ConditionTest;
}

export type ConditionTest =
  | { readonly kind: 'unary'; readonly op: string; readonly word: Word }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Word; readonly right: Word }
  | { readonly kind: 'logical'; readonly op: '&&' | '||'; readonly tests: readonly ConditionTest[] }
  | { readonly kind: 'not'; readonly test: ConditionTest };

/** A compound command with redirections. */
export interface Redirected extends Located {
  readonly kind: 'redirected';
  readonly node: Node;
  readonly redirects: readonly Redirect[];
}

export type Node = Simple | Pipeline | AndOr | If | Loop | For | Case | Group | Define | Condition | Redirected;

export interface Item {
  readonly node: Node;
  readonly background: boolean;
}

export type List = readonly Item[];

/** A complete command: what stands between two newlines at the top of a script. */
export interface Step extends Located {
  readonly list: List;
}

export interface Script {
  readonly steps: readonly Step[];
}
