/**
 * Schedule files: a found schedule as plain lines, for people, version control and the live machine. Every step names what
 * it did, so that a replay can say exactly where a changed driver leaves the schedule.
 *
 *     modsh-schedule 1
 *     scenario chardev
 *     param regime 2.2
 *     verdict use-after-unload
 *     model 5f0c2a11
 *     run user0 x2
 *       lock kernel.chrdevs_lock in chrdev_open of open("/dev/chardev0")
 *       load chardev.registered in chrdev_open of open("/dev/chardev0") = 1
 */

import type { LiveStep } from './liveStep.ts';
import type { Model, ModelNode } from './model.ts';
import type { Turn } from './replay.ts';
import { DEFAULT_PARAMS, type Params } from './scenario.ts';
import type { Outcome } from './simulate.ts';
import { VERDICTS, type Verdict } from './verdict.ts';

export interface ScheduleStep extends Turn {
  readonly op: string;
  readonly cell: string;
  readonly at: string;
  readonly call: string;
}

export interface Schedule {
  readonly scenario: string;
  /** Row of the matrix that it belongs to, or empty. */
  readonly id: string;
  readonly params: Params;
  readonly verdict: Verdict;
  readonly preemptions: number;
  /** Hash of the compiled model: another one means that the driver, the regime or the kernel has changed. */
  readonly model: string;
  /** For `starve`: the step from which on it repeats; -1 otherwise. */
  readonly loopFrom: number;
  readonly steps: readonly ScheduleStep[];
}

const HEADER = 'modsh-schedule 1';

/** FNV-1a of everything that decides what the model does, as eight hex digits. */
export function modelHash(model: Model): string {
  let hash = 0x811c9dc5;
  const feed = (text: string): void => {
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  };
  const node = (one: ModelNode): void => {
    const next = [...one.next].map(([answer, to]) => `${answer}>${to}`).join();
    feed(JSON.stringify([one.kind, one.when, one.never, one.effects, one.lives, one.reads, next, one.onFail, one.onSignal, one.onTimeout]));
    feed(`${one.fault ?? ''} ${one.step?.at ?? ''} ${one.call}`);
  };
  for (const cell of model.cells) feed(`${cell.name} ${cell.init} ${cell.min} ${cell.max};`);
  for (const task of model.tasks) {
    feed(`${task.name} ${task.endless};`);
    for (const one of task.nodes) node(one);
  }
  return hash.toString(16).padStart(8, '0');
}

const quoteless = (text: string): string => text.replace(/\n/g, ' ');

const orDash = (text: string): string => (text === '' ? '-' : text);
const noDash = (text: string): string => (text === '-' ? '' : text);

function stepText(step: ScheduleStep): string {
  const told = step.outcome === 'done' ? (step.answer === 1 ? '' : ` = ${step.answer}`) : ` ${step.outcome} ${step.answer}`;
  return `  ${step.op} ${orDash(step.cell)} in ${orDash(step.at)} of ${quoteless(step.call)}${told}`;
}

/** Parameters that differ from the defaults, as `param NAME VALUE` lines; those that make a list are joined by commas. */
function paramLines(params: Params): string[] {
  const lines: string[] = [];
  for (const [name, value] of Object.entries(params)) {
    const text = Array.isArray(value) ? value.join(',') : String(value);
    const usual = DEFAULT_PARAMS[name as keyof Params];
    if (text !== (Array.isArray(usual) ? usual.join(',') : String(usual)) || name === 'regime') lines.push(`param ${name} ${text}`);
  }
  return lines;
}

/** The file's text. */
export function writeSchedule(schedule: Schedule): string {
  const lines = [HEADER, `scenario ${schedule.scenario}`];
  if (schedule.id !== '') lines.push(`case ${schedule.id}`);
  lines.push(...paramLines(schedule.params));
  lines.push(`verdict ${schedule.verdict}`, `steps ${schedule.steps.length}`, `preemptions ${schedule.preemptions}`);
  if (schedule.loopFrom >= 0) lines.push(`loop-from ${schedule.loopFrom}`);
  lines.push(`model ${schedule.model}`);
  for (let at = 0; at < schedule.steps.length; ) {
    const { task } = schedule.steps[at] as ScheduleStep;
    let end = at;
    while (schedule.steps[end]?.task === task) end += 1;
    lines.push(`run ${task} x${end - at}`, ...schedule.steps.slice(at, end).map(stepText));
    at = end;
  }
  return `${lines.join('\n')}\n`;
}

const STEP_LINE = /^ {2}(\S+) (.+?) in (.+?) of (.*?)(?: (failed|signal|timeout|chosen) (-?\d+)| = (-?\d+))?$/;

/** What is wrong with a schedule file, by line. */
export class BadSchedule extends Error {
  override readonly name = 'BadSchedule';
}

function readStep(line: string, task: string, number: number): ScheduleStep {
  const match = STEP_LINE.exec(line);
  if (match === null) throw new BadSchedule(`line ${number}: not a step: ${line.trim()}`);
  const [, op = '', cell = '', at = '', call = '', outcome, told, answer] = match;
  return {
    task,
    op,
    cell: noDash(cell),
    at: noDash(at),
    call,
    outcome: (outcome ?? 'done') as Outcome,
    answer: Number(told ?? answer ?? '1'),
  };
}

function readParam(params: Record<string, unknown>, name: string, text: string, number: number): void {
  if (!(name in DEFAULT_PARAMS)) throw new BadSchedule(`line ${number}: no parameter ${name}`);
  const usual = DEFAULT_PARAMS[name as keyof Params];
  if (Array.isArray(usual)) params[name] = text === '' ? [] : text.split(',');
  else if (typeof usual === 'boolean') params[name] = text === 'true';
  else if (typeof usual === 'number') params[name] = text === 'endless' ? text : Number(text);
  else params[name] = text;
}

/** Reads a schedule file. Throws `BadSchedule` with the line. */
export function readSchedule(text: string): Schedule {
  const lines = text.split('\n');
  if (lines[0] !== HEADER) throw new BadSchedule(`line 1: a schedule begins with "${HEADER}"`);
  const params: Record<string, unknown> = { ...DEFAULT_PARAMS };
  const head = new Map<string, string>();
  const steps: ScheduleStep[] = [];
  let task = '';
  for (const [at, line] of lines.entries()) {
    if (at === 0 || line === '' || line.startsWith('#')) continue;
    if (line.startsWith('  ')) {
      steps.push(readStep(line, task, at + 1));
      continue;
    }
    const space = line.indexOf(' ');
    const [key, value] = [line.slice(0, space), line.slice(space + 1)];
    if (key === 'run') task = value.replace(/ x\d+$/, '');
    else if (key === 'param') {
      const cut = value.indexOf(' ');
      readParam(params, value.slice(0, cut), value.slice(cut + 1), at + 1);
    } else head.set(key, value);
  }
  const verdict = VERDICTS.find((one) => one === head.get('verdict'));
  if (verdict === undefined) throw new BadSchedule('the schedule names no verdict');
  return {
    scenario: head.get('scenario') ?? '',
    id: head.get('case') ?? '',
    params: params as unknown as Params,
    verdict,
    preemptions: Number(head.get('preemptions') ?? '0'),
    model: head.get('model') ?? '',
    loopFrom: Number(head.get('loop-from') ?? '-1'),
    steps,
  };
}

/** The step of a schedule that a live step was. */
export const scheduleStep = (live: LiveStep): ScheduleStep => ({
  task: live.task,
  op: live.op,
  cell: live.cell,
  at: live.at,
  call: live.call,
  outcome: live.outcome,
  answer: live.answer,
});
