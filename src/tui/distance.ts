/** Which known word somebody may have meant. */

/** Edits between two words: a letter put in, left out, changed, or two neighbours exchanged; more than `limit` counts as `limit + 1`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const here = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let least = Math.min((above[column] ?? 0) + 1, (here[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        least = Math.min(least, (before[column - 2] ?? 0) + 1);
      here.push(least);
    }
    before = above;
    above = here;
  }
  return Math.min(above[b.length] ?? 0, limit + 1);
}

/** The one nearest known word at distance 1 or 2 (1 for words of up to three letters); undefined when none is that near, and for one letter. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length <= 1) return undefined;
  const limit = word.length <= 3 ? 1 : 2;
  let best: string | undefined;
  let least = limit + 1;
  for (const candidate of known) {
    const distance = editDistance(word, candidate, limit);
    if (distance > 0 && distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}
