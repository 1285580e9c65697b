/** Builtins that steer: `:`, true, false, break, continue, return, exit. */
import type { UserPath } from '../../engine/step.ts';
import { ShellError } from '../complaint.ts';
import type { Shell } from '../state.ts';
import { type Builtin, refuse } from './builtin.ts';

function* succeed(): UserPath<number> {
  return 0;
}

export const colon: Builtin = { name: ':', special: true, run: succeed };
export const trueBuiltin: Builtin = { name: 'true', program: true, run: succeed };
export const falseBuiltin: Builtin = {
  name: 'false',
  program: true,
  *run() {
    return 1;
  },
};

/** Leaves loops; outside of one it does nothing. */
function* leave(shell: Shell, args: readonly string[], name: 'break' | 'continue'): UserPath<number> {
  const [word = '1'] = args;
  if (!/^\d+$/.test(word) || Number(word) === 0) throw new ShellError(`${name}: Illegal number: ${word}`);
  if (shell.loops === 0) return 0;
  shell.jump = name;
  shell.jumpLevels = Math.min(Number(word), shell.loops);
  return 0;
}

export const breakBuiltin: Builtin = { name: 'break', special: true, run: (shell, args) => leave(shell, args, 'break') };
export const continueBuiltin: Builtin = { name: 'continue', special: true, run: (shell, args) => leave(shell, args, 'continue') };

function statusOf(shell: Shell, args: readonly string[], name: string): number {
  const [word] = args;
  if (word === undefined) return shell.status;
  if (!/^\d+$/.test(word)) throw new ShellError(`${name}: Illegal number: ${word}`);
  return Number(word) & 0xff;
}

export const exitBuiltin: Builtin = {
  name: 'exit',
  special: true,
  *run(shell, args) {
    shell.status = statusOf(shell, args, 'exit');
    shell.jump = 'exit';
    return shell.status;
  },
};

/** Leaves a function or a sourced file; elsewhere it ends the script. */
export const returnBuiltin: Builtin = {
  name: 'return',
  special: true,
  *run(shell, args) {
    if (shell.calls === 0 && shell.options.interactive)
      return yield* refuse(shell, 'return', 'can only be done in a function or a sourced file');
    shell.status = statusOf(shell, args, 'return');
    shell.jump = shell.calls > 0 ? 'return' : 'exit';
    return shell.status;
  },
};
