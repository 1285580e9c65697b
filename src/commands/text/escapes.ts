/** The escapes by which GNU sed names characters, in patterns, replacements and texts alike. */

const LETTERS: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const NUMBERS: Readonly<Record<string, readonly [RegExp, number]>> = {
  x: [/^[0-9A-Fa-f]{1,2}/, 16],
  o: [/^[0-7]{1,3}/, 8],
  d: [/^[0-9]{1,3}/, 10],
};

export interface NamedChar {
  readonly char: string;
  /** Characters of the escape behind the backslash. */
  readonly length: number;
}

/** The character that the escape names whose backslash stands before `at`; undefined when it names none. */
export function namedChar(text: string, at: number): NamedChar | undefined {
  const letter = text.charAt(at);
  const plain = Object.hasOwn(LETTERS, letter) ? LETTERS[letter] : undefined;
  if (plain !== undefined) return { char: plain, length: 1 };
  if (letter === 'c' && at + 1 < text.length) {
    return {
      char: String.fromCharCode(
        text
          .charAt(at + 1)
          .toUpperCase()
          .charCodeAt(0) ^ 64,
      ),
      length: 2,
    };
  }
  const rule = Object.hasOwn(NUMBERS, letter) ? NUMBERS[letter] : undefined;
  const digits = rule?.[0].exec(text.slice(at + 1))?.[0];
  if (rule === undefined || digits === undefined) return undefined;
  return { char: String.fromCharCode(Number.parseInt(digits, rule[1]) & 0xff), length: 1 + digits.length };
}
