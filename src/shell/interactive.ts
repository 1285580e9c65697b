/** The shell at a prompt: reads one complete text after another from descriptor 0 and runs it, with job control. */
import { ERRNO } from '../engine/errno.ts';
import { SIGNALS } from '../engine/signals.ts';
import type { UserPath } from '../engine/step.ts';
import { failed, sys } from '../engine/sys.ts';
import { complain } from './complaint.ts';
import { pollJobs } from './interpreter/foreground.ts';
import { runSteps, STATUS_UNREADABLE } from './interpreter/script.ts';
import { isDone, jobLine, removeJob } from './jobs.ts';
import { needsMore, parseScript } from './parse.ts';
import type { Shell } from './state.ts';
import type { Script } from './syntax/tree.ts';
import { endShell, takeSignals } from './traps.ts';

/** What a prompt may show and complete. Plain data, made afresh for each prompt. */
export interface PromptState {
  /** `$?`. */
  readonly status: number;
  readonly cwd: string;
  /** What the text so far leaves open (`do`, `quote` ...): the second prompt; undefined: the first. */
  readonly open: string | undefined;
  /** Jobs in the table, as `jobs` shows them. */
  readonly jobs: readonly string[];
  /** The same as data. */
  readonly jobList: readonly { readonly number: number; readonly group: number; readonly stopped: boolean; readonly command: string }[];
  /** Names of variables and functions, sorted. */
  readonly variables: readonly string[];
  readonly functions: readonly string[];
}

/** Called synchronously from the shell's process. */
export interface PromptHooks {
  /** The shell is about to read. */
  onPrompt(state: PromptState): void;
  /** A text is complete and is about to run. */
  onCommandStart(text: string): void;
  /** It has run: its status, and how long it took in virtual microseconds. */
  onCommandEnd(status: number, elapsedUs: number): void;
  /** A job was started, stopped or ended: one line to show. */
  onNotice(text: string): void;
  /** The input ended with jobs in the table: false to go on reading. Default: leave. */
  mayLeave?(jobs: readonly string[]): boolean;
}

/** Signals that must neither end nor stop a shell at its prompt. Caught, not ignored, so that its children begin anew. */
const CAUGHT = [SIGNALS.INT, SIGNALS.QUIT, SIGNALS.TERM, SIGNALS.TSTP, SIGNALS.TTIN, SIGNALS.TTOU];
const STATUS_INTERRUPTED = 128 + SIGNALS.INT;
const BLOCK_MAX = 1 << 20;

/** Runs the shell until its input ends or `exit`; its status. */
export function* runPrompt(shell: Shell, hooks: PromptHooks): UserPath<number> {
  for (const signal of CAUGHT) yield* sys.sigaction(signal, 'catch');
  yield* sys.tcsetpgrp(shell.process.group);
  while (shell.jump !== 'exit') {
    const text = yield* readBlock(shell, hooks);
    if (text === 'interrupted') shell.status = STATUS_INTERRUPTED;
    else if (text === 'end') {
      const jobs = shell.jobs.list.map((job) => jobLine(shell.jobs, job));
      if (jobs.length === 0 || (hooks.mayLeave?.(jobs) ?? true)) break;
    } else yield* runBlock(shell, text.block, hooks);
  }
  return yield* endShell(shell, shell.status);
}

function* runBlock(shell: Shell, text: string, hooks: PromptHooks): UserPath<void> {
  const { script, problem } = parseScript(text);
  if (script?.steps.length === 0) return;
  hooks.onCommandStart(text);
  const start = yield* sys.clock();
  if (script === undefined) {
    yield* complain(shell, problem.message);
    shell.status = STATUS_UNREADABLE;
  } else yield* runTyped(shell, script);
  hooks.onCommandEnd(shell.status, (yield* sys.clock()) - start);
}

/** Runs what was typed; whatever broke it off ends here. */
function* runTyped(shell: Shell, script: Script): UserPath<void> {
  const status = yield* runSteps(shell, script);
  if (shell.jump === 'exit') return;
  Object.assign(shell, { status, jump: 'none', jumpLevels: 0, loops: 0, calls: 0, tested: 0 });
  shell.arrived.length = 0;
}

type Block = 'interrupted' | 'end' | { readonly block: string };

/** Reads until a text is complete. Children that end meanwhile are told at once. */
function* readBlock(shell: Shell, hooks: PromptHooks): UserPath<Block> {
  let text = '';
  let open: string | undefined;
  yield* tellJobs(shell, hooks);
  yield* sys.sigaction(SIGNALS.CHLD, 'catch');
  hooks.onPrompt(stateOf(shell, open));
  let result: Block | undefined;
  while (result === undefined) {
    const piece = yield* sys.read(0, BLOCK_MAX);
    if (piece === -ERRNO.EINTR) {
      if (yield* takeSignals(shell)) result = 'interrupted';
      else if (yield* tellJobs(shell, hooks)) hooks.onPrompt(stateOf(shell, open));
    } else if (failed(piece) || piece === '') result = text === '' ? 'end' : { block: text };
    else {
      text += piece;
      open = needsMore(text);
      if (open === undefined) result = { block: text };
      else hooks.onPrompt(stateOf(shell, open));
    }
  }
  shell.arrived.length = 0;
  if (!shell.traps.has(SIGNALS.CHLD)) yield* sys.sigaction(SIGNALS.CHLD, 'default');
  return result;
}

/** Tells what became of jobs since the last time; true when there was something to tell. */
function* tellJobs(shell: Shell, hooks: PromptHooks): UserPath<boolean> {
  yield* pollJobs(shell);
  const changed = shell.jobs.list.filter((job) => job.unseen && (isDone(job) || job.stopped !== 0));
  for (const job of changed) hooks.onNotice(jobLine(shell.jobs, job));
  for (const job of changed) {
    job.unseen = false;
    if (isDone(job)) removeJob(shell.jobs, job);
  }
  return changed.length > 0;
}

const stateOf = (shell: Shell, open: string | undefined): PromptState => ({
  status: shell.status,
  cwd: shell.process.cwd,
  open,
  jobs: shell.jobs.list.map((job) => jobLine(shell.jobs, job)),
  jobList: shell.jobs.list.map((job) => ({ number: job.number, group: job.group, stopped: job.stopped !== 0, command: job.text })),
  variables: [...shell.variables.keys()].sort(),
  functions: [...shell.functions.keys()].sort(),
});
