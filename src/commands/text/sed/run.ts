/** Running sed scripts (GNU sed 4.9, execute.c). */
import type { UserPath } from '../../../engine/step.ts';
import type { Pattern } from '../regex/pattern.ts';
import type { Address, RangeEnd, SedCommand, SedPattern, SedScript, Substitution } from './script.ts';
import { substituted } from './substitution.ts';

/** Where lines come from. A line has no newline; `whole` is false for a last line that lacked one. */
export interface SedInput {
  next(): UserPath<{ readonly line: string; readonly whole: boolean } | undefined>;
  isLast(): UserPath<boolean>;
}

/** Collects output; a newline that a last line lacked is written when more comes. */
export interface SedOutput {
  text: string;
  owesNewline: boolean;
}

export interface SedState {
  pattern: string;
  hold: string;
  line: number;
  /** The line that was read last ended in a newline. */
  whole: boolean;
  /** Texts of `a` that come when the cycle ends. */
  queue: string;
  replaced: boolean;
  lastPattern: Pattern | undefined;
  /** For each command with a range: the line on which it ends (-1: one to be found), or undefined while not inside. */
  readonly ranges: Map<SedCommand, number>;
  /** Set once the script has ended. */
  status: number | undefined;
}

/** The state before the first line. */
export const sedState = (): SedState => ({
  pattern: '',
  hold: '',
  line: 0,
  whole: true,
  queue: '',
  replaced: false,
  lastPattern: undefined,
  ranges: new Map(),
  status: undefined,
});

/** Raised when an empty pattern is used before any other. */
export class NoPatternYet extends Error {}

export interface SedRun {
  readonly script: SedScript;
  readonly quiet: boolean;
  readonly input: SedInput;
  readonly output: SedOutput;
  readonly state: SedState;
}

/** Adds text to the output; `whole` false: a newline at its end is owed. */
export function put(output: SedOutput, text: string, whole = true): void {
  output.text += `${output.owesNewline ? '\n' : ''}${text}${whole ? '\n' : ''}`;
  output.owesNewline = !whole;
}

function putText(output: SedOutput, text: string): void {
  if (text !== '') put(output, text.slice(0, -1));
}

function resolve(state: SedState, pattern: SedPattern): Pattern {
  const used = pattern ?? state.lastPattern;
  if (used === undefined) throw new NoPatternYet();
  state.lastPattern = used;
  return used;
}

function* matches(run: SedRun, address: Address): UserPath<boolean> {
  const { state } = run;
  switch (address.kind) {
    case 'line':
      return state.line === address.line;
    case 'last':
      return yield* run.input.isLast();
    case 'pattern':
      return resolve(state, address.pattern).test(state.pattern);
    case 'step':
      return address.step === 0
        ? state.line === address.first
        : state.line >= address.first && (state.line - address.first) % address.step === 0;
  }
}

/** The line on which a range that begins now ends; -1 when that must be looked for, line by line. */
function rangeEndLine(line: number, to: RangeEnd): number {
  switch (to.kind) {
    case 'line':
      return Math.max(line, to.line);
    case 'plus':
      return line + to.lines;
    case 'multiple':
      return to.of === 0 ? line : Math.ceil(line / to.of) * to.of;
    default:
      return -1;
  }
}

function* inRange(run: SedRun, command: SedCommand, from: Address, to: RangeEnd): UserPath<boolean> {
  const { state } = run;
  let end = state.ranges.get(command);
  if (end === undefined && from.kind === 'line' && from.line === 0 && state.line === 1)
    end = -1; // 0,/re/ may end on line 1
  else if (end === undefined) {
    if (!(yield* matches(run, from))) return false;
    end = rangeEndLine(state.line, to);
    if (end < 0 || end > state.line) state.ranges.set(command, end);
    return true;
  }
  if (end >= 0) {
    if (state.line >= end) state.ranges.delete(command);
    // A range whose last line has gone by unseen takes only a line that begins it anew.
    return state.line <= end || (yield* matches(run, from));
  }
  const over = to.kind !== 'plus' && to.kind !== 'multiple' && (yield* matches(run, to));
  if (over) state.ranges.delete(command);
  else state.ranges.set(command, -1);
  return true;
}

function* selected(run: SedRun, command: SedCommand): UserPath<boolean> {
  const { from, to, negate } = command;
  if (from === undefined) return !negate;
  const chosen = to === undefined ? yield* matches(run, from) : yield* inRange(run, command, from, to);
  return chosen !== negate;
}

function dumpQueue(run: SedRun): void {
  putText(run.output, run.state.queue);
  run.state.queue = '';
}

/** What ends a cycle: prints the pattern space unless quiet, then what `a` has queued. */
function endCycle(run: SedRun, print: boolean): void {
  const { state, output } = run;
  if (print && !run.quiet) put(output, state.pattern, state.whole);
  dumpQueue(run);
}

/** Reads the next line, over the pattern space or behind it; false at the end of the input. */
function* readLine(run: SedRun, behind: boolean): UserPath<boolean> {
  const next = yield* run.input.next();
  if (next === undefined) return false;
  const { state } = run;
  dumpQueue(run);
  state.pattern = behind ? `${state.pattern}\n${next.line}` : next.line;
  state.whole = next.whole;
  state.line += 1;
  return true;
}

function substitute(run: SedRun, one: Substitution): void {
  const { state, output } = run;
  const result = substituted(state.pattern, one, resolve(state, one.pattern));
  if (result === undefined) return;
  state.pattern = result;
  state.replaced = true;
  if (one.print) put(output, result, state.whole);
}

/** Where to go on: the next command, another one, or the end of the cycle (with or without printing; `again`: without reading). */
type Next = number | 'end' | 'end silently' | 'again' | 'quit';

function jump(run: SedRun, label: string): Next {
  return label === '' ? 'end' : (run.script.labels.get(label) ?? 'end');
}

/** n and N at the end of the input: prints and ends, as GNU does. */
function* advance(run: SedRun, behind: boolean): UserPath<Next | undefined> {
  if (yield* run.input.isLast()) {
    run.state.status = 0;
    return 'end';
  }
  if (!behind && !run.quiet) put(run.output, run.state.pattern, run.state.whole);
  return (yield* readLine(run, behind)) ? undefined : 'end silently';
}

function deleteFirstLine(state: SedState): Next {
  const newline = state.pattern.indexOf('\n');
  if (newline < 0) return 'end silently';
  state.pattern = state.pattern.slice(newline + 1);
  return 'again';
}

function change(run: SedRun, command: SedCommand, text: string): Next {
  // Of a range, only its end prints the text.
  if (command.to === undefined || command.negate || !run.state.ranges.has(command)) putText(run.output, text);
  return 'end silently';
}

/** Commands that only move text between the two spaces. */
function moveText(state: SedState, verb: 'g' | 'G' | 'h' | 'H' | 'x' | 'z'): void {
  const { pattern, hold } = state;
  if (verb === 'g') state.pattern = hold;
  if (verb === 'G') state.pattern = `${pattern}\n${hold}`;
  if (verb === 'h') state.hold = pattern;
  if (verb === 'H') state.hold = `${hold}\n${pattern}`;
  if (verb === 'z') state.pattern = '';
  if (verb !== 'x') return;
  state.pattern = hold;
  state.hold = pattern;
}

/** Does one command; undefined: go on with the next. */
function* perform(run: SedRun, command: SedCommand): UserPath<Next | undefined> {
  const { state, output } = run;
  const { action } = command;
  switch (action.verb) {
    case 's':
      substitute(run, action.substitution);
      return undefined;
    case 'y':
      state.pattern = [...state.pattern].map((char) => action.map.get(char) ?? char).join('');
      return undefined;
    case 'a':
      state.queue += action.text;
      return undefined;
    case 'i':
      putText(output, action.text);
      return undefined;
    case 'c':
      return change(run, command, action.text);
    case 'q':
      state.status = action.status;
      return 'end';
    case 'Q':
      state.status = action.status;
      return 'quit';
    case 'b':
      return jump(run, action.label);
    case 't':
    case 'T': {
      const { replaced } = state;
      state.replaced = false;
      return replaced === (action.verb === 't') ? jump(run, action.label) : undefined;
    }
    case 'd':
      return 'end silently';
    case 'D':
      return deleteFirstLine(state);
    case 'n':
      return yield* advance(run, false);
    case 'N':
      return yield* advance(run, true);
    case 'p':
      put(output, state.pattern, state.whole);
      return undefined;
    case 'P':
      put(output, state.pattern.split('\n', 1)[0] ?? '');
      return undefined;
    case '=':
      put(output, String(state.line));
      return undefined;
    case '{':
    case '}':
      return undefined;
    default:
      moveText(state, action.verb);
      return undefined;
  }
}

/** Runs the script over the pattern space once; how the cycle ended. */
function* cycle(run: SedRun): UserPath<Exclude<Next, number>> {
  const { commands } = run.script;
  for (let at = 0; at < commands.length; ) {
    const command = commands[at] as SedCommand;
    if (!(yield* selected(run, command))) {
      at = command.action.verb === '{' ? command.action.end : at + 1;
      continue;
    }
    const next = yield* perform(run, command);
    if (typeof next === 'string') return next;
    at = next ?? at + 1;
  }
  return 'end';
}

/** Runs the script over all of an input, or until it ends itself; then `state.status` is set. `flush` is called after each cycle. */
export function* runSed(run: SedRun, flush: () => UserPath<boolean>): UserPath<void> {
  let again = false;
  while (run.state.status === undefined) {
    if (!again && !(yield* readLine(run, false))) return;
    if (!again) run.state.replaced = false;
    const end = yield* cycle(run);
    if (end === 'quit') return;
    endCycle(run, end === 'end');
    again = end === 'again';
    if (!(yield* flush())) return;
  }
}
