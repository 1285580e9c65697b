/** Quoting of completed words. */

const SPECIAL = /[\s"'\\$`&|;<>()*?[\]#~!{}]/g;

/** The word as it has to be typed: with backslashes, or in the quote that was already open (which is closed again). */
export function quoteWord(word: string, open: '' | "'" | '"', close = true): string {
  if (open === "'") return `'${word.replaceAll("'", "'\\''")}${close ? "'" : ''}`;
  if (open === '"') return `"${word.replace(/["\\$`]/g, '\\$&')}${close ? '"' : ''}`;
  return word.replace(SPECIAL, '\\$&');
}
