/** Backslash escapes of printf's format, of `%b` and of `echo -e`. */

const SIMPLE: Readonly<Record<string, string>> = { a: '\x07', b: '\b', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' };

export interface Unescaped {
  readonly text: string;
  /** `\c` was met: nothing more is to be written. */
  readonly stop: boolean;
}

/**
 * Replaces escapes. In a `format`, octal codes are `\ddd` and `\c` is nothing special; else (`%b`, `echo -e`) they are
 * `\0ddd` too, and `\c` ends all output.
 */
export function unescaped(text: string, format: boolean): Unescaped {
  if (!text.includes('\\')) return { text, stop: false };
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== '\\' || at + 1 === text.length) {
      out += text[at];
      continue;
    }
    const next = text[at + 1] as string;
    if (!format && next === 'c') return { text: out, stop: true };
    const octal = (format ? /^[0-7]{1,3}/ : /^(?:0[0-7]{0,3}|[1-7][0-7]{0,2})/).exec(text.slice(at + 1, at + 5));
    const hex = /^x([0-9a-fA-F]{1,2})/.exec(text.slice(at + 1, at + 4));
    if (octal !== null) {
      out += String.fromCharCode(Number.parseInt(octal[0], 8) & 0xff);
      at += octal[0].length;
    } else if (hex !== null) {
      out += String.fromCharCode(Number.parseInt(hex[1] as string, 16));
      at += hex[0].length;
    } else {
      const simple = next === '"' && format ? '"' : SIMPLE[next];
      out += simple ?? `\\${next}`;
      at += 1;
    }
  }
  return { text: out, stop: false };
}
