/** Does an expected line fit a line of output? */

/** A line of output; `noEol`: no newline stood behind it. */
export interface OutputLine {
  readonly text: string;
  readonly noEol: boolean;
}

/** Output as lines. */
export function outputLines(output: string): OutputLine[] {
  if (output === '') return [];
  const noEol = !output.endsWith('\n');
  const texts = (noEol ? output : output.slice(0, -1)).split('\n');
  return texts.map((text, at) => ({ text, noEol: noEol && at === texts.length - 1 }));
}

const SUFFIX = / \((re|glob|esc|no-eol)\)$/;

/**
 * True when the expected line is the output line, or fits it by its endings: ` (re)` a regular expression for the whole line,
 * ` (glob)` with `*` `?` and `\`, ` (esc)` with `\t` `\x1b` and their like, ` (no-eol)` without newline.
 */
export function fits(expected: string, line: OutputLine): boolean {
  if (expected === line.text && !line.noEol) return true;
  let rest = expected;
  const kinds = new Set<string>();
  for (let found = SUFFIX.exec(rest); found !== null; found = SUFFIX.exec(rest)) {
    kinds.add(found[1] ?? '');
    rest = rest.slice(0, found.index);
  }
  if (kinds.has('no-eol') !== line.noEol) return false;
  const wanted = kinds.has('esc') ? unescaped(rest) : rest;
  if (wanted === undefined) return false;
  if (kinds.has('re')) return matches(`^(?:${wanted})$`, line.text);
  if (kinds.has('glob')) return matches(`^${globSource(wanted)}$`, line.text);
  return wanted === line.text;
}

/** A pattern that is none fits nothing. */
function matches(source: string, text: string): boolean {
  try {
    return new RegExp(source, 's').test(text);
  } catch {
    return false;
  }
}

/** A glob's regular expression: a backslash takes the next character as it is. */
export function globSource(glob: string): string {
  return glob.replace(/\\([\s\S])|([\s\S])/g, (_, plain: string | undefined, one: string | undefined) => {
    if (plain === undefined && one === '*') return '.*';
    if (plain === undefined && one === '?') return '.';
    return (plain ?? one ?? '').replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  });
}

const NAMED: Readonly<Record<string, string>> = {
  t: '\t',
  n: '\n',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** The text behind escapes; bytes from `\x80` on are UTF-8. Undefined when they are none. */
function unescaped(text: string): string | undefined {
  let coded = '';
  try {
    for (const [piece, hexed, octal, name] of text.matchAll(/\\x([0-9a-fA-F]{2})|\\([0-7]{1,3})|\\(.)|[^\\]+|\\/gu)) {
      if (hexed !== undefined) coded += `%${hexed}`;
      else if (octal !== undefined) coded += `%${(Number.parseInt(octal, 8) & 255).toString(16).padStart(2, '0')}`;
      else coded += encodeURIComponent(name === undefined ? piece : (NAMED[name] ?? piece));
    }
    return decodeURIComponent(coded);
  } catch {
    return undefined; // bytes that are no UTF-8, or half of a character
  }
}

/** What would be read as a command, its continuation or a fence. */
const MISREAD = /^(?:[$>](?: |$)|`{3}|~{3})/;

/** An output line as it stands in a transcript: control characters escaped, a missing newline told, nothing that reads as something else. */
export function written(line: OutputLine, looksLikeStatus = false): string {
  const end = line.noEol ? ' (no-eol)' : '';
  const isMisread = MISREAD.test(line.text);
  const hasControls = /[\u0000-\u001f\u007f-\u009f]/.test(line.text);
  // An ending of its own, with one of ours behind it, would be taken for a pattern.
  const endsOddly = SUFFIX.test(line.text) && (line.noEol || isMisread || hasControls || looksLikeStatus);
  if (!looksLikeStatus && !isMisread && !hasControls && !endsOddly) return line.text + end;
  const text = isMisread ? hex(line.text.slice(0, 1)) + escaped(line.text.slice(1)) : escaped(line.text);
  return `${endsOddly ? text.replace(/\((?=[a-z-]+\)$)/, hex) : text}${end} (esc)`;
}

function escaped(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\\]/g, (one) => {
    if (one === '\\') return '\\\\';
    if (one === '\t') return '\\t';
    return one === '\r' ? '\\r' : hex(one);
  });
}

/** The bytes of a text as `\xNN`. */
const hex = (text: string): string =>
  encodeURIComponent(text).replace(
    /%(..)|(.)/g,
    (_, code: string | undefined, plain: string | undefined) =>
      `\\x${(code ?? (plain ?? '').charCodeAt(0).toString(16).padStart(2, '0')).toLowerCase()}`,
  );
