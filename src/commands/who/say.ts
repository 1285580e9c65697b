/** Moments and durations in the words of the face: `t 12.4 s` is a moment, `12.4 s` a duration; always virtual. */
import type { Tick } from '../../engine/step.ts';

const SECOND = 1_000_000;

export const moment = (tick: Tick): string => `t ${(tick / SECOND).toFixed(1)} s`;
/** How long until a moment. Whole seconds, and up: what is nearly over is not said to be over. */
export const left = (until: Tick, now: Tick): string => {
  const us = Math.max(0, until - now);
  return us < 10 * SECOND ? `${(Math.ceil(us / (SECOND / 10)) / 10).toFixed(1)} s` : `${Math.ceil(us / SECOND)} s`;
};
