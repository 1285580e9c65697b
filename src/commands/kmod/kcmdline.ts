/** Module options on the kernel's command line: `chardev.bufsize=8 modprobe.blacklist=a,b` (kmod 30, libkmod/libkmod-config.c). */
import type { ModprobeConfig } from './config.ts';
import { normalizeAlias } from './names.ts';

/** Words of the command line; a word may start with a quote, and blanks count as part of a quoted value. */
function* words(line: string): Generator<string> {
  let word = '';
  let quoted = false;
  for (const char of line) {
    if (char === '"') quoted = !quoted;
    if (/\s/.test(char) && !quoted) {
      if (word !== '') yield word;
      word = '';
    } else word += char;
  }
  if (word !== '' && !quoted) yield word;
}

/** `module.parameter` with or without `=value`; undefined for every other word. */
function splitWord(word: string): { readonly module: string; readonly option: string } | undefined {
  const quoted = /^"([^."=\s]*)\.([^."=\s]*)=([^"]*)"$/.exec(word);
  if (quoted !== null) return { module: quoted[1] ?? '', option: `${quoted[2]}="${quoted[3]}"` };
  const plain = /^([^."=\s]*)\.([^."=\s]*(?:=.*)?)$/s.exec(word);
  return plain === null ? undefined : { module: plain[1] ?? '', option: plain[2] ?? '' };
}

/** Adds the options of a kernel command line to the configuration. Returns names that are no valid module names. */
export function addKernelCommandLine(config: ModprobeConfig, line: string): string[] {
  const bad: string[] = [];
  for (const word of words(line.split('\0', 1)[0] ?? '')) {
    const found = splitWord(word);
    if (found === undefined) continue;
    const { module, option } = found;
    if (module === 'modprobe' && option.startsWith('blacklist=')) {
      config.blacklist.push(...option.slice('blacklist='.length).split(','));
      continue;
    }
    const name = normalizeAlias(module);
    if (name === undefined) bad.push(module);
    else config.options.push({ module: name, options: option });
  }
  return bad;
}
