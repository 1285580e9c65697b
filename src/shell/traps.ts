/** Signals as the shell sees them: taken from the kernel once per command, acted upon between commands. */
import { SIGNALS } from '../engine/signals.ts';
import type { UserPath } from '../engine/step.ts';
import { sys } from '../engine/sys.ts';
import { fail } from './complaint.ts';
import type { Shell } from './state.ts';

/** The number under which the trap for the shell's own exit is kept. */
export const EXIT_TRAP = 0;

/** The status of a shell whose command the user broke off. */
const STATUS_INTERRUPTED = 128 + SIGNALS.INT;

/** Takes the caught signals that came, without acting on them; true when there are some to act upon. */
export function* takeSignals(shell: Shell): UserPath<boolean> {
  shell.looks += 1;
  const signals = yield* sys.sigpending();
  for (const signal of signals) {
    if (shell.traps.has(signal) || (signal === SIGNALS.INT && shell.options.interactive)) shell.arrived.push(signal);
    else if (signal === SIGNALS.TSTP) shell.handOver = true;
  }
  return shell.arrived.length > 0;
}

/** Looks for signals and runs their traps. Called once per command; it is what makes an empty loop take time. */
export function* lookForSignals(shell: Shell): UserPath<void> {
  if (yield* takeSignals(shell)) yield* actOnSignals(shell);
}

/** Runs the traps of the signals that came. At a prompt, a SIGINT without a trap breaks off what runs. */
export function* actOnSignals(shell: Shell): UserPath<void> {
  for (let signal = shell.arrived.shift(); signal !== undefined && shell.jump === 'none'; signal = shell.arrived.shift()) {
    const action = shell.traps.get(signal);
    if (action !== undefined) yield* runAction(shell, action);
    else if (signal === SIGNALS.INT) {
      shell.status = STATUS_INTERRUPTED;
      shell.jump = 'abort';
    }
  }
}

/** Runs a trap's action; `$?` is afterwards what it was, unless the action leaves the shell. */
function* runAction(shell: Shell, action: string): UserPath<void> {
  const { status, line } = shell;
  yield* runTrapText(shell, action);
  if (shell.jump === 'none') shell.status = status;
  shell.line = line;
}

/** Runs the text of a trap; one that cannot be read ends a script, as any such error does. */
function* runTrapText(shell: Shell, action: string): UserPath<void> {
  try {
    yield* shell.around.interpreter.runText(shell, action, shell.line);
  } catch (error) {
    yield* fail(shell, error);
  }
}

/** Ends a shell: acts on signals that came during its last command, then runs the EXIT trap; the status it ends with. */
export function* endShell(shell: Shell, status: number): UserPath<number> {
  shell.status = status;
  if (shell.traps.size === 0) return status;
  if (shell.jump === 'none') yield* lookForSignals(shell);
  return yield* runExitTrap(shell, shell.jump === 'exit' ? shell.status : status);
}

/** Runs the EXIT trap, once; the status with which the shell ends. */
function* runExitTrap(shell: Shell, status: number): UserPath<number> {
  const action = shell.traps.get(EXIT_TRAP);
  shell.jump = 'none';
  shell.status = status;
  if (action === undefined) return status;
  shell.traps.delete(EXIT_TRAP);
  shell.tested = 0;
  yield* runTrapText(shell, action);
  return (shell.jump as Shell['jump']) === 'exit' ? shell.status : status;
}
