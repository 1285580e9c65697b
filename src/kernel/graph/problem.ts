/** What a reader of somebody's files answers: a value, or one line that names file and line. */

export type Read<T> = { readonly ok: T } | { readonly problem: string };

const SHOWN_CHARS = 40;

/** A word of the file for a message: short, and without characters that a terminal would act on. */
export function shown(word: string): string {
  const plain = word.replace(/[^\x20-\x7e]/g, '?');
  return `'${plain.length > SHOWN_CHARS ? `${plain.slice(0, SHOWN_CHARS - 3)}...` : plain}'`;
}

/** `FILE:LINE: TEXT`. */
export const problemAt = (file: string, line: number, text: string): { readonly problem: string } => ({
  problem: `${file}:${line}: ${text}`,
});

/** A text longer than this many characters is refused unread (the largest known modules.alias has three million). */
export const TEXT_CHARS_MAX = 64 * 1_024 * 1_024;
/** More modules than this are refused (a distribution kernel has some 8,000). */
export const MODULES_MAX = 65_536;
/** MODULE_NAME_LEN of a 64-bit kernel, its final zero included. */
const NAME_CHARS = 56;

/** True for what can be a module's name: the kernel takes any bytes, but tools part names at blanks, commas and slashes. */
export const isModuleName = (name: string): boolean => name.length < NAME_CHARS && /^[\w.+@-]+$/.test(name) && !/^\.\.?$/.test(name);

/** A text as lines with their numbers, empty ones left out; or the problem that it is too long. */
export function numberedLines(text: string, file: string): Read<{ readonly text: string; readonly number: number }[]> {
  if (text.length > TEXT_CHARS_MAX) return problemAt(file, 1, `more than ${TEXT_CHARS_MAX} characters`);
  const lines: { text: string; number: number }[] = [];
  let number = 0;
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    number += 1;
    if (end > from) lines.push({ text: text.slice(from, text[end - 1] === '\r' ? end - 1 : end), number });
    from = end + 1;
  }
  return { ok: lines };
}
