/** Running a whole script: read first, refused as a whole when it cannot be, then complete command by complete command. */
import type { UserPath } from '../../engine/step.ts';
import { complain, ShellError } from '../complaint.ts';
import { type Parsed, parseScript } from '../parse.ts';
import type { Shell } from '../state.ts';
import type { Script, Step } from '../syntax/tree.ts';
import { endShell } from '../traps.ts';
import { writeAll } from '../writing.ts';
import { runList } from './run.ts';

/** Called around each complete command of a script, with nothing running in between. */
export interface StepHooks {
  before(step: Step, shell: Shell): void;
  after(step: Step, status: number, shell: Shell): void;
}

export const STATUS_UNREADABLE = 2;

/** Runs a script to its end, its EXIT trap included; the status with which the shell ends. */
export function* runScript(shell: Shell, text: string, hooks?: StepHooks): UserPath<number> {
  const { script, problem } = parseScript(text);
  if (script === undefined) {
    shell.line = problem.line;
    yield* complain(shell, problem.message);
    return STATUS_UNREADABLE;
  }
  const status = yield* runSteps(shell, script, hooks);
  return yield* endShell(shell, status);
}

/** Runs the complete commands one after another until the shell leaves them; the last status. */
export function* runSteps(shell: Shell, script: Script, hooks?: StepHooks): UserPath<number> {
  let status = 0;
  for (const step of script.steps) {
    hooks?.before(step, shell);
    if (shell.options.verbose) yield* writeAll(2, `${step.text}\n`);
    status = yield* runList(shell, step.list);
    shell.status = status;
    hooks?.after(step, status, shell);
    if (shell.jump !== 'none') break;
  }
  return (shell.jump as Shell['jump']) === 'exit' ? shell.status : status;
}

/** A text that is read on the way counts for more than a command of it. */
const DEPTH_OF_A_TEXT = 2;

const known = new Map<string, Parsed>();
const KNOWN_MAX = 200;

function parsed(text: string, firstLine: number): Parsed {
  const key = `${firstLine}:${text}`;
  let result = known.get(key);
  if (result === undefined) {
    result = parseScript(text, firstLine);
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(key, result);
  }
  return result;
}

/** Runs a text in this very shell; its status. Throws ShellError when it cannot be read. */
export function* runText(shell: Shell, text: string, firstLine: number): UserPath<number> {
  const { script, problem } = parsed(text, firstLine);
  if (script === undefined) {
    shell.line = problem.line;
    throw new ShellError(problem.message, STATUS_UNREADABLE);
  }
  const { depth } = shell;
  shell.depth += DEPTH_OF_A_TEXT;
  const status = yield* runSteps(shell, script);
  shell.depth = depth;
  return status;
}
