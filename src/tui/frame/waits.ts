/** The lines of those who wait: who, for what, how far, how long, and the keys that end it. */
import type { PhaseView, WaitView } from '../../engine/view.ts';
import type { Look } from '../look.ts';
import { columnsOf, fill } from '../text/width.ts';
import { duration } from '../time.ts';
import { cutLine, spread } from './columns.ts';
import { countOf, namedCount } from './holds.ts';
import { signsOf, spinnerAt } from './signs.ts';
import { type Span, type StyledLine, span } from './styled.ts';

export interface WaitInput {
  readonly waits: readonly WaitView[];
  /** The process group in the foreground; undefined at the prompt. */
  readonly foreground: number | undefined;
  /** Job numbers by process group. */
  readonly jobs: ReadonlyMap<number, number>;
  /** How often the kernel has warned about a wait, by process id. */
  readonly warned: ReadonlyMap<number, number>;
  readonly nowUs: number;
  readonly showMs: number;
  readonly columns: number;
  readonly look: Look;
}

const NARROW = 70;
const WIDE = 120;
const GAUGE = 16;
const GAUGE_BESIDE_STRIP = 9;

/** All wait lines: the foreground first, then the jobs by number. */
export function waitLines(input: WaitInput): StyledLine[] {
  const jobOf = (wait: WaitView): number => input.jobs.get(wait.group) ?? Number.MAX_SAFE_INTEGER;
  const front = input.waits.filter((wait) => wait.group === input.foreground);
  const behind = input.waits.filter((wait) => wait.group !== input.foreground).sort((a, b) => jobOf(a) - jobOf(b));
  return [...front.flatMap((wait) => foregroundLines(wait, input)), ...backgroundLines(behind, input)];
}

/** `2 lingering sockets`, `1 file (sh fd 3)`: biggest first, three kinds, then `+2 more`. */
export function blockersText(wait: WaitView, short = false): string {
  const sorted = byKind(wait.blockers).sort((a, b) => b.count - a.count);
  const names = sorted.slice(0, 3).map(({ kind, count, who }) => {
    if (short) return countOf(count, kind);
    return namedCount(count, kind) + (who === '' || sorted.length > 1 ? '' : ` (${who})`);
  });
  if (sorted.length > 3) names.push(`+${sorted.length - 3} more`);
  return names.join(', ');
}

/** One for each kind; who it is stays only where it is one. */
function byKind(blockers: WaitView['blockers']): WaitView['blockers'][number][] {
  const kinds = new Map<string, WaitView['blockers'][number]>();
  for (const blocker of blockers) {
    const { kind, count } = kinds.get(blocker.kind) ?? { kind: blocker.kind, count: 0 };
    kinds.set(kind, { kind, count: count + blocker.count, who: count === 0 ? blocker.who : '' });
  }
  return [...kinds.values()];
}

/** Until when it lasts: `57 s left`; `no limit`, with the blocker that has none where there are several. */
export function timeLeft(wait: WaitView, nowUs: number): string {
  if (wait.until !== undefined) return `${duration(wait.until - nowUs)} left`;
  const endless = wait.blockers.find(({ kind }) => kind !== 'linger' && kind !== 'timer');
  return wait.blockers.length > 1 && endless && endless.who !== '' ? `no limit: ${endless.who}` : 'no limit';
}

/** How much of the wait is over, as a bar; empty where no end is known, and beyond the commit. */
function gaugeText(wait: WaitView, { nowUs, look }: WaitInput, width: number): string {
  if (wait.until === undefined || committed(wait.phases)) return '';
  const { full, empty, left, right } = signsOf(look).gauge;
  const cells = width - left.length - right.length;
  const whole = Math.max(1, wait.until - wait.since);
  const part = look.motion ? (nowUs - wait.since) / whole : stepOf(wait.phases);
  const filled = Math.max(0, Math.min(cells, Math.round(part * cells)));
  return left + full.repeat(filled) + empty.repeat(cells - filled) + right;
}

/** Where nothing may flow, the gauge moves with the phases alone. */
const stepOf = (phases: readonly PhaseView[]): number =>
  phases.length === 0 ? 0 : phases.filter((phase) => phase.state === 'done').length / phases.length;

const committed = (phases: readonly PhaseView[]): boolean => phases.some((phase) => phase.commit && phase.state === 'done');

/** `drain 4/5`: before the commit counted up to it, beyond it through to the end. */
export function phaseText(phases: readonly PhaseView[]): string {
  const at = phases.findIndex((phase) => phase.state === 'now');
  const commit = phases.findIndex((phase) => phase.commit);
  const now = phases[at];
  return now ? `${now.name} ${at + 1}/${at <= commit ? commit + 1 : phases.length}` : '';
}

/** `✓gate ✓refs ▸drain  commit ║  exit`: done, now, ahead; the commit is a line, red once it is crossed. */
function stripSpans(phases: readonly PhaseView[], look: Look): Span[] {
  const { done, now, commit } = signsOf(look);
  return phases.flatMap((phase, index): Span[] => {
    const gap = span(index === 0 ? '' : ' ');
    const name =
      phase.state === 'done'
        ? [span(done, 'good'), span(phase.name)]
        : phase.state === 'now'
          ? [span(now + phase.name, 'wait')]
          : [span(` ${phase.name}`)];
    return [gap, ...name, ...(phase.commit ? [span(' '), span(commit, phase.state === 'done' ? 'danger' : 'plain')] : [])];
  });
}

function tailSpans(wait: WaitView, input: WaitInput, gaugeWidth: number): Span[] {
  const gauge = gaugeText(wait, input, gaugeWidth);
  const left = warnedText(wait, input) + timeLeft(wait, input.nowUs);
  return gauge === '' ? [span(left)] : [span(gauge, 'wait'), span(`  ${left}`)];
}

const warnedText = (wait: WaitView, { warned }: WaitInput): string => {
  const times = warned.get(wait.pid) ?? 0;
  return times > 1 ? `(warned ${times}x)  ` : '';
};

function foregroundLines(wait: WaitView, input: WaitInput): StyledLine[] {
  const { columns, look, showMs } = input;
  const { more } = signsOf(look);
  if (columns < NARROW) return [shortLine(wait, input)];
  const start = [span(`${spinnerAt(look, showMs)} `, 'wait'), span(`${wait.command}   `)];
  const keys = keysLine(wait, columns, look);
  const strip = stripSpans(wait.phases, look);
  if (strip.length === 0) {
    return [spread([...start, span(wait.reason)], tailSpans(wait, input, GAUGE), columns - 1, more), keys];
  }
  const blockers = blockersText(wait);
  if (columns >= WIDE && blockers !== '') {
    return [spread([...start, ...strip, span(`   ${blockers}`)], tailSpans(wait, input, GAUGE_BESIDE_STRIP), columns - 1, more), keys];
  }
  const first = cutLine([...start, ...strip], columns - 1, more);
  // Beyond the commit nobody holds it any more: nothing to tell but the phase.
  if (blockers === '' && wait.until === undefined) return [first, keys];
  return [first, spread([span(`  ${blockers}`)], tailSpans(wait, input, GAUGE), columns - 1, more), keys];
}

function shortLine(wait: WaitView, { columns, look, showMs, nowUs, jobs, foreground }: WaitInput): StyledLine {
  const job = wait.group === foreground ? undefined : jobs.get(wait.group);
  const phase = phaseText(wait.phases);
  const parts = [wait.module, phase, blockersText(wait, true), timeLeft(wait, nowUs)].filter((part) => part !== '');
  const start = [span(`${spinnerAt(look, showMs)} `, 'wait'), span((job === undefined ? '' : `[${job}] `) + parts.join('   '))];
  const width = columnsOf(start.map((part) => part.text).join(''));
  const keys = wait.group === foreground ? fittingKeys(shortKeys(wait), columns - 1 - width - 3, ' ') : '';
  return cutLine(keys === '' ? start : [...start, span('   '), span(keys, 'faint')], columns - 1, signsOf(look).more);
}

function backgroundLines(waits: readonly WaitView[], input: WaitInput): StyledLine[] {
  const { columns, look, showMs, jobs } = input;
  if (columns < NARROW) return waits.map((wait) => shortLine(wait, input));
  const nameWidth = Math.max(0, ...waits.map((wait) => columnsOf(wait.module)));
  const phaseWidth = Math.max(0, ...waits.map((wait) => columnsOf(phaseText(wait.phases))));
  return waits.map((wait) => {
    const job = jobs.get(wait.group);
    const phase = phaseWidth === 0 ? '' : `${fill(phaseText(wait.phases), phaseWidth)}   `;
    const what = blockersText(wait) || wait.reason;
    const left = [
      span(`${spinnerAt(look, showMs)} `, 'wait'),
      span(`${job === undefined ? '' : `[${job}] `}${fill(wait.module, nameWidth)}   ${phase}${what}`),
    ];
    return spread(left, tailSpans(wait, input, GAUGE), columns - 1, signsOf(look).more);
  });
}

/** Which keys the wait answers to, most important first. */
function keysOf(wait: WaitView, columns: number, look: Look): string[] {
  const details = columns >= WIDE ? ['Ctrl-T details', 'keys typed ahead are kept'] : ['Ctrl-T details'];
  if (committed(wait.phases)) return ['too late to cancel', 'Ctrl-Z background', ...details];
  if (!wait.cancellable) {
    const why = wait.reason.startsWith('exit()') ? 'cannot be cancelled, the unload is committed' : 'cannot be cancelled';
    return [why, 'Ctrl-C why', 'Ctrl-Z background'];
  }
  if (wait.phases.length === 0) return ['Ctrl-C cancel', 'Ctrl-Z stop', 'Ctrl-F skip to next event', ...details];
  const skip = columns >= WIDE ? 'Ctrl-F skip to next event' : 'Ctrl-F skip';
  return [`Ctrl-C cancels up to ${signsOf(look).commit}`, 'Ctrl-Z background', skip, ...details];
}

const keysLine = (wait: WaitView, columns: number, look: Look): StyledLine => [
  span(`  ${fittingKeys(keysOf(wait, columns, look), columns - 3, '   ')}`, 'faint'),
];

/** As many keys, from the first on, as fit. */
function fittingKeys(keys: readonly string[], columns: number, gap: string): string {
  let text = '';
  for (const key of keys) {
    const longer = text === '' ? key : text + gap + key;
    if (columnsOf(longer) > columns) break;
    text = longer;
  }
  return text;
}

function shortKeys(wait: WaitView): string[] {
  if (committed(wait.phases)) return ['^Z background'];
  if (!wait.cancellable) return ['^C why', '^Z background'];
  return wait.phases.length === 0 ? ['^C cancel', '^Z stop', '^F skip'] : ['^C cancel', '^F skip', '^Z background'];
}
