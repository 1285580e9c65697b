/** getopt_long(3) of glibc 2.36 with its messages: options may stand between operands, long ones may be shortened. */

interface LongOption {
  readonly name: string;
  /** The letter, or any other word, that stands for the option. */
  readonly means: string;
  readonly argument?: boolean;
}

export interface OptionSpec {
  /** As in getopt: `w:` takes an argument; a leading `+` stops at the first operand. */
  readonly short: string;
  readonly long: readonly LongOption[];
}

/** One step: an option, a message for stderr about a wrong one, or the operands when no option is left. */
export type Parsed =
  | { readonly kind: 'option'; readonly option: string; readonly value: string; readonly long?: string }
  | { readonly kind: 'wrong'; readonly message: string }
  | { readonly kind: 'end'; readonly operands: readonly string[] };

type LongMatch =
  | { readonly kind: 'one'; readonly found: LongOption }
  | { readonly kind: 'none' }
  | { readonly kind: 'many'; readonly names: string };

function findLong(spec: OptionSpec, name: string): LongMatch {
  const exact = spec.long.find((option) => option.name === name);
  if (exact !== undefined) return { kind: 'one', found: exact };
  const starting = spec.long.filter((option) => option.name.startsWith(name));
  const [first] = starting;
  if (first === undefined) return { kind: 'none' };
  const same = starting.every((option) => option.means === first.means && option.argument === first.argument);
  if (same) return { kind: 'one', found: first };
  return { kind: 'many', names: starting.map((option) => ` '--${option.name}'`).join('') };
}

/**
 * Returns a function that takes the next option each time it is called. The messages begin with `argv0`, the name that
 * the program was called by. `posix` (POSIXLY_CORRECT) stops at the first operand.
 */
export function createGetopt(argv0: string, args: readonly string[], spec: OptionSpec, posix = false): () => Parsed {
  const inOrder = posix || spec.short.startsWith('+');
  const letters = spec.short.replace(/^\+/, '');
  const operands: string[] = [];
  let at = 0;
  let cluster = '';
  const end = (): Parsed => ({ kind: 'end', operands: [...operands, ...args.slice(at)] });
  const wrong = (text: string): Parsed => ({ kind: 'wrong', message: `${argv0}: ${text}\n` });

  function takeLong(word: string): Parsed {
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const match = findLong(spec, name);
    if (match.kind === 'none') return wrong(`unrecognized option '--${word}'`);
    if (match.kind === 'many') return wrong(`option '--${word}' is ambiguous; possibilities:${match.names}`);
    const { found } = match;
    const option = { kind: 'option', option: found.means, long: found.name } as const;
    if (found.argument !== true) return equals < 0 ? { ...option, value: '' } : wrong(`option '--${found.name}' doesn't allow an argument`);
    if (equals >= 0) return { ...option, value: word.slice(equals + 1) };
    const value = args[at];
    if (value === undefined) return wrong(`option '--${found.name}' requires an argument`);
    at += 1;
    return { ...option, value };
  }

  function takeLetter(): Parsed {
    const letter = cluster.charAt(0);
    cluster = cluster.slice(1);
    const place = letter === ':' ? -1 : letters.indexOf(letter);
    if (place < 0) return wrong(`invalid option -- '${letter}'`);
    if (letters[place + 1] !== ':') return { kind: 'option', option: letter, value: '' };
    let value: string | undefined = cluster;
    cluster = '';
    if (value === '') {
      value = args[at];
      if (value === undefined) return wrong(`option requires an argument -- '${letter}'`);
      at += 1;
    }
    return { kind: 'option', option: letter, value };
  }

  return () => {
    if (cluster !== '') return takeLetter();
    for (;;) {
      const word = args[at];
      if (word === undefined) return end();
      if (word === '--') {
        at += 1;
        return end();
      }
      if (!word.startsWith('-') || word === '-') {
        if (inOrder) return end();
        operands.push(word);
        at += 1;
        continue;
      }
      at += 1;
      if (word.startsWith('--')) return takeLong(word.slice(2));
      cluster = word.slice(1);
      return takeLetter();
    }
  };
}
