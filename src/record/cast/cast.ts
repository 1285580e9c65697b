/** What an asciicast holds, whatever its version: a header and events at integer microseconds. */

export type CastVersion = 1 | 2 | 3;

export interface CastTheme {
  readonly fg: string;
  readonly bg: string;
  /** 8 or 16 colours as `#rrggbb`, parted by colons. */
  readonly palette: string;
}

export interface CastHeader {
  readonly version: CastVersion;
  readonly cols: number;
  readonly rows: number;
  /** Unix seconds. Only live recordings have it: those of tapes do not depend on the day. */
  readonly timestamp?: number;
  /** In seconds, as the file says. */
  readonly duration?: number;
  readonly idleTimeLimit?: number;
  readonly command?: string;
  readonly title?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly theme?: CastTheme;
  /** v3 only: `TERM` of the terminal, its version, and labels. */
  readonly termType?: string;
  readonly termVersion?: string;
  readonly tags?: readonly string[];
}

/**
 * One event. Codes: `o` output, `i` input, `m` marker (its name), `r` resize (`80x24`), `x` exit status (v3 only).
 * Other codes are kept as they are; players pass over them.
 */
export interface CastEvent {
  /** Microseconds since the start, never less than those of the event before it. */
  readonly atUs: number;
  readonly code: string;
  readonly data: string;
}

/** A line longer than this is refused rather than held in memory. */
export const CAST_LINE_MAX = 16 * 1024 * 1024;
/** v1 is one JSON value, so it has to be held whole. */
export const CAST_V1_MAX = 64 * 1024 * 1024;
/** Columns and rows that a cast may ask for. */
export const CAST_SIZE_MAX = 4096;

/** The size in a resize event's data; undefined when it is none. */
export function sizeOf(data: string): { readonly cols: number; readonly rows: number } | undefined {
  const found = /^([1-9]\d{0,3})x([1-9]\d{0,3})$/.exec(data);
  const cols = Number(found?.[1]);
  const rows = Number(found?.[2]);
  return found && cols <= CAST_SIZE_MAX && rows <= CAST_SIZE_MAX ? { cols, rows } : undefined;
}
