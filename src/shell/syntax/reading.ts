/** What the conversion of one text needs at every place: the text with its lines, and the way to read another one. */
import type { Unbash } from '../parse.ts';
import { createSource, lineAt, type Source } from './source.ts';

export interface Reading {
  readonly read: (text: string) => Unbash.ParsedScript;
  readonly source: Source;
}

/** For a tree whose positions count in a text of its own, which stands where `pos` is in the outer one. */
export const innerReading = (reading: Reading, text: string, pos: number): Reading => ({
  read: reading.read,
  source: createSource(text, lineAt(reading.source, pos)),
});
