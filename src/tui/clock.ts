/** Two clocks: show time, in which the viewer lives (milliseconds), and virtual time, the kernel's (microseconds). */

export interface FaceClock {
  readonly anchorMs: number;
  readonly anchorUs: number;
  /** Virtual per show time; 0 is paused. */
  readonly speed: number;
}

/** Virtual time at a moment of show time. */
export const virtualAt = ({ anchorMs, anchorUs, speed }: FaceClock, showMs: number): number =>
  anchorUs + Math.round((showMs - anchorMs) * 1_000 * speed);

/** Show time at which virtual time reaches `us`; undefined while paused. */
export const showAt = ({ anchorMs, anchorUs, speed }: FaceClock, us: number): number | undefined =>
  speed === 0 ? undefined : anchorMs + (us - anchorUs) / (1_000 * speed);
