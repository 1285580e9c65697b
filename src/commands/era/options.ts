/** Options of the old module tools: single letters, in front of the operands. */

export interface EraOptions {
  readonly letters: ReadonlySet<string>;
  readonly operands: readonly string[];
  /** The first letter that the tool does not know. */
  readonly bad: string | undefined;
}

/** Takes options as getopt does that stops at the first operand. `long` maps long words to their letters. */
export function eraOptions(args: readonly string[], known: string, long: Readonly<Record<string, string>> = {}): EraOptions {
  const letters = new Set<string>();
  let at = 0;
  for (; at < args.length; at += 1) {
    const word = args[at] as string;
    if (word === '--') return { letters, operands: args.slice(at + 1), bad: undefined };
    if (!word.startsWith('-') || word === '-') break;
    const given = word.startsWith('--') ? [long[word.slice(2)] ?? word] : [...word.slice(1)];
    for (const letter of given) {
      if (!known.includes(letter)) return { letters, operands: args.slice(at + 1), bad: letter };
      letters.add(letter);
    }
  }
  return { letters, operands: args.slice(at), bad: undefined };
}
