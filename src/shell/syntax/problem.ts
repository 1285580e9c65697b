/** What is wrong with a text: thrown while it is read, turned into a value at the door (`parse.ts`). */

export interface Problem {
  readonly kind: 'syntax' | 'unsupported';
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in characters. */
  readonly column: number;
  /** One line: `syntax error: "fi" unexpected`, `not supported: process substitution`. */
  readonly message: string;
  /** What is still open when more text could mend it: `do`, `quote`, `heredoc` ...; undefined when nothing could. */
  readonly open: string | undefined;
}

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}
