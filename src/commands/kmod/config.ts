/** modprobe.d: what the configuration files say (kmod 30, libkmod/libkmod-config.c). Pure functions over text. */
import { takeWords, type WordTaker, wrappedLines } from './lines.ts';
import { normalizeAlias } from './names.ts';

export interface ModprobeConfig {
  readonly aliases: { readonly alias: string; readonly module: string }[];
  readonly blacklist: string[];
  readonly options: { readonly module: string; readonly options: string }[];
  readonly install: { readonly module: string; readonly command: string }[];
  readonly remove: { readonly module: string; readonly command: string }[];
  readonly softdeps: { readonly module: string; readonly pre: readonly string[]; readonly post: readonly string[] }[];
}

/** A line that libkmod complains about and leaves out. */
export type ConfigProblem =
  | { readonly kind: 'bad_line'; readonly file: string; readonly line: number; readonly word: string }
  | { readonly kind: 'deprecated'; readonly file: string; readonly word: string };

export const emptyConfig = (): ModprobeConfig => ({ aliases: [], blacklist: [], options: [], install: [], remove: [], softdeps: [] });

/** The words after `pre:` and `post:`; words before either are dropped. */
function parseSoftdeps(text: string): { pre: string[]; post: string[] } {
  const lists: { pre: string[]; post: string[] } = { pre: [], post: [] };
  let list: string[] | undefined;
  for (const word of text.split(/[ \t\n\v\f\r]+/)) {
    if (word === '') continue;
    if (word === 'pre:') list = lists.pre;
    else if (word === 'post:') list = lists.post;
    else list?.push(word);
  }
  return lists;
}

/** Adds one command of a file to the configuration. False: a bad line. */
function addCommand(config: ModprobeConfig, command: string, words: WordTaker): boolean {
  const name = (): string | undefined => {
    const word = words.word();
    return word === undefined ? undefined : normalizeAlias(word);
  };
  const module = name();
  if (command === 'alias') {
    const target = name();
    if (module === undefined || target === undefined) return false;
    config.aliases.push({ alias: module, module: target });
    return true;
  }
  if (command === 'blacklist') {
    if (module === undefined) return false;
    config.blacklist.push(module);
    return true;
  }
  const rest = words.rest();
  if (module === undefined || rest === undefined) return false;
  if (command === 'options') config.options.push({ module, options: rest.replaceAll('\t', ' ') });
  else if (command === 'softdep') config.softdeps.push({ module, ...parseSoftdeps(rest) });
  else config[command === 'install' ? 'install' : 'remove'].push({ module, command: rest });
  return true;
}

const COMMANDS = new Set(['alias', 'blacklist', 'options', 'install', 'remove', 'softdep']);

/** Adds what a file says to the configuration; returns the lines that are wrong. Never throws. */
export function addConfigFile(config: ModprobeConfig, text: string, file: string): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  for (const { text: whole, number } of wrappedLines(text)) {
    const line = whole.split('\0', 1)[0] ?? '';
    if (line === '' || line.startsWith('#')) continue;
    const words = takeWords(line);
    const command = words.word();
    if (command === undefined) continue;
    if (command === 'include' || command === 'config') problems.push({ kind: 'deprecated', file, word: command });
    else if (!COMMANDS.has(command) || !addCommand(config, command, words)) {
      problems.push({ kind: 'bad_line', file, line: number, word: command });
    }
  }
  return problems;
}

/** A soft dependency as `modprobe -c` prints it. */
export function softdepText(pre: readonly string[], post: readonly string[]): string {
  const part = (word: string, names: readonly string[]): string => (names.length > 0 ? `${word} ${names.join(' ')}` : '');
  return part('pre:', pre) + part('post:', post);
}
