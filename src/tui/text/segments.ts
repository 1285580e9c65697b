/** Where characters, as a reader sees them, begin and end: grapheme clusters, words, lines. Offsets are UTF-16 units. */

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Text in which every character stands for itself: CR LF, the only pair in ASCII, is not in it. */
const SINGLE = /^[\x20-\x7e]*$/;

/** The graphemes of a text, in order. */
export function graphemesOf(text: string): string[] {
  if (SINGLE.test(text)) return [...text];
  const found: string[] = [];
  for (const { segment } of segmenter.segment(text)) found.push(segment);
  return found;
}

/** The offset after the grapheme that begins at `at`; the text's end at most. */
export function nextBoundary(text: string, at: number): number {
  const found = segmenter.segment(text).containing(at);
  return found ? found.index + found.segment.length : text.length;
}

/** The offset at which the grapheme before `at` begins; 0 at least. */
export function previousBoundary(text: string, at: number): number {
  return at <= 0 ? 0 : (segmenter.segment(text).containing(at - 1)?.index ?? 0);
}

const WORD = /[\p{L}\p{N}_]/u;
const isWord = (text: string, at: number): boolean => WORD.test(String.fromCodePoint(text.codePointAt(at) ?? 32));

/** The end of the word at or after `at`: what M-f reaches. Letters, digits and `_` make words. */
export function wordEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && !isWord(text, end)) end = nextBoundary(text, end);
  while (end < text.length && isWord(text, end)) end = nextBoundary(text, end);
  return end;
}

/** The start of the word before `at`: what M-b reaches. */
export function wordStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && !isWord(text, previousBoundary(text, start))) start = previousBoundary(text, start);
  while (start > 0 && isWord(text, previousBoundary(text, start))) start = previousBoundary(text, start);
  return start;
}

/** The start of the run of non-blanks before `at`: what C-w cuts to. */
export function blankStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && /\s/.test(text.charAt(start - 1))) start -= 1;
  while (start > 0 && !/\s/.test(text.charAt(start - 1))) start -= 1;
  return start;
}

/** The start of the line that `at` is in. */
export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** The end of the line that `at` is in, before its newline. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}
