/** A broken invariant of modsh itself, never bad input. The host prints it with what to report. */
export class EngineBug extends Error {
  override readonly name = 'EngineBug';
}

export function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new EngineBug(what);
}
