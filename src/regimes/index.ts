/** The only list of regimes, in the order in which tables show them. */
import type { Regime } from './regime.ts';
import { today } from './today.ts';

export const regimes = [today] as const satisfies readonly Regime[];

export type RegimeId = (typeof regimes)[number]['id'];

/** The regime of an id, or undefined. */
export const regimeById = (id: string): Regime | undefined => regimes.find((regime) => regime.id === id);
