/** What is asked for cannot be explored: it is not there, does not come about, or is not what it should be. The message is for the user, one line. */
export class CannotExplore extends Error {
  override readonly name: string = 'CannotExplore';
}

/** Runs what a user has written; what it throws is told as a fault of `whose`. */
export function usersOwn<T>(whose: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof CannotExplore) throw error;
    throw new CannotExplore(`${whose}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
