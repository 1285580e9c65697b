/** Builtins about variables and positional parameters: export, readonly, unset, local, set, shift. */

import { SIGNALS } from '../../engine/signals.ts';
import type { UserPath } from '../../engine/step.ts';
import { sys } from '../../engine/sys.ts';
import { ShellError } from '../complaint.ts';
import { applyOptions, listOptions } from '../options.ts';
import type { Shell } from '../state.ts';
import { isVariableName, markVariable, setVariable, unsetVariable } from '../variables.ts';
import { type Builtin, quoteWord, say } from './builtin.ts';

interface NameValue {
  readonly name: string;
  readonly value: string | undefined;
}

function nameValue(caller: string, word: string): NameValue {
  const equals = word.indexOf('=');
  const name = equals < 0 ? word : word.slice(0, equals);
  if (!isVariableName(name)) throw new ShellError(`${caller}: ${name}: bad variable name`);
  return { name, value: equals < 0 ? undefined : word.slice(equals + 1) };
}

/** export and readonly: the same but for the attribute. */
function marker(name: string, attribute: 'exported' | 'readonly'): Builtin {
  return {
    name,
    special: true,
    *run(shell, args) {
      const words = args[0] === '--' ? args.slice(1) : args;
      if (words.length === 0 || words[0] === '-p') return yield* say(shell, name, listing(shell, name, attribute));
      const off = words[0] === '-n' && attribute === 'exported';
      for (const word of off ? words.slice(1) : words) {
        const { name: variable, value } = nameValue(name, word);
        if (value !== undefined) setVariable(shell, variable, value);
        markVariable(shell, variable, attribute, !off);
      }
      return 0;
    },
  };
}

function listing(shell: Shell, caller: string, attribute: 'exported' | 'readonly'): string {
  const names = [...shell.variables.keys()].filter((name) => shell.variables.get(name)?.[attribute] === true).sort();
  return names.map((name) => `${caller} ${name}${assigned(shell, name)}\n`).join('');
}

function assigned(shell: Shell, name: string): string {
  const value = shell.variables.get(name)?.value;
  return value === undefined ? '' : `=${quoteWord(value)}`;
}

export const exportBuiltin = marker('export', 'exported');
export const readonlyBuiltin = marker('readonly', 'readonly');

export const unset: Builtin = {
  name: 'unset',
  special: true,
  *run(shell, args) {
    let functions = false;
    for (const word of args) {
      if (word === '-f' || word === '-v') functions = word === '-f';
      else if (word === '--') continue;
      else if (functions) shell.functions.delete(word);
      else if (isVariableName(word)) unsetVariable(shell, word);
      else throw new ShellError(`unset: ${word}: bad variable name`);
    }
    return 0;
  },
};

/** Makes variables a function's own until it returns; without a value they keep the one they have, as in dash. */
export const local: Builtin = {
  name: 'local',
  *run(shell, args) {
    const own = shell.locals[shell.locals.length - 1];
    if (own === undefined) throw new ShellError('local: not in a function');
    for (const word of args) {
      const { name, value } = nameValue('local', word);
      const variable = shell.variables.get(name);
      if (!own.has(name)) own.set(name, variable === undefined ? undefined : { ...variable });
      if (value !== undefined) setVariable(shell, name, value);
    }
    return 0;
  },
};

export const shift: Builtin = {
  name: 'shift',
  special: true,
  *run(shell, args) {
    const [word = '1'] = args;
    if (!/^\d+$/.test(word)) throw new ShellError(`shift: Illegal number: ${word}`);
    if (Number(word) > shell.positional.length) throw new ShellError("shift: can't shift that many");
    shell.positional = shell.positional.slice(Number(word));
    return 0;
  },
};

function allVariables(shell: Shell): string {
  const names = [...shell.variables.keys()].filter((name) => shell.variables.get(name)?.value !== undefined).sort();
  return names.map((name) => `${name}${assigned(shell, name)}\n`).join('');
}

export const set: Builtin = {
  name: 'set',
  special: true,
  *run(shell, args) {
    if (args.length === 0) return yield* say(shell, 'set', allVariables(shell));
    const before = shell.options.monitor;
    const applied = applyOptions(shell.options, args);
    if (applied.problem !== undefined) throw new ShellError(`set: ${applied.problem}`);
    if (applied.list !== undefined) return yield* say(shell, 'set', listOptions(shell.options, applied.list));
    if (applied.positional) shell.positional = applied.operands;
    if (shell.options.monitor !== before) yield* changeMonitor(shell);
    return 0;
  },
};

/** A shell with job control must not be stopped by its own terminal. */
function* changeMonitor(shell: Shell): UserPath<void> {
  if (shell.options.interactive) return;
  yield* sys.sigaction(SIGNALS.TTOU, shell.options.monitor ? 'ignore' : 'default');
}
