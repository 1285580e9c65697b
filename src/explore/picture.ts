/** A schedule drawn: a column per task, count and state of the modules on the right, the last row marked. */

import type { LiveStep } from './liveStep.ts';
import { faultPhrase, phraseOf, stateWord } from './phrases.ts';

export interface PictureOptions {
  /** Columns of the screen; default 80. */
  readonly width?: number;
  /** The part of a raw count that is no user: 1 today. */
  readonly base: number;
  /** Steps from here on repeat for ever; -1: none do. */
  readonly loopFrom?: number;
  /** Draws so many steps, in the columns of all of them, and no list of places below. */
  readonly until?: number;
}

export interface PictureRow {
  /** Number of the step, from 1. */
  readonly step: number;
  readonly task: string;
  readonly text: string;
  readonly count: string;
  readonly state: string;
  /** Where in the source, with the last folder: `kernel/unload.ts:87`; may be empty. */
  readonly place: string;
  readonly wrong: boolean;
}

const STEP_WIDTH = 6;
const SIDE_WIDTH = 18;
const COLUMN_MIN = 26;
/** Before a column of places; and how wide the states are that it stands beside. */
const PLACE_GAP = 2;
/** A task's column when places stand beside it: less would cut too many phrases. */
const ROOMY = 30;
const STATE_WIDTH = 10;

/** The rows of a picture, before they are laid out. */
export function pictureRows(steps: readonly LiveStep[], options: PictureOptions): PictureRow[] {
  let shown = '';
  return steps.map((step, at) => {
    const [first] = step.modules;
    const state = step.modules.map((m) => stateWord(m.state, m.text)).join(' ');
    const changed = state === shown ? '' : state;
    shown = state;
    return {
      step: at + 1,
      task: step.task,
      text: phraseOf(step),
      count: first === undefined ? '' : String(first.count - options.base),
      state: changed,
      place: shortPlace(step.place),
      wrong: step.fault !== '',
    };
  });
}

/** The last folder and the file: enough to find it. */
const shortPlace = (place: string): string => place.split('/').slice(-2).join('/');

const clip = (text: string, width: number): string => (text.length <= width ? text.padEnd(width) : `${text.slice(0, width - 1)}~`);

/** Calls that a task makes, for the head of its column. */
function headOf(task: string, steps: readonly LiveStep[], cpu: number): string {
  const calls = [...new Set(steps.filter((step) => step.task === task).map((step) => step.call))];
  const kernel = calls.length === 0 || calls[0] === 'kthread' || task.startsWith('Ctrl-C');
  return kernel ? task : `cpu${cpu} ${task}: ${calls.join(', ')}`;
}

/** As many columns as the places take, where the tasks have room beside them; 0: they come below. */
function placeWidth(rows: readonly PictureRow[], tasks: number, width: number): number {
  const longest = Math.max(0, ...rows.map(({ place }) => place.length));
  if (longest === 0) return 0;
  return width - STEP_WIDTH - SIDE_WIDTH - longest - PLACE_GAP >= tasks * ROOMY ? longest + PLACE_GAP : 0;
}

/** The places of the steps, several to a line. */
function placesBelow(rows: readonly PictureRow[], width: number): string[] {
  const told = rows.filter(({ place }) => place !== '').map(({ step, place }) => `${String(step).padStart(4)}  ${place}`);
  const each = Math.max(0, ...told.map((text) => text.length)) + PLACE_GAP;
  const across = Math.max(1, Math.floor(width / each));
  const down = Math.ceil(told.length / across);
  return Array.from({ length: down }, (_, row) =>
    Array.from({ length: across }, (_, column) => (told[column * down + row] ?? '').padEnd(each))
      .join('')
      .trimEnd(),
  );
}

/** The picture as lines without trailing blanks. */
export function drawPicture(steps: readonly LiveStep[], options: PictureOptions): string[] {
  const rows = pictureRows(steps, options);
  const tasks = [...new Set(steps.map((step) => step.task))];
  const width = options.width ?? 80;
  const aside = placeWidth(rows, tasks.length, width);
  const room = width - STEP_WIDTH - SIDE_WIDTH - aside;
  const folds = tasks.length * COLUMN_MIN > room;
  const columns = folds ? 1 : tasks.length;
  const each = Math.floor(room / columns) - 1;
  const lines: string[] = [];
  const line = (mark: string, cells: readonly string[], { count, state, place }: Pick<PictureRow, 'count' | 'state' | 'place'>): void => {
    const side = aside === 0 ? state : `${state.padEnd(STATE_WIDTH)} ${place}`;
    lines.push(`${mark.padEnd(STEP_WIDTH)}${cells.map((cell) => clip(cell, each)).join(' ')} ${count.padStart(5)}  ${side}`.trimEnd());
  };
  const heads = tasks.map((task, cpu) => headOf(task, steps, cpu));
  line('step', folds ? [''] : heads, { count: 'count', state: 'state', place: 'source' });
  for (const [at, row] of rows.slice(0, options.until).entries()) {
    if (at === options.loopFrom) lines.push('      -- from here on, for ever --');
    const wrong = row.wrong ? `*** ${faultPhrase(steps, at)}` : '';
    const cells = folds ? [`${row.task}: ${row.text}`] : tasks.map((task) => (task === row.task ? row.text : wrong));
    line(`${row.wrong ? '!' : ' '}${String(row.step).padStart(3)}`, cells, row);
    if (folds && row.wrong) line('!', [wrong], { count: '', state: '', place: '' });
  }
  const below = aside === 0 && options.until === undefined ? placesBelow(rows, width) : [];
  return below.length === 0 ? lines : [...lines, '', 'source of each step', ...below];
}
