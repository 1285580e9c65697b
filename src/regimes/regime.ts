/** The one shape of a regime: its facts (sheet), its paths, and what it claims about itself. */
import type { Rules } from '../kernel/rules.ts';

export interface Regime extends Rules {
  /** The rule in one clause. */
  readonly title: string;
  /** A kernel that had it, or a proposal that nobody shipped. */
  readonly real: boolean;
  /** Where the facts are from. */
  readonly source: string;
  /** One line each: what it costs, what it breaks. */
  readonly costs: string;
  readonly breaks: string;
}
