/** Which kind of word a command takes at which place. */
import type { WordRole } from '../words.ts';
import type { Candidate, Completion, CompletionSources, Named } from './completion.ts';
import { quoteWord } from './quote.ts';

export interface Place {
  readonly start: number;
  readonly end: number;
  readonly role: WordRole;
  readonly value: string;
  readonly open: '' | "'" | '"';
  /** The command this word belongs to; empty when it is the command itself. */
  readonly command: string;
  /** The command's arguments before this word. */
  readonly before: readonly string[];
}

export interface Items {
  readonly noun: string;
  readonly items: readonly Named[];
  readonly suffix?: Candidate['suffix'];
}

const LOADED = new Set(['rmmod', 'refs', 'plan']);
const JOBS = new Set(['fg', 'bg', 'disown', 'wait', 'kill']);
const OF_COMMANDS = new Set(['help', 'type', 'command', 'man', 'which']);

const commands = (sources: CompletionSources): Items => ({
  noun: 'commands',
  items: [...sources.commands()].sort((a, b) => (a.name < b.name ? -1 : 1)),
});

const loadedModules = (sources: CompletionSources, before: readonly string[]): Items => ({
  noun: 'modules',
  items: sources.loaded().filter(({ name }) => !before.includes(name)),
});

/** modprobe takes a loadable module and its parameters, with -r loaded modules. */
function modprobeItems(sources: CompletionSources, before: readonly string[]): Items {
  if (before.some((word) => word === '-r' || word === '--remove')) return loadedModules(sources, before);
  const module = before.find((word) => !word.startsWith('-'));
  return module === undefined ? { noun: 'modules', items: sources.loadable() } : parameterItems(sources, module, before);
}

function parameterItems(sources: CompletionSources, module: string, before: readonly string[]): Items {
  const given = new Set(before.map((word) => word.split('=')[0]));
  return { noun: 'parameters', items: sources.parameters(module).filter(({ name }) => !given.has(name)), suffix: '=' };
}

/** The name of the module in a file: `chardev` of `./chardev.ko`. */
export const moduleOfFile = (path: string): string => path.replace(/^.*\//, '').replace(/\.ko$/, '').replace(/-/g, '_');

/** The words that fit at this place by the command's own rules; undefined where files do. */
export function itemsFor(place: Place, sources: CompletionSources): Items | undefined {
  const { role, value, command, before } = place;
  if (role === 'command' || role === 'assignment') {
    return value.includes('/') ? undefined : commands(sources);
  }
  if (value.startsWith('-') && !before.includes('--')) return { noun: 'options', items: sources.options(command) };
  if (LOADED.has(command)) return loadedModules(sources, before);
  if (command === 'modprobe') return modprobeItems(sources, before);
  if (command === 'modinfo' && !value.includes('/')) return { noun: 'modules', items: sources.loadable() };
  if (command === 'insmod') {
    const file = before.find((word) => !word.startsWith('-'));
    return file === undefined ? undefined : parameterItems(sources, moduleOfFile(file), before);
  }
  if (JOBS.has(command)) return { noun: 'jobs', items: sources.jobs() };
  if (OF_COMMANDS.has(command)) return commands(sources);
  return sources.words(command, before);
}

/** A completion out of plain words: those that begin as the typed one does, in the order given. */
export function wordsOf(place: Place, { noun, items, suffix = ' ' }: Items): Completion {
  const candidates: Candidate[] = [];
  for (const { name, note } of items) {
    if (!name.startsWith(place.value)) continue;
    const quoted = quoteWord(name, place.open);
    candidates.push({ value: quoted, label: name, note, suffix });
  }
  return { start: place.start, end: place.end, candidates, total: items.length, noun };
}
