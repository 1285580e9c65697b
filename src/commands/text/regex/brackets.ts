/** Bracket expressions of POSIX regular expressions (`[[:alpha:]_-]`), turned into character classes of JavaScript. */

/** What each named class holds in the C locale, as it stands inside a JavaScript class. */
const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\t\\n\\v\\f\\r ',
  blank: '\\t ',
  punct: '!-\\/:-@\\[-`\\{-~',
  print: ' -~',
  graph: '!-~',
  cntrl: '\\x00-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f',
};

/** The source of a JavaScript class, and where the text goes on behind the bracket; or an error text. */
export type BracketResult = { readonly source: string; readonly next: number } | { readonly error: string };

const UNMATCHED = 'Unmatched [, [^, [:, [., or [=';
/** In a class with the `u` flag these may, and some must, stand behind a backslash. */
const escapeInClass = (char: string): string => (/[\\\][^\-/{}()|.*+?$]/.test(char) ? `\\${char}` : char);

interface Item {
  readonly source: string;
  /** The character, where the item is one and may begin or end a range. */
  readonly char: string | undefined;
  readonly next: number;
}

/** `[:alpha:]`, `[=a=]`, `[.a.]` at `at`, which points to the inner bracket. */
function named(text: string, at: number): Item | { readonly error: string } {
  const mark = text.charAt(at + 1);
  const end = text.indexOf(`${mark}]`, at + 2);
  if (end < 0) return { error: UNMATCHED };
  const name = text.slice(at + 2, end);
  const next = end + 2;
  if (mark === ':') {
    const inside = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
    return inside === undefined ? { error: 'Invalid character class name' } : { source: inside, char: undefined, next };
  }
  if ([...name].length !== 1) return { error: 'Invalid collation character' };
  return { source: escapeInClass(name), char: mark === '.' ? name : undefined, next };
}

function item(text: string, at: number): Item | { readonly error: string } {
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (char === '[' && /[:=.]/.test(text.charAt(at + 1))) return named(text, at);
  return { source: escapeInClass(char), char, next: at + char.length };
}

/** True when `text` at `at` is a range's hyphen: not the last thing before the closing bracket. */
const rangeAt = (text: string, at: number): boolean => text.charAt(at) === '-' && at + 1 < text.length && text.charAt(at + 1) !== ']';

/** Reads the bracket expression whose opening bracket stands at `at`. */
export function readBracket(text: string, at: number): BracketResult {
  const negated = text.charAt(at + 1) === '^';
  const first = at + (negated ? 2 : 1);
  let source = '';
  let here = first;
  if (first >= text.length) return { error: 'Invalid regular expression' };
  while (here === first || text.charAt(here) !== ']') {
    if (here >= text.length) return { error: UNMATCHED };
    const from = item(text, here);
    if ('error' in from) return from;
    here = from.next;
    if (!rangeAt(text, here)) {
      source += from.source;
      continue;
    }
    const to = item(text, here + 1);
    if ('error' in to) return to;
    if (from.char === undefined || to.char === undefined) return { error: 'Invalid range end' };
    if ((from.char.codePointAt(0) ?? 0) > (to.char.codePointAt(0) ?? 0)) return { error: 'Invalid range end' };
    source += `${from.source}-${to.source}`;
    here = to.next;
  }
  return { source: `[${negated ? '^' : ''}${source}]`, next: here + 1 };
}

/** True for `[:space:]` written without its outer brackets, which GNU grep refuses as a slip (gnulib dfa.c). */
export const lacksOuterBrackets = (bracket: string): boolean => /^\[:[^:]+:\]$/.test(bracket);
