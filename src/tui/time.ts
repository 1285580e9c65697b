/** How times are written: virtual microseconds in, words out. Always with a unit. */

/** Tenths below 10 s, whole seconds from there on: `3.2 s`, `57 s`. For how long something takes or has left. */
export function duration(us: number): string {
  const tenths = Math.round(Math.max(0, us) / 100_000);
  return tenths < 100 ? `${(tenths / 10).toFixed(1)} s` : `${Math.round(Math.max(0, us) / 1_000_000)} s`;
}

/** Always tenths: `44.0 s`. For moments and for columns. */
export const tenths = (us: number): string => `${(Math.round(us / 100_000) / 10).toFixed(1)} s`;
