/** "Did you mean": one name, at most two letters off, never run by itself. */
import { nearest } from '../distance.ts';
import type { Hint, HintInput } from './hint.ts';

const meant = (name: string | undefined): Hint | undefined => (name === undefined ? undefined : { text: `did you mean ${name}?` });
const names = (items: readonly { readonly name: string }[]): string[] => items.map(({ name }) => name);

export const meantCommand = (word: string, { sources }: HintInput): Hint | undefined => meant(nearest(word, names(sources.commands())));

export const meantLoaded = (word: string, { sources }: HintInput): Hint | undefined => meant(nearest(word, names(sources.loaded())));

export const meantLoadable = (word: string, { sources }: HintInput): Hint | undefined => meant(nearest(word, names(sources.loadable())));

/** A module file that is not there: the nearest one in its folder. */
export function meantFile(path: string, { sources }: HintInput): Hint | undefined {
  const slash = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, slash);
  const files = names(sources.readdir(folder === '' ? '.' : folder)).filter((name) => name.endsWith('.ko'));
  const file = nearest(path.slice(slash), files);
  return meant(file === undefined ? undefined : folder + file);
}
