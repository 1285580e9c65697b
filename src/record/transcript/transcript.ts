/** A transcript: text with commands in it and what they are expected to print. */

/** `cram`: a `.t` file, commands indented by two blanks. `markdown`: console blocks between fences. */
export type TranscriptForm = 'cram' | 'markdown';

export interface TranscriptCommand {
  /** The line of its `$ `, counted from 1. */
  readonly line: number;
  /** As the shell reads it; continuation lines joined by newlines. */
  readonly source: string;
  /** The lines that hold the command, as they stand in the file. */
  readonly head: readonly string[];
  /** Expected lines without indent and status; they may end in ` (re)`, ` (glob)`, ` (esc)`, ` (no-eol)`. */
  readonly expected: readonly string[];
  /** The same lines as they stand in the file. */
  readonly rows: readonly string[];
  /** The status that is expected: 0 unless a last line `[n]` says otherwise. */
  readonly status: number;
  /** What stands in front of every line. */
  readonly indent: string;
  /** Blank lines that part it from what follows, as they stand in the file (Markdown only). */
  readonly blanks: readonly string[];
}

export type TranscriptPart =
  | { readonly kind: 'text'; readonly lines: readonly string[] }
  | { readonly kind: 'command'; readonly command: TranscriptCommand };

export interface Transcript {
  readonly file: string;
  readonly form: TranscriptForm;
  /** In the order of the file; nothing of it is left out. */
  readonly parts: readonly TranscriptPart[];
  /** Does the file end with a newline? */
  readonly ended: boolean;
}

/** A status line. */
export const STATUS = /^\[(\d+)\]$/;

export const commandsOf = (transcript: Transcript): TranscriptCommand[] =>
  transcript.parts.flatMap((part) => (part.kind === 'command' ? [part.command] : []));
