/** Brace expansion: `a{b,c}` is two words, `{1..3}` three. Not POSIX; bash's rules, done on the text before all else. */

const WORDS_MAX = 10_000;

/** Where a quoted or nested piece that starts at `at` ends (the position after it); `at + 1` for a plain character. */
function skipPiece(text: string, at: number): number {
  const character = text[at];
  if (character === '\\') return at + 2;
  if (character === "'") return afterNext(text, "'", at + 1);
  if (character === '"' || character === '`') {
    let end = at + 1;
    while (end < text.length && text[end] !== character) end += text[end] === '\\' ? 2 : 1;
    return end + 1;
  }
  if (character === '$' && (text[at + 1] === '{' || text[at + 1] === '(')) return skipNested(text, at + 1);
  return at + 1;
}

function afterNext(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from);
  return at < 0 ? text.length : at + 1;
}

function skipNested(text: string, open: number): number {
  const closing = text[open] === '{' ? '}' : ')';
  let at = open + 1;
  while (at < text.length && text[at] !== closing) at = text[at] === text[open] ? skipNested(text, at) : skipPiece(text, at);
  return at + 1;
}

interface Brace {
  readonly open: number;
  readonly close: number;
  /** Positions of the commas between them. */
  readonly commas: readonly number[];
}

/** The first brace that has a comma or a range in it. */
function firstBrace(text: string): Brace | undefined {
  for (let at = 0; at < text.length; ) {
    const brace = text[at] === '{' ? braceAt(text, at) : undefined;
    if (brace !== undefined) return brace;
    at = skipPiece(text, at);
  }
  return undefined;
}

function braceAt(text: string, open: number): Brace | undefined {
  const commas: number[] = [];
  let depth = 0;
  for (let at = open + 1; at < text.length; ) {
    const character = text[at];
    if (character === '}' && depth === 0) {
      return commas.length > 0 || rangeOf(text.slice(open + 1, at)) !== undefined ? { open, close: at, commas } : undefined;
    }
    if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    else if (character === ',' && depth === 0) commas.push(at);
    at = skipPiece(text, at);
  }
  return undefined;
}

/** The words of `1..5`, `a..e`, `01..10` or `1..9..2`. */
function rangeOf(text: string): string[] | undefined {
  const numbers = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(text);
  const letters = numbers === null ? /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?$/.exec(text) : null;
  const match = numbers ?? letters;
  if (match === null) return undefined;
  const [, from, to, by] = match as unknown as [string, string, string, string | undefined];
  const first = numbers === null ? from.charCodeAt(0) : Number(from);
  const last = numbers === null ? to.charCodeAt(0) : Number(to);
  const step = Math.max(1, Math.abs(Number(by ?? 1)));
  const count = Math.floor(Math.abs(last - first) / step) + 1;
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || count > WORDS_MAX) return undefined;
  const width = /^-?0\d/.test(from) || /^-?0\d/.test(to) ? Math.max(from.length, to.length) : 0;
  return Array.from({ length: count }, (_, nth) => {
    const value = first + (last >= first ? nth : -nth) * step;
    if (numbers === null) return String.fromCharCode(value);
    return value < 0 ? `-${String(-value).padStart(width - 1, '0')}` : String(value).padStart(width, '0');
  });
}

/** The texts that one text stands for, in order; just itself when it has no such braces, or too many. */
export function expandBraces(text: string): string[] {
  const brace = firstBrace(text);
  if (brace === undefined) return [text];
  const { open, close, commas } = brace;
  const edges = [open, ...commas, close];
  const inside =
    commas.length === 0
      ? (rangeOf(text.slice(open + 1, close)) ?? [])
      : edges.slice(1).flatMap((edge, nth) => expandBraces(text.slice((edges[nth] as number) + 1, edge)));
  const after = expandBraces(text.slice(close + 1));
  if (inside.length * after.length > WORDS_MAX) return [text];
  return inside.flatMap((middle) => after.map((end) => text.slice(0, open) + middle + end));
}
