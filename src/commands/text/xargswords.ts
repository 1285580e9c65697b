/** How xargs(1) divides its input into words (findutils 4.9). */

export interface WordRules {
  /** The one character that ends a word, with no quoting; undefined: blanks and newlines do, and quotes hide them. */
  readonly delimiter: string | undefined;
  /** Every line is one word, as with -I. */
  readonly byLine: boolean;
}

export type WordsResult = { readonly words: readonly string[]; readonly error: string | undefined };

const unmatched = (kind: 'single' | 'double'): string =>
  `unmatched ${kind} quote; by default quotes are special to xargs unless you use the -0 option`;

/** The end of a quoted piece that begins at `at`, or -1 when it does not end on its line. */
function quoteEnd(text: string, at: number): number {
  const end = text.indexOf(text.charAt(at), at + 1);
  const newline = text.indexOf('\n', at + 1);
  return end < 0 || (newline >= 0 && newline < end) ? -1 : end;
}

/** All words of the input; with an error, those before it. */
export function xargsWords(text: string, rules: WordRules): WordsResult {
  if (rules.delimiter !== undefined) {
    const words = text.split(rules.delimiter);
    if (words.at(-1) === '') words.pop();
    return { words, error: undefined };
  }
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    const blank = char === ' ' || char === '\t';
    if (char === '\n' || (blank && (!rules.byLine || word === undefined))) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "'" || char === '"') {
      const end = quoteEnd(text, at);
      if (end < 0) return { words, error: unmatched(char === '"' ? 'double' : 'single') };
      word = (word ?? '') + text.slice(at + 1, end);
      at = end;
    } else if (char === '\\') {
      at += 1;
      word = (word ?? '') + text.charAt(at);
    } else word = (word ?? '') + char;
  }
  if (word !== undefined) words.push(word);
  return { words, error: undefined };
}

/** Words in groups: at most `most` of them (0: no limit), together at most `charsMax` characters. */
export function batches(words: readonly string[], most: number, charsMax: number): string[][] {
  const groups: string[][] = [];
  let chars = 0;
  for (const word of words) {
    const last = groups.at(-1);
    chars += word.length + 1;
    if (last === undefined || (most > 0 && last.length >= most) || chars > charsMax) {
      groups.push([word]);
      chars = word.length + 1;
    } else last.push(word);
  }
  return groups;
}
