/** The s command: reading it and doing it (GNU sed 4.9, compile.c mark_subst_opts, execute.c do_subst). */

import { namedChar } from '../escapes.ts';
import { type Match, nextChar, type Pattern } from '../regex/pattern.ts';
import { compile, fault, peek, type ScriptReader, take, takeDelimited, takeDigits } from './reader.ts';
import type { CaseMode, ReplacementPart, Substitution } from './script.ts';

/** The pieces of a replacement, as it stands between the delimiters. */
export function parseReplacement(text: string): ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  let plain = '';
  const flush = (part?: ReplacementPart): void => {
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
    if (part !== undefined) parts.push(part);
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '&') {
      flush({ kind: 'group', group: 0 });
      continue;
    }
    if (char !== '\\') {
      plain += char;
      continue;
    }
    at += 1;
    const next = text.charAt(at);
    if (/\d/.test(next)) flush({ kind: 'group', group: Number(next) });
    else if (/[ULEul]/.test(next)) flush({ kind: 'case', mode: next as CaseMode });
    else {
      const named = namedChar(text, at);
      plain += named?.char ?? next;
      at += (named?.length ?? 1) - 1;
    }
  }
  flush();
  return parts;
}

interface Flags {
  all: boolean;
  print: boolean;
  nth: number | undefined;
  ignoreCase: boolean;
  multiline: boolean;
}

/** Reads one flag; false when the flags are over. */
function flag(reader: ScriptReader, flags: Flags): boolean {
  if (/\d/.test(peek(reader))) {
    const nth = Number(takeDigits(reader));
    if (flags.nth !== undefined) fault(reader, "multiple number options to `s' command");
    if (nth === 0) fault(reader, "number option to `s' command may not be zero");
    flags.nth = nth;
    return true;
  }
  const char = peek(reader);
  if (char === '' || char === '}' || char === '#') return false;
  reader.at += 1;
  switch (char) {
    case 'i':
    case 'I':
      flags.ignoreCase = true;
      return true;
    case 'm':
    case 'M':
      flags.multiline = true;
      return true;
    case 'g':
      if (flags.all) fault(reader, "multiple `g' options to `s' command");
      flags.all = true;
      return true;
    case 'p':
      if (flags.print) fault(reader, "multiple `p' options to `s' command");
      flags.print = true;
      return true;
    case ' ':
    case '\t':
    case '\r':
      return true;
    case '\n':
    case ';':
      return false;
    default:
      return fault(reader, "unknown option to `s'");
  }
}

/** Reads what follows the `s`. */
export function parseSubstitution(reader: ScriptReader): Substitution {
  const delimiter = take(reader);
  if (delimiter === '\n' || delimiter === '\\') fault(reader, 'delimiter character is not a single-byte character'); // as GNU says of these two
  const text = delimiter === '' ? undefined : takeDelimited(reader, delimiter, true);
  const replaced = text === undefined ? undefined : takeDelimited(reader, delimiter, false);
  if (text === undefined || replaced === undefined) return fault(reader, "unterminated `s' command");
  const flags: Flags = { all: false, print: false, nth: undefined, ignoreCase: false, multiline: false };
  while (flag(reader, flags)) {
    // the flags collect themselves
  }
  const pattern = compile(reader, text, { ignoreCase: flags.ignoreCase, multiline: flags.multiline });
  const replacement = parseReplacement(replaced);
  const highest = Math.max(0, ...replacement.map((part) => (part.kind === 'group' ? part.group : 0)));
  if (pattern !== undefined && highest > pattern.groups) fault(reader, `invalid reference \\${highest} on \`s' command's RHS`);
  return { pattern, replacement, all: flags.all, print: flags.print, nth: flags.nth ?? 1 };
}

const upper = (text: string): string => text.replace(/[a-z]/g, (char) => char.toUpperCase());
const lower = (text: string): string => text.replace(/[A-Z]/g, (char) => char.toLowerCase());

/** The replacement for one match, with the changes of case done. */
export function replacementText(parts: readonly ReplacementPart[], match: Match): string {
  let result = '';
  let lasting: CaseMode = 'E';
  let once: CaseMode | undefined;
  for (const part of parts) {
    if (part.kind === 'case') {
      if (part.mode === 'u' || part.mode === 'l') once = part.mode;
      else {
        lasting = part.mode;
        once = undefined;
      }
      continue;
    }
    let text = part.kind === 'text' ? part.text : (match.groups[part.group] ?? '');
    if (text === '') continue;
    if (lasting === 'U') text = upper(text);
    if (lasting === 'L') text = lower(text);
    if (once !== undefined) text = (once === 'u' ? upper : lower)(text.slice(0, 1)) + text.slice(1);
    once = undefined;
    result += text;
  }
  return result;
}

/** The text after the substitution; undefined when nothing was replaced. */
export function substituted(text: string, one: Substitution, pattern: Pattern): string | undefined {
  let result = '';
  let done = 0; // everything before has been copied
  let count = 0;
  let lastEnd = -1;
  let replaced = false;
  for (let from = 0; from <= text.length; ) {
    const match = pattern.find(text, from);
    if (match === undefined) break;
    const empty = match.end === match.start;
    // An empty match right behind the match before it does not count.
    if (!empty || match.start !== lastEnd) {
      count += 1;
      if (count >= one.nth) {
        result += text.slice(done, match.start) + replacementText(one.replacement, match);
        done = match.end;
        replaced = true;
        if (!one.all) break;
      }
    }
    lastEnd = match.end;
    from = empty ? nextChar(text, match.end) : match.end;
  }
  return replaced ? result + text.slice(done) : undefined;
}
