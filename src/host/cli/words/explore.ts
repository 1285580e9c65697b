/** The options of `explore` for completions and the manual page. The explorer reads them itself, so its usage is the only list of them. */
import { EXPLORE_USAGE } from '../../../explore/usage.ts';
import { CHOICES, type OptionWords } from './tree.ts';

/** One line of the usage: options, each perhaps with a value, and behind three blanks what they do. */
function lineWords(line: string): OptionWords[] {
  const [, list = '', description = ''] = /^ {2}(--.*?)(?: {3,}(.*))?$/.exec(line) ?? [];
  return [...list.matchAll(/(--[\w-]+)(?: ([^\s-]\S*))?/g)].map(([, long, value]) => ({
    short: undefined,
    long,
    description: description.replace(/ \(default: .*\)$/, ''),
    value: value === undefined ? undefined : `<${value.toLowerCase()}>`,
    choices: value !== undefined && /^[a-z]+(\|[a-z]+)+$/.test(value) ? value.split('|') : (CHOICES[long ?? ''] ?? []),
    standard: / \(default: (.*)\)$/.exec(description)?.[1],
  }));
}

export const exploreOptions = (): OptionWords[] => EXPLORE_USAGE.split('\n').flatMap(lineWords);
