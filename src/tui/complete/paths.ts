/** Completion of paths in the shell's own file tree. */
import type { Candidate, Completion, CompletionSources } from './completion.ts';
import type { Place } from './kinds.ts';
import { quoteWord } from './quote.ts';

/** The entries of the folder that the typed path names; hidden ones only when a dot is typed. */
export function completePath(
  place: Place,
  sources: CompletionSources,
  fits: (name: string, folder: boolean) => boolean = () => true,
): Completion {
  // In `NAME=path` only what follows the sign is a path.
  const sign = place.role === 'assignment' ? place.value.indexOf('=') + 1 : 0;
  const value = place.value.slice(sign);
  const slash = value.lastIndexOf('/') + 1;
  const folder = value.slice(0, slash);
  const typed = value.slice(slash);
  const entries = sources
    .readdir(folder === '' ? '.' : folder)
    .map(({ name, kind }) => ({ name, isFolder: kind === 'dir' }))
    .filter(({ name, isFolder }) => (typed.startsWith('.') || !name.startsWith('.')) && fits(name, isFolder))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const candidates: Candidate[] = entries
    .filter(({ name }) => name.startsWith(typed))
    .map(({ name, isFolder }) => ({
      value: quoteWord(folder + name, place.open, !isFolder),
      label: isFolder ? `${name}/` : name,
      note: '',
      suffix: isFolder ? '/' : ' ',
    }));
  return { start: place.start + sign, end: place.end, candidates, total: entries.length, noun: 'files' };
}
