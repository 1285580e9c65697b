/** One thing that is shown, and later something else in its place: a row, the cursor, the title. */

/** Shown from one millisecond to another; without an end it rests there. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number | undefined;
  /** What is shown; empty: nothing. */
  readonly what: string;
}

export interface Track {
  /** From this moment on `what` is shown. */
  show(atMs: number, what: string): void;
  /** The spans that show something, in order of time. */
  spans(): readonly Span[];
}

/** A track that shows nothing yet. Of several changes in one millisecond the last one counts. */
export function createTrack(): Track {
  const changes: { atMs: number; what: string }[] = [];
  return {
    show(atMs, what) {
      if (changes.at(-1)?.atMs === atMs) changes.pop();
      if ((changes.at(-1)?.what ?? '') !== what) changes.push({ atMs, what });
    },
    spans: () =>
      changes.map(({ atMs, what }, at) => ({ fromMs: atMs, untilMs: changes[at + 1]?.atMs, what })).filter((span) => span.what !== ''),
  };
}

/**
 * The attribute that shows an element during its span. Elements are hidden unless they have the class `z` (shown at the
 * end); so a viewer without animation, or one that asked for less motion, sees the last frame and nothing else.
 */
export function when(span: Span, classes = ''): string {
  if (span.untilMs === undefined) {
    const names = classes === '' ? 'z' : `${classes} z`;
    return span.fromMs === 0 ? ` class="${names}"` : ` class="${names}" style="animation:h ${span.fromMs}ms"`;
  }
  const named = classes === '' ? '' : ` class="${classes}"`;
  return `${named} style="animation:v ${span.untilMs - span.fromMs}ms${span.fromMs === 0 ? '' : ` ${span.fromMs}ms`}"`;
}
