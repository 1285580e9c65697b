/** Errors of the command line itself: one line, status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly status: number;
  constructor(message: string, status = 2) {
    super(message);
    this.status = status;
  }
}
