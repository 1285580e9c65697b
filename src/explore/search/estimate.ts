/**
 * How many states a search of a whole space will have stored at its end. The states that wait to be expanded grow in number, then fewer and
 * fewer new ones come, and at the end none waits. So a parabola through the numbers so far (least squares over the later part of the way)
 * says where it will come down; where it does not bend down, there is no ground for a number.
 */

/** What a search had stored and expanded at one moment. */
export interface Sample {
  readonly states: number;
  readonly expanded: number;
}

/** What lies before this part of the way says little about what is to come. */
const LOOKS_BACK = 0.7;
const SAMPLES_MIN = 5;
/** A curve says nothing about more than so many times its own length. */
const LOOKS_AHEAD = 4;

type Row = readonly [number, number, number];

const determinant = ([a, b, c]: Row, [d, e, f]: Row, [g, h, i]: Row): number =>
  a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);

/** Slope and bend at x = 0 of the parabola that comes closest to the points. */
function parabola(points: readonly { readonly x: number; readonly y: number }[]): { slope: number; bend: number } {
  const sum = (power: number, times: (y: number) => number): number => points.reduce((all, { x, y }) => all + x ** power * times(y), 0);
  const [s0, s1, s2, s3, s4] = [0, 1, 2, 3, 4].map((power) => sum(power, () => 1)) as [number, number, number, number, number];
  const [y0, y1, y2] = [0, 1, 2].map((power) => sum(power, (y) => y)) as [number, number, number];
  const whole = determinant([s0, s1, s2], [s1, s2, s3], [s2, s3, s4]);
  return {
    slope: determinant([s0, y0, s2], [s1, y1, s3], [s2, y2, s4]) / whole,
    bend: determinant([s0, s1, y0], [s1, s2, y1], [s2, s3, y2]) / whole,
  };
}

/** The estimate, from samples in the order of time; undefined: there is no ground for one. */
export function estimateStates(samples: readonly Sample[]): number | undefined {
  const now = samples.at(-1);
  if (now === undefined || now.expanded === 0) return undefined;
  const { expanded, states } = now;
  const late = samples.filter((one) => one.expanded >= expanded * (1 - LOOKS_BACK));
  if (late.length < SAMPLES_MIN) return undefined;
  // In parts of what is expanded, so that large numbers lose nothing.
  const { slope, bend } = parabola(
    late.map((one) => ({ x: (one.expanded - expanded) / expanded, y: (one.states - one.expanded) / expanded })),
  );
  if (!(bend < 0)) return undefined;
  const waiting = (states - expanded) / expanded;
  const more = (-slope - Math.sqrt(slope * slope - 4 * bend * waiting)) / (2 * bend);
  return more > LOOKS_AHEAD ? undefined : Math.max(states, Math.round(expanded * (1 + more)));
}
