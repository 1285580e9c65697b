/** How GNU tools quote names in their messages (gnulib quotearg.c in the C locale). */

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': 'a',
  '\b': 'b',
  '\f': 'f',
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
  '\v': 'v',
};

const printable = (char: string): boolean => char >= ' ' && char <= '~';

/** The bytes of a character's UTF-8 form as octal escapes, or its letter escape. */
function escapeOf(char: string): string {
  const letter = ESCAPES[char];
  if (letter !== undefined) return `\\${letter}`;
  return utf8Bytes(char)
    .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
    .join('');
}

/** The UTF-8 bytes of a text; a lone surrogate counts as U+FFFD, as encoders write it. */
export function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  for (const char of text) {
    let code = char.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}

/** A word as messages with `quote()` show it: always in single quotes, odd characters escaped with a backslash. */
export function quote(word: string): string {
  let text = '';
  for (const char of word) {
    if (char === "'" || char === '\\') text += `\\${char}`;
    else text += printable(char) ? char : escapeOf(char);
  }
  return `'${text}'`;
}

/** Characters that a shell would not leave alone; `~` and `#` only in front. */
const SPECIAL = /[ !"$&()*;<=>?[^`|\\'\x00-\x1f\x7f-\uffff]|^[~#]|^[{}]$/;

/** A name that can be pasted into a shell, always quoted (quoteaf). */
export function quoteAlways(name: string): string {
  if (name.includes("'") && !/[!"$`\\]/.test(name) && [...name].every(printable)) return `"${name}"`;
  let text = '';
  let escaped = false; // inside $'...'
  for (const char of name) {
    if (printable(char)) {
      if (escaped) text += "''";
      escaped = false;
      text += char === "'" ? "'\\''" : char;
    } else {
      if (!escaped) text += "'$'";
      escaped = true;
      text += escapeOf(char);
    }
  }
  return `'${text}'`;
}

/** A name that can be pasted into a shell, quoted only when it must be (quotef); a colon counts as odd. */
export const quoteName = (name: string): string => (name === '' || SPECIAL.test(name) || name.includes(':') ? quoteAlways(name) : name);

/** The same for lists of names on a terminal (`ls`), where a colon is left alone. */
export const quoteListed = (name: string): string => (name === '' || SPECIAL.test(name) ? quoteAlways(name) : name);
