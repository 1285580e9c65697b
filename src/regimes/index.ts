/** The only list of regimes, in the order in which tables show them. */
import { two2 } from './2.2.ts';
import { two4 } from './2.4.ts';
import { two5 } from './2.5.ts';
import { two5Netdev } from './2.5-netdev.ts';
import { canUnload } from './can-unload.ts';
import { devHold } from './dev-hold.ts';
import { drain } from './drain.ts';
import { never } from './never.ts';
import { perObject } from './per-object.ts';
import type { Regime } from './regime.ts';
import { today } from './today.ts';

export const regimes: readonly Regime[] = [two2, two4, two5, two5Netdev, devHold, perObject, canUnload, drain, never, today];

/** The ids that options and scripts may name. */
export const REGIME_IDS = ['2.2', '2.4', '2.5', '2.5-netdev', 'dev-hold', 'per-object', 'can-unload', 'drain', 'never', 'today'] as const;
export type RegimeId = (typeof REGIME_IDS)[number];

/** The regime of an id, or undefined. */
export const regimeById = (id: string): Regime | undefined => regimes.find((regime) => regime.id === id);
