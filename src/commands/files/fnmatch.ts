/** Shell patterns over whole names, as fnmatch(3) matches them without flags: `*` and `?` also match slashes and leading dots. */

const escaped = (char: string): string => (/[\^$\\.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char);

/** Where a bracket expression ends, or -1 when the bracket is an ordinary character. */
function bracketEnd(pattern: string, at: number): number {
  let here = at + 1;
  if (pattern.charAt(here) === '!' || pattern.charAt(here) === '^') here += 1;
  if (pattern.charAt(here) === ']') here += 1;
  for (; here < pattern.length; here += 1) {
    if (pattern.charAt(here) === ']') return here;
    const named = /^\[([:.=])[\s\S]*?\1\]/.exec(pattern.slice(here));
    if (named !== null) here += named[0].length - 1;
  }
  return -1;
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z', digit: '0-9', alnum: 'A-Za-z0-9', upper: 'A-Z', lower: 'a-z', space: '\\t-\\r ', blank: '\\t ', punct: '!-\\/:-@\\[-`\\{-~', xdigit: '0-9A-Fa-f',
}; // biome-ignore format: a table of words

/** One character of a bracket, escaped where a JavaScript class needs it; a hyphen between two keeps its meaning. */
const classChar = (char: string): string => (/[\\\]^[]/.test(char) ? `\\${char}` : char);

function bracketSource(inside: string): string {
  const negated = /^[!^]/.test(inside);
  let source = '';
  const body = negated ? inside.slice(1) : inside;
  for (let at = 0; at < body.length; at += 1) {
    const named = /^\[:(\w+):\]/.exec(body.slice(at));
    const known = named?.[1] === undefined ? undefined : CLASSES[named[1]];
    if (named !== null && known !== undefined) {
      source += known;
      at += named[0].length - 1;
      continue;
    }
    const isRange = body.charAt(at) === '-' && at > 0 && at < body.length - 1;
    source += isRange ? '-' : body.charAt(at) === '-' ? '\\-' : classChar(body.charAt(at));
  }
  return `[${negated ? '^' : ''}${source}]`;
}

/** Compiles a pattern; one that JavaScript cannot make sense of (a range backwards) matches only itself, letter by letter. */
export function fnmatch(pattern: string, ignoreCase = false): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    if (char === '*') source += '[^]*';
    else if (char === '?') source += '[^]';
    else if (char === '\\' && at + 1 < pattern.length) {
      at += 1;
      source += escaped(pattern.charAt(at));
    } else if (char === '[') {
      const end = bracketEnd(pattern, at);
      source += end < 0 ? '\\[' : bracketSource(pattern.slice(at + 1, end));
      at = end < 0 ? at : end;
    } else source += escaped(char);
  }
  const flags = ignoreCase ? 'i' : '';
  try {
    return new RegExp(`^${source.replace(/(?:\[\^\]\*)+/g, '[^]*')}$`, flags);
  } catch {
    return new RegExp(`^${[...pattern].map(escaped).join('')}$`, flags);
  }
}
