/** Counts over time: per module the moments at which its refcnt changed, as far back as the chart looks. */
import type { SystemView } from '../engine/view.ts';

export interface Sample {
  /** Virtual microseconds. */
  readonly t: number;
  /** 0 once the module is gone, and while exit() runs. */
  readonly refcnt: number;
}

export interface CountHistory {
  /** The kernel whose counts they are. */
  boot: number;
  /** By module id. */
  readonly samples: Map<number, Sample[]>;
}

export const createHistory = (): CountHistory => ({ boot: 0, samples: new Map() });

/** How far back the chart looks, in virtual microseconds. */
export const WINDOW_US = 60_000_000;
/** Changes kept per module: more than a chart has columns. */
const SAMPLES_KEPT = 2_000;

/** Takes a look at the counts: what changed becomes a sample. Samples that no chart reaches any more are dropped. */
export function recordCounts(history: CountHistory, view: SystemView): void {
  // The clock and the ids of another kernel begin anew.
  if (history.boot !== view.boot) history.samples.clear();
  history.boot = view.boot;
  const seen = new Set<number>();
  for (const module of view.modules) {
    seen.add(module.id);
    note(history.samples, module.id, view.now, Math.max(0, module.refcnt));
  }
  for (const [id, samples] of history.samples) {
    if (!seen.has(id)) note(history.samples, id, view.now, 0);
    const last = samples.at(-1);
    if (!seen.has(id) && last !== undefined && last.t < view.now - WINDOW_US) history.samples.delete(id);
  }
}

function note(all: CountHistory['samples'], id: number, t: number, refcnt: number): void {
  const samples = all.get(id);
  if (samples === undefined) {
    all.set(id, [{ t, refcnt }]);
    return;
  }
  if (samples.at(-1)?.refcnt === refcnt) return;
  samples.push({ t, refcnt });
  if (samples.length > SAMPLES_KEPT) samples.splice(0, samples.length - SAMPLES_KEPT);
}

/**
 * The count at evenly spaced moments of the last WINDOW_US up to `nowUs`. Of several counts between two moments the
 * highest is shown, so that no short reference is lost; before the first sample the count is 0.
 */
export function countsOver(samples: readonly Sample[], nowUs: number, points: number): number[] {
  const counts: number[] = [];
  const from = nowUs - WINDOW_US;
  let at = 0;
  let current = 0;
  for (let point = 0; point < points; point += 1) {
    const until = from + (WINDOW_US * (point + 1)) / points;
    let highest = current;
    for (let sample = samples[at]; sample !== undefined && (sample.t <= until || point === points - 1); sample = samples[at]) {
      current = sample.refcnt;
      // What was over before the window began is only where the line starts.
      highest = sample.t < from ? current : Math.max(highest, current);
      at += 1;
    }
    counts.push(point === points - 1 ? current : highest);
  }
  return counts;
}
