/** A schedule drawn: a column per task, count and state of the modules on the right, the last row marked. */
import { faultPhrase, phraseOf, stateWord } from './phrases.ts';
import type { LiveStep } from './replay.ts';

export interface PictureOptions {
  /** Columns of the screen; default 80. */
  readonly width?: number;
  /** The part of a raw count that is no user: 1 today. */
  readonly base: number;
  /** Steps from here on repeat for ever; -1: none do. */
  readonly loopFrom?: number;
}

export interface PictureRow {
  /** Number of the step, from 1. */
  readonly step: number;
  readonly task: string;
  readonly text: string;
  readonly count: string;
  readonly state: string;
  readonly wrong: boolean;
}

const STEP_WIDTH = 6;
const SIDE_WIDTH = 18;
const COLUMN_MIN = 26;

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
      wrong: step.fault !== '',
    };
  });
}

const clip = (text: string, width: number): string => (text.length <= width ? text.padEnd(width) : `${text.slice(0, width - 1)}~`);

/** Calls that a task makes, for the head of its column. */
function headOf(task: string, steps: readonly LiveStep[], cpu: number): string {
  const calls = [...new Set(steps.filter((step) => step.task === task).map((step) => step.call))];
  const kernel = calls.length === 0 || calls[0] === 'kthread' || task.startsWith('Ctrl-C');
  return kernel ? task : `cpu${cpu} ${task}: ${calls.join(', ')}`;
}

/** The picture as lines without trailing blanks. */
export function drawPicture(steps: readonly LiveStep[], options: PictureOptions): string[] {
  const width = options.width ?? 80;
  const tasks = [...new Set(steps.map((step) => step.task))];
  const room = width - STEP_WIDTH - SIDE_WIDTH;
  const folds = tasks.length * COLUMN_MIN > room;
  const columns = folds ? 1 : tasks.length;
  const each = Math.floor(room / columns) - 1;
  const lines: string[] = [];
  const line = (mark: string, cells: readonly string[], count: string, state: string): void => {
    lines.push(`${mark.padEnd(STEP_WIDTH)}${cells.map((cell) => clip(cell, each)).join(' ')} ${count.padStart(5)}  ${state}`.trimEnd());
  };
  const heads = tasks.map((task, cpu) => headOf(task, steps, cpu));
  line('step', folds ? [''] : heads, 'count', 'state');
  const rows = pictureRows(steps, options);
  for (const [at, row] of rows.entries()) {
    if (at === options.loopFrom) lines.push('      -- from here on, for ever --');
    const wrong = row.wrong ? `*** ${faultPhrase(steps, at)}` : '';
    const cells = folds ? [`${row.task}: ${row.text}`] : tasks.map((task) => (task === row.task ? row.text : wrong));
    line(`${row.wrong ? '!' : ' '}${String(row.step).padStart(3)}`, cells, row.count, row.state);
    if (folds && row.wrong) line('!', [wrong], '', '');
  }
  return lines;
}
