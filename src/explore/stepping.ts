/**
 * A schedule step by step, forward and back: what there is to see at each step, and where a key goes. The machine is
 * deterministic, so one run tells what every step was like, whichever way it is come to.
 */

import { faultPhrase, phraseOf, stateWord } from './phrases.ts';
import { drawPicture } from './picture.ts';
import { type Served, served } from './serve.ts';
import { endOfReplay, type Replayed, replayStatus } from './serveReplay.ts';

/** One line; what it is decides how a terminal shows it. */
export interface StepLine {
  readonly text: string;
  readonly role: 'head' | 'plain' | 'now' | 'wrong' | 'faint';
}

export interface StepRoom {
  readonly columns: number;
  /** Infinity: everything. */
  readonly rows: number;
}

/** Narrower than this, a picture is cut at the right rather than squeezed. */
const PICTURE_MIN = 60;
const PICTURE_ROWS_MIN = 3;
const LOG_ROWS_MIN = 2;
/** Lines of a screen that are not the kernel's log: with fewer rows the log gives way first. */
const OTHER_ROWS = 18;
const NAME_WIDTH = 24;
const PAGE = 10;

const plain = (text: string): StepLine => ({ text, role: 'plain' });

const lastOf = ({ live }: Replayed): number => live.steps.length;

function headLine({ schedule, live }: Replayed, at: number): StepLine {
  const { regime, variant } = schedule.params;
  const what = `${regime} ${schedule.scenario}${variant === '-' ? '' : `, ${variant}`}: ${schedule.verdict}`;
  return { text: `step ${at} of ${live.steps.length}   ${what}`, role: 'head' };
}

/** The step in words: who did what, where, and what went wrong. */
function wordLines({ live }: Replayed, at: number): StepLine[] {
  const step = live.steps[at - 1];
  if (step === undefined) return [plain('Nobody has moved yet.')];
  const where = step.at === '' ? `in ${step.call}` : `in ${step.at} of ${step.call}`;
  const place = step.place === '' ? [] : [plain(`  ${step.place}`)];
  const wrong: StepLine[] = step.fault === '' ? [] : [{ text: `*** ${faultLine(live.steps, at)}`, role: 'wrong' }];
  return [{ text: `${step.task}: ${phraseOf(step)}`, role: 'now' }, plain(`  ${where}`), ...place, ...wrong];
}

function faultLine(steps: Replayed['live']['steps'], at: number): string {
  const { fault = '' } = steps[at - 1] ?? {};
  const phrase = faultPhrase(steps, at - 1);
  return phrase === fault ? fault : `${fault}: ${phrase}`;
}

/** The modules after the step, with what the step has changed. */
function tableLines({ live, before, base }: Replayed, at: number): StepLine[] {
  const now = live.steps[at - 1]?.modules ?? before;
  const then = at < 2 ? before : (live.steps[at - 2]?.modules ?? before);
  const rows = now.map((one, place): StepLine => {
    const old = then[place] ?? one;
    const [was, is] = [old, one].map(({ state, text }) => stateWord(state, text));
    const count = one.count === old.count ? '' : ` (was ${old.count - base})`;
    const state = was === is ? '' : ` (was ${was})`;
    const role = count + state === '' ? 'plain' : 'now';
    return { text: `${one.name.padEnd(NAME_WIDTH)}${String(one.count - base).padStart(5)}${count}  ${is}${state}`, role };
  });
  return [{ text: `${'Module'.padEnd(NAME_WIDTH)}count  state`, role: 'head' }, ...rows];
}

/** What the kernel has said at this step, as much as there is room for. */
function logLines({ log, logEnds }: Replayed, at: number, rows: number): StepLine[] {
  const said = at === 0 ? [] : log.slice(logEnds[at - 1], logEnds[at]);
  const most = Math.max(LOG_ROWS_MIN, rows - OTHER_ROWS);
  const shown = said.length <= most ? said : said.slice(0, most - 1);
  const rest: StepLine[] = shown.length === said.length ? [] : [{ text: `... ${said.length - shown.length} more lines`, role: 'faint' }];
  return [...shown.map(plain), ...rest];
}

/** The picture so far: its head and as many of its last lines as there is room for. */
function pictureLines({ live, base, schedule }: Replayed, at: number, { columns, rows }: StepRoom): StepLine[] {
  if (rows < PICTURE_ROWS_MIN) return [];
  const width = Math.max(PICTURE_MIN, columns);
  const [head = '', ...drawn] = drawPicture(live.steps, { width, base, loopFrom: schedule.loopFrom, until: at });
  const lines = drawn.map((text): StepLine => ({ text, role: text.startsWith('!') ? 'wrong' : 'plain' }));
  const last = lines.at(-1);
  if (last?.role === 'plain') lines[lines.length - 1] = { ...last, role: 'now' };
  const shown = rows - 1 < lines.length ? lines.slice(1 - rows) : lines;
  return [{ text: head, role: 'head' }, ...shown];
}

/** Everything there is to see at a step, 0 being the start; no more lines than there is room for. */
export function stepLines(replayed: Replayed, at: number, room: StepRoom): StepLine[] {
  const role = replayStatus(replayed) === 0 ? 'now' : 'wrong';
  const ends = at === lastOf(replayed) ? endOfReplay(replayed).map((text): StepLine => ({ text, role })) : [];
  const below = [...wordLines(replayed, at), ...logLines(replayed, at, room.rows), ...ends, plain(''), ...tableLines(replayed, at)];
  const head = headLine(replayed, at);
  const picture = pictureLines(replayed, at, { columns: room.columns, rows: room.rows - below.length - 2 });
  const all = [head, ...picture, ...(picture.length > 0 ? [plain('')] : []), ...below];
  return all.slice(0, room.rows);
}

/** Serves `replay --at N`: what there is to see at one step. Undefined: there is no such step. */
export function serveStep(replayed: Replayed, at: number, columns: number): Served | undefined {
  if (!Number.isInteger(at) || at < 0 || at > lastOf(replayed)) return undefined;
  const lines = stepLines(replayed, at, { columns, rows: Number.POSITIVE_INFINITY });
  return served(lines.map(({ text }) => `${text}\n`).join(''), replayStatus(replayed));
}

/** Where a key goes from a step, by the key's name; `leave`: away. A key that means nothing stays. */
export function stepTo(name: string, at: number, last: number): number | 'leave' {
  const go = (to: number): number => Math.min(last, Math.max(0, to));
  switch (name) {
    case 'right':
    case 'down':
    case 'return':
    case 'enter':
    case 'space':
    case ' ':
    case 'n':
    case 'j':
    case 'l':
      return go(at + 1);
    case 'left':
    case 'up':
    case 'backspace':
    case 'b':
    case 'p':
    case 'k':
    case 'h':
      return go(at - 1);
    case 'pagedown':
      return go(at + PAGE);
    case 'pageup':
      return go(at - PAGE);
    case 'home':
    case 'g':
      return 0;
    case 'end':
    case 'G':
      return last;
    case 'q':
    case 'escape':
      return 'leave';
    default:
      return at;
  }
}
