/** One script under every rule, side by side: how it ended, when, at what cost, and where it first differs from today. */

import { refCount } from '../engine/ledger.ts';
import { exitStatus } from '../engine/sys.ts';
import type { Driver } from '../kernel/driver.ts';
import type { Regime } from '../regimes/regime.ts';
import { reportScript, type ScriptReport, type StepReport } from './report.ts';
import { bootSystem, type System } from './system.ts';

export interface ComparedScript {
  readonly name: string;
  readonly text: string;
  readonly args: readonly string[];
}

/** One unloading tool that ran: what it was told, how it ended, when. */
export interface Unload {
  readonly command: string;
  readonly status: number;
  /** Virtual microseconds since boot. */
  readonly endedAt: number;
  readonly tookUs: number;
}

export type End = 'OOPS' | 'stuck' | 'refused' | 'waited' | 'removed' | 'ran';

export interface ComparedRow {
  readonly regime: string;
  readonly end: End;
  readonly status: number;
  readonly timeUs: number;
  readonly gets: number;
  readonly puts: number;
  readonly failedGets: number;
  /** Packets that came and that nobody took. */
  readonly lost: number;
  readonly oopses: number;
  /** References that are left though nobody is there to give them back. */
  readonly leaks: number;
  readonly unloads: readonly Unload[];
  readonly firstDifference: string;
  readonly report: ScriptReport;
}

export interface Comparison {
  readonly version: 1;
  readonly script: string;
  readonly rows: readonly ComparedRow[];
}

const UNLOADERS: ReadonlySet<string> = new Set(['rmmod', 'modprobe', 'kmod']);
/** An unload that took longer than this waited for something. */
const WAITED_US = 100_000;
const OOPS_STATUS = 139;

const isUnload = (argv: readonly string[]): boolean =>
  argv[0] === 'rmmod' || (UNLOADERS.has(argv[0] ?? '') && argv.some((word) => word === '-r' || word === '--remove'));

function endOf(system: System, report: ScriptReport, unloads: readonly Unload[]): End {
  if (system.kernel.oopses.length > 0) return 'OOPS';
  if (report.stuck.length > 0) return 'stuck';
  if (unloads.some((unload) => unload.status !== 0)) return 'refused';
  if (unloads.some((unload) => unload.tookUs > WAITED_US)) return 'waited';
  return unloads.length > 0 ? 'removed' : 'ran';
}

/** References on modules that are gone: nobody can give them back any more. */
function leaksOf(system: System): number {
  const { kernel, machine } = system;
  return kernel.modules.graveyard.reduce((sum, m) => sum + refCount(machine.ledger, m.cells.refcnt), 0);
}

function runUnder(regime: Regime, drivers: readonly Driver[], script: ComparedScript): Omit<ComparedRow, 'firstDifference'> {
  const unloads: Unload[] = [];
  const system = bootSystem({
    regime,
    strict: false,
    compared: true,
    drivers,
    hostWrite: () => undefined,
    hostRead: () => '',
    processEnded(process, status) {
      if (!isUnload(process.argv)) return;
      const { now } = system.machine;
      unloads.push({ command: process.argv.join(' '), status: exitStatus(status), endedAt: now, tookUs: now - process.startedAt });
    },
  });
  const report = reportScript(system, script);
  const { counters, now } = system.machine;
  const end = endOf(system, report, unloads);
  return {
    regime: regime.id,
    end,
    status: end === 'OOPS' ? OOPS_STATUS : end === 'refused' ? (unloads.find((unload) => unload.status !== 0)?.status ?? 1) : report.status,
    timeUs: now,
    gets: counters.gets,
    puts: counters.puts,
    failedGets: counters.failedGets,
    lost: system.kernel.meter.bill().lost,
    oopses: system.kernel.oopses.length,
    leaks: leaksOf(system),
    unloads,
    report,
  };
}

/** Addresses and majors differ for reasons that nobody compares. */
const plain = (text: string): string => text.replace(/0x[0-9a-f]{8,16}/g, 'ADDRESS');
const lines = (text: string): string[] =>
  plain(text)
    .split('\n')
    .filter((line) => line !== '');

/** The first line that one step wrote and the other did not. */
function lineOf(mine: StepReport, other: StepReport): string {
  for (const stream of ['stderr', 'stdout'] as const) {
    const theirs = new Set(lines(other[stream]));
    const found = lines(mine[stream]).find((line) => !theirs.has(line));
    if (found !== undefined) return found;
  }
  if (mine.exit !== other.exit) return `${mine.cmd}: status ${mine.exit}, not ${other.exit}`;
  return `${mine.cmd}: says less`;
}

const same = (a: StepReport, b: StepReport): boolean =>
  plain(a.stdout) === plain(b.stdout) && plain(a.stderr) === plain(b.stderr) && a.exit === b.exit;

/** Where a run first differs from the one it is measured by; empty when nowhere. */
function differenceOf(mine: ScriptReport, measure: ScriptReport): string {
  for (const [at, step] of mine.steps.entries()) {
    const other = measure.steps[at];
    if (other === undefined) return `goes on with ${step.cmd}`;
    if (!same(step, other)) return lineOf(step, other);
  }
  if (mine.steps.length < measure.steps.length) return `ends after ${mine.steps.at(-1)?.cmd ?? 'nothing'}`;
  const known = new Set(measure.dmesg.map((line) => line.replace(/^\[[^\]]*\] /, '')));
  const logged = mine.dmesg.map((line) => line.replace(/^\[[^\]]*\] /, '')).find((line) => !known.has(line));
  return logged === undefined ? '' : `log: ${logged}`;
}

/** Runs the script under each of the regimes. The measure is `today`, run besides where it is not among them. */
export function compareScript(script: ComparedScript, regimes: readonly Regime[], today: Regime, drivers: readonly Driver[]): Comparison {
  const runs = regimes.map((regime) => runUnder(regime, drivers, script));
  const measure = runs.find((run) => run.regime === today.id) ?? runUnder(today, drivers, script);
  return {
    version: 1,
    script: script.name,
    rows: runs.map((run) => ({ ...run, firstDifference: differenceOf(run.report, measure.report) })),
  };
}
