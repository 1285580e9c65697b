/**
 * Option parsing as getopt_long(3) of glibc 2.36 does it: clusters, attached and separate arguments, unique prefixes of
 * long options, operands anywhere among the options, and its error texts word for word.
 */

/** The options that a tool knows. */
export interface Grammar {
  /** Letters in the notation of getopt(3): `n:` takes an argument, `i::` may have one attached. */
  readonly short: string;
  /**
   * Long options: name to letter (whose argument rule it shares), or to a word of its own with the same `:` or `::` at
   * its end. The letter or the word without colons is the key that the option is reported under.
   */
  readonly long?: Readonly<Record<string, string>>;
  /** The first operand ends the options: for tools that run other commands. */
  readonly stopAtOperand?: boolean;
}

/** One option as given; `value` is empty where it takes none. */
export interface GivenOption {
  readonly key: string;
  readonly value: string;
  /** False for an option whose optional argument was left out, and for one without argument. */
  readonly hasValue: boolean;
}

export interface ParsedOptions {
  readonly ok: true;
  /** In the order of the command line. */
  readonly given: readonly GivenOption[];
  readonly operands: readonly string[];
}

/** The first error: getopt's own text, without the tool's name and without a newline. */
export interface OptionError {
  readonly ok: false;
  readonly message: string;
}

type ArgumentRule = 'none' | 'required' | 'optional';

const ruleOf = (colons: string): ArgumentRule => (colons === '' ? 'none' : colons === ':' ? 'required' : 'optional');

function shortRule(grammar: Grammar, letter: string): ArgumentRule | undefined {
  if (letter === ':' || letter === '') return undefined;
  const at = grammar.short.indexOf(letter);
  if (at < 0) return undefined;
  return ruleOf(/^:{0,2}/.exec(grammar.short.slice(at + 1))?.[0] ?? '');
}

interface LongOption {
  readonly name: string;
  readonly key: string;
  readonly rule: ArgumentRule;
}

function longOption(grammar: Grammar, name: string, target: string): LongOption {
  const key = target.replace(/:+$/, '');
  const rule = target === key && key.length === 1 ? (shortRule(grammar, key) ?? 'none') : ruleOf(target.slice(key.length));
  return { name, key, rule };
}

/** The options that `name` may mean: itself alone when spelled out, else all that begin with it. */
function candidates(grammar: Grammar, name: string): readonly LongOption[] {
  const long = grammar.long ?? {};
  const exact = Object.hasOwn(long, name) ? long[name] : undefined;
  if (exact !== undefined) return [longOption(grammar, name, exact)];
  return Object.entries(long)
    .filter(([each]) => each.startsWith(name))
    .map(([each, target]) => longOption(grammar, each, target));
}

/** Several candidates that mean the same are one. */
const sameMeaning = (found: readonly LongOption[]): boolean =>
  found.every((one) => one.key === found[0]?.key && one.rule === found[0].rule);

interface State {
  readonly grammar: Grammar;
  readonly args: readonly string[];
  at: number;
  readonly given: GivenOption[];
}

/** Takes the long option at `state.at`; an error text, or undefined. */
function takeLong(state: State): string | undefined {
  const word = (state.args[state.at] ?? '').slice(2);
  const equals = word.indexOf('=');
  const name = equals < 0 ? word : word.slice(0, equals);
  const found = candidates(state.grammar, name);
  const option = found[0];
  if (option === undefined) return `unrecognized option '--${name}'`;
  if (!sameMeaning(found)) {
    const list = found.map((one) => ` '--${one.name}'`).join('');
    return `option '--${word}' is ambiguous; possibilities:${list}`;
  }
  if (equals >= 0) {
    if (option.rule === 'none') return `option '--${option.name}' doesn't allow an argument`;
    state.given.push({ key: option.key, value: word.slice(equals + 1), hasValue: true });
    return undefined;
  }
  if (option.rule !== 'required') {
    state.given.push({ key: option.key, value: '', hasValue: false });
    return undefined;
  }
  state.at += 1;
  const value = state.args[state.at];
  if (value === undefined) return `option '--${option.name}' requires an argument`;
  state.given.push({ key: option.key, value, hasValue: true });
  return undefined;
}

/** Takes the cluster of short options at `state.at`; an error text, or undefined. */
function takeCluster(state: State): string | undefined {
  const word = state.args[state.at] ?? '';
  for (let index = 1; index < word.length; index += 1) {
    const letter = word.charAt(index);
    const rule = shortRule(state.grammar, letter);
    if (rule === undefined) return `invalid option -- '${letter}'`;
    if (rule === 'none') {
      state.given.push({ key: letter, value: '', hasValue: false });
      continue;
    }
    const attached = word.slice(index + 1);
    if (attached !== '' || rule === 'optional') {
      state.given.push({ key: letter, value: attached, hasValue: attached !== '' });
      return undefined;
    }
    state.at += 1;
    const value = state.args[state.at];
    if (value === undefined) return `option requires an argument -- '${letter}'`;
    state.given.push({ key: letter, value, hasValue: true });
    return undefined;
  }
  return undefined;
}

/** Sorts the words of a command line into options and operands. */
export function parseOptions(args: readonly string[], grammar: Grammar): ParsedOptions | OptionError {
  const state: State = { grammar, args, at: 0, given: [] };
  const operands: string[] = [];
  for (; state.at < args.length; state.at += 1) {
    const word = args[state.at] ?? '';
    if (word === '--') {
      operands.push(...args.slice(state.at + 1));
      break;
    }
    if (word.length < 2 || !word.startsWith('-')) {
      if (grammar.stopAtOperand === true) {
        operands.push(...args.slice(state.at));
        break;
      }
      operands.push(word);
      continue;
    }
    const message = word.startsWith('--') ? takeLong(state) : takeCluster(state);
    if (message !== undefined) return { ok: false, message };
  }
  return { ok: true, given: state.given, operands };
}

/** True when the option was given. */
export const hasOption = (options: ParsedOptions, key: string): boolean => options.given.some((one) => one.key === key);

/** The last value given for an option; undefined when it was not given. */
export function optionValue(options: ParsedOptions, key: string): string | undefined {
  for (let at = options.given.length - 1; at >= 0; at -= 1) {
    const one = options.given[at];
    if (one?.key === key) return one.value;
  }
  return undefined;
}

/** All values given for an option, in order. */
export const optionValues = (options: ParsedOptions, key: string): string[] =>
  options.given.filter((one) => one.key === key).map((one) => one.value);

/** The key that stands last on the command line among several that override one another; undefined when there is none. */
export function lastOf(options: ParsedOptions, keys: readonly string[]): string | undefined {
  for (let at = options.given.length - 1; at >= 0; at -= 1) {
    const key = options.given[at]?.key;
    if (key !== undefined && keys.includes(key)) return key;
  }
  return undefined;
}
