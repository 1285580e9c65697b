/** fnmatch(3) with no flags, in the C locale (glibc 2.36): `*` also takes slashes and leading dots. */

const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  digit: /[0-9]/,
  lower: /[a-z]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\v\f\r]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

/** A bracket expression from its `[` on: where it ends, and whether it takes the character. Undefined: it never closes. */
function matchBracket(pattern: string, from: number, char: string): { readonly next: number; readonly hit: boolean } | undefined {
  let at = from + 1;
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) at += 1;
  let hit = false;
  for (let first = true; ; first = false) {
    if (at >= pattern.length) return undefined;
    if (pattern[at] === ']' && !first) return { next: at + 1, hit: hit !== negated };
    const named = /^\[:([a-z]+):\]/.exec(pattern.slice(at, at + 12));
    if (named !== null) {
      if (CLASSES[named[1] ?? '']?.test(char) === true) hit = true;
      at += named[0].length;
      continue;
    }
    if (pattern[at] === '\\' && at + 1 < pattern.length) at += 1;
    const low = pattern[at] ?? '';
    at += 1;
    let high = low;
    if (pattern[at] === '-' && at + 1 < pattern.length && pattern[at + 1] !== ']') {
      at += pattern[at + 1] === '\\' ? 2 : 1;
      high = pattern[at] ?? low;
      at += 1;
    }
    if (low <= char && char <= high) hit = true;
  }
}

/** Matches one pattern element that is not a star: where the pattern goes on, or -1. */
function matchOne(pattern: string, at: number, char: string): number {
  const element = pattern[at];
  if (element === '?') return at + 1;
  if (element === '[') {
    const bracket = matchBracket(pattern, at, char);
    if (bracket !== undefined) return bracket.hit ? bracket.next : -1;
  }
  if (element === '\\' && at + 1 < pattern.length) return pattern[at + 1] === char ? at + 2 : -1;
  return element === char ? at + 1 : -1;
}

/** True when the text matches the pattern. Takes at most pattern times text steps. */
export function fnmatch(pattern: string, text: string): boolean {
  let inPattern = 0;
  let inText = 0;
  let starAt = -1;
  let starText = 0;
  while (inText < text.length) {
    if (pattern[inPattern] === '*') {
      starAt = inPattern;
      starText = inText;
      inPattern += 1;
      continue;
    }
    const next = inPattern < pattern.length ? matchOne(pattern, inPattern, text[inText] ?? '') : -1;
    if (next >= 0) {
      inPattern = next;
      inText += 1;
    } else if (starAt >= 0) {
      starText += 1;
      inText = starText;
      inPattern = starAt + 1;
    } else return false;
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}
