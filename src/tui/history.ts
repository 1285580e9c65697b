/** The history of commands: entries oldest first, and the ways of looking through them. Pure; the host keeps the file. */

export interface HistoryEntry {
  /** A whole block, perhaps of several lines. */
  readonly text: string;
  /** Exit status; undefined while it runs or when nobody saw its end. */
  readonly status: number | undefined;
  /** Virtual microseconds it took; undefined as above. */
  readonly tookUs: number | undefined;
}

export type History = readonly HistoryEntry[];

/** Entries a history keeps. */
export const HISTORY_KEPT = 10_000;

/** With one entry more. Nothing is kept of an empty line or one that begins with a blank; the same again replaces the last. */
export function remember(history: History, entry: HistoryEntry): History {
  if (entry.text.trim() === '' || /^[ \t]/.test(entry.text)) return history;
  const kept = history.at(-1)?.text === entry.text ? history.slice(0, -1) : history;
  return [...kept.slice(-(HISTORY_KEPT - 1)), entry];
}

/** The different texts that begin with `prefix`, newest first, without `prefix` itself. */
export function startingWith(history: History, prefix: string): string[] {
  const found = new Set<string>();
  for (let at = history.length - 1; at >= 0; at -= 1) {
    const text = history[at]?.text ?? '';
    if (text !== prefix && text.startsWith(prefix)) found.add(text);
  }
  return [...found];
}

/** The newest text that begins with `prefix`, is longer, and was a command that exists; undefined if there is none. */
export function newestStartingWith(history: History, prefix: string): string | undefined {
  for (let at = history.length - 1; at >= 0; at -= 1) {
    const entry = history[at];
    if (entry && entry.status !== 127 && entry.text.length > prefix.length && entry.text.startsWith(prefix)) return entry.text;
  }
  return undefined;
}

/** The entries that contain `query`, newest first, each text once. Small letters stand for capitals too. */
export function searchHistory(history: History, query: string): HistoryEntry[] {
  const plain = query === query.toLowerCase();
  const found = new Map<string, HistoryEntry>();
  for (let at = history.length - 1; at >= 0; at -= 1) {
    const entry = history[at];
    if (!entry || found.has(entry.text)) continue;
    if ((plain ? entry.text.toLowerCase() : entry.text).includes(query)) found.set(entry.text, entry);
  }
  return [...found.values()];
}

/** How many different texts there are. */
export const distinctTexts = (history: History): number => new Set(history.map((entry) => entry.text)).size;
