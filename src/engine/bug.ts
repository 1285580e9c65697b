/** A broken invariant of modsh itself, never bad input. The host prints it with what to report. */
export class EngineBug extends Error {
  override readonly name = 'EngineBug';
}

/** The host cannot go on (the reader of our output is gone): nobody's fault in here, so nobody in here may catch it. */
export class HostGone extends Error {
  override readonly name: string = 'HostGone';
}
