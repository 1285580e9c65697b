/** What completion answers, and what it may ask. */

export interface Candidate {
  /** What stands in the word's place once it is taken, quoted as the shell needs it. */
  readonly value: string;
  /** What the menu shows. */
  readonly label: string;
  /** One short remark: `refcnt 2, sh fd 3`. */
  readonly note: string;
  /** What follows it: a blank, `/` after a folder, `=` after a parameter, nothing. */
  readonly suffix: '' | ' ' | '/' | '=';
}

export interface Completion {
  /** The part of the text that a candidate replaces. */
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly Candidate[];
  /** How many there are of this kind, before the typed letters narrow it. */
  readonly total: number;
  /** Of which kind, in the plural: `modules`. */
  readonly noun: string;
}

export interface Named {
  readonly name: string;
  readonly note: string;
}

export interface PathEntry {
  readonly name: string;
  readonly kind: 'dir' | 'file' | 'link' | 'chr' | 'fifo' | 'sock';
}

/** What is there to be completed. Each answer is made afresh; a missing thing is an empty list, never an error. */
export interface CompletionSources {
  /** Everything that can stand first: built-in commands, tools, functions, aliases; with their summaries. */
  commands(): readonly Named[];
  /** The options of a command, each with its dashes. */
  options(command: string): readonly Named[];
  /** Loaded modules; the note tells count and holders (`moduleNotes` makes it of a view). */
  loaded(): readonly Named[];
  /** What modprobe finds by name. */
  loadable(): readonly Named[];
  /** The parameters of a module, by its name. */
  parameters(module: string): readonly Named[];
  /** What is in a folder of the shell's own files; the path is relative to its working folder. */
  readdir(path: string): readonly PathEntry[];
  variables(): readonly Named[];
  /** `%1` and so on, with the command as note. */
  jobs(): readonly Named[];
  /** What else a command takes: ids of regimes, names of scenarios ... undefined: files. */
  words(command: string, before: readonly string[]): { readonly noun: string; readonly items: readonly Named[] } | undefined;
}

export const NO_COMPLETION: Completion = Object.freeze({ start: 0, end: 0, candidates: [], total: 0, noun: '' });

/** The longest beginning that all values share. */
export function commonPrefix(candidates: readonly Candidate[]): string {
  let prefix = candidates[0]?.value ?? '';
  for (const { value } of candidates) {
    while (!value.startsWith(prefix)) prefix = prefix.slice(0, -1);
  }
  // A prefix may end neither inside a pair of surrogates nor between a backslash and what it protects.
  if (/[\ud800-\udbff]$/.test(prefix)) return prefix.slice(0, -1);
  return /(?:^|[^\\])(?:\\\\)*\\$/.test(prefix) ? prefix.slice(0, -1) : prefix;
}
