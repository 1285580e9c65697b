/** Waits told in lines, for terminals and readers that nothing may be drawn over: at the start, now and then, at the end. */
import type { SystemView, WaitView } from '../engine/view.ts';
import { blockersText, phaseText, timeLeft } from './frame/waits.ts';
import { tenths } from './time.ts';

interface Report {
  readonly wait: WaitView;
  readonly phase: string;
  /** Virtual time of the next report, if nothing changes before. */
  readonly nextUs: number;
}

export interface PlainWaits {
  readonly everyUs: number;
  /** By process id. */
  readonly reports: Map<number, Report>;
}

/** How often a wait reports, in virtual time; and for a screen reader. */
export const REPORT_US = 10_000_000;
export const REPORT_SPOKEN_US = 30_000_000;

/** The lines that are due now: a wait began, went into another phase, has been still for long, or ended. */
export function reportWaits({ everyUs, reports }: PlainWaits, view: SystemView, nowUs: number): string[] {
  const lines: string[] = [];
  const alive = new Set(view.waits.map((wait) => wait.pid));
  for (const [pid, { wait }] of reports) {
    if (alive.has(pid)) continue;
    reports.delete(pid);
    const gone = !view.modules.some((module) => module.name === wait.module);
    lines.push(`${wait.command}: ${gone ? 'done' : 'ended'} after ${tenths(nowUs - wait.since)}`);
  }
  for (const wait of view.waits) {
    const before = reports.get(wait.pid);
    const phase = phaseText(wait.phases);
    if (before && before.phase === phase && nowUs < before.nextUs) continue;
    reports.set(wait.pid, { wait, phase, nextUs: nextAfter(wait, everyUs, nowUs) });
    lines.push(reportLine(wait, nowUs, before === undefined));
  }
  return lines;
}

/** Reports come at whole steps since the wait began, so that they stay regular. */
function nextAfter(wait: WaitView, everyUs: number, nowUs: number): number {
  return wait.since + (Math.floor((nowUs - wait.since) / everyUs) + 1) * everyUs;
}

function reportLine(wait: WaitView, nowUs: number, first: boolean): string {
  const what =
    wait.phases.length === 0 ? wait.reason : [phaseText(wait.phases), blockersText(wait)].filter((part) => part !== '').join(', ');
  const keys = !first ? '' : wait.cancellable ? ', Ctrl-C cancels' : ', cannot be cancelled';
  return `${wait.command}: ${what}, ${timeLeft(wait, nowUs)}${keys}`;
}

/** When the next report is due, in virtual time; undefined when nothing waits. */
export function nextReport({ reports }: PlainWaits): number | undefined {
  let next: number | undefined;
  for (const { nextUs } of reports.values()) next = Math.min(next ?? nextUs, nextUs);
  return next;
}
