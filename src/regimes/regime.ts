/** The one shape of a regime: its facts (sheet), its paths, and what it claims about itself. */
import type { Driver } from '../kernel/driver.ts';
import type { Rules } from '../kernel/rules.ts';

/** One change to one path of a regime, or to a driver under it: a bug put in, or one taken out. */
export interface Variant {
  rules?(rules: Rules): Rules;
  driver?(driver: Driver): Driver;
}

/** Where the count of a module that a list shows comes from, and what else a face may say of the regime. */
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
  /** By name: `broken: ...` puts a bug in, `repaired: ...` takes one out, `option: ...` is a choice that the rule leaves open. */
  readonly variants?: { readonly [name: string]: Variant };
}

/** The rules of a regime with one of its variants; `-` is the regime as it is. Undefined: there is no such variant. */
export function variantOf(regime: Regime, name: string): Rules | undefined {
  if (name === '-' || name === '') return regime;
  const found = regime.variants?.[name];
  if (found === undefined) return undefined;
  return found.rules === undefined ? regime : found.rules(regime);
}

/** A driver as a variant of the regime has it. */
export const variantDriver = (regime: Regime, name: string, driver: Driver): Driver => regime.variants?.[name]?.driver?.(driver) ?? driver;
