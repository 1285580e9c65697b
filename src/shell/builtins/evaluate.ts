/** Builtins that run something: eval, `.`, command, exec, and those that say what a name means: type, hash. */
import type { UserPath } from '../../engine/step.ts';
import { failed, sys } from '../../engine/sys.ts';
import { complain, ShellError } from '../complaint.ts';
import type { Shell } from '../state.ts';
import { getVariable } from '../variables.ts';
import { readFile } from '../writing.ts';
import { type Builtin, refuse, say } from './builtin.ts';

export const evalBuiltin: Builtin = {
  name: 'eval',
  special: true,
  *run(shell, args) {
    const text = args.join(' ');
    return text.trim() === '' ? 0 : yield* shell.around.interpreter.runText(shell, text, shell.line);
  },
};

/** Where `.` finds a file: along $PATH when its name has no slash, else (as in bash) here. */
function* sourcePath(shell: Shell, name: string): UserPath<string> {
  if (name.includes('/')) return name;
  for (const folder of (getVariable(shell, 'PATH') ?? '').split(':')) {
    const path = `${folder === '' ? '.' : folder}/${name}`;
    const stat = yield* sys.stat(path);
    if (!failed(stat) && stat.kind === 'file') return path;
  }
  return name;
}

export const dot: Builtin = {
  name: '.',
  special: true,
  *run(shell, args) {
    const [name, ...own] = args;
    if (name === undefined) throw new ShellError('.: filename argument required');
    const text = yield* readFile(yield* sourcePath(shell, name));
    if (failed(text)) throw new ShellError(`.: ${name}: not found`);
    const { positional, line } = shell;
    if (own.length > 0) shell.positional = own;
    shell.calls += 1;
    let status = yield* shell.around.interpreter.runText(shell, text, 1);
    shell.calls -= 1;
    if (own.length > 0) shell.positional = positional;
    shell.line = line;
    if (shell.jump === 'return') {
      shell.jump = 'none';
      status = shell.status;
    }
    return status;
  },
};

const KEYWORDS = new Set([
  '!',
  '[[',
  'case',
  'do',
  'done',
  'elif',
  'else',
  'esac',
  'fi',
  'for',
  'if',
  'in',
  'then',
  'until',
  'while',
  '{',
  '}',
]);

/** What a name means, shortly (`command -v`) and in words (`type`, `command -V`); undefined: nothing. */
function* meaning(shell: Shell, name: string): UserPath<{ brief: string; words: string } | undefined> {
  if (KEYWORDS.has(name)) return { brief: name, words: `${name} is a shell keyword` };
  const builtin = shell.around.interpreter.findBuiltin(name);
  if (builtin?.special === true) return { brief: name, words: `${name} is a special shell builtin` };
  if (shell.functions.has(name)) return { brief: name, words: `${name} is a shell function` };
  if (builtin !== undefined) return { brief: name, words: `${name} is a shell builtin` };
  const found = yield* shell.around.interpreter.resolve(shell.around.find, name, getVariable(shell, 'PATH'));
  if (found.kind === 'missing') return undefined;
  return {
    brief: found.path,
    words: found.path === name && !name.includes('/') ? `${name} is a word of modsh` : `${name} is ${found.path}`,
  };
}

function* describeAll(shell: Shell, caller: string, names: readonly string[], brief: boolean): UserPath<number> {
  let status = 0;
  for (const name of names) {
    const known = yield* meaning(shell, name);
    if (known !== undefined) status = (yield* say(shell, caller, `${brief ? known.brief : known.words}\n`)) || status;
    else {
      if (!brief) yield* complain(shell, `${name}: not found`);
      status = 127;
    }
  }
  return status;
}

export const command: Builtin = {
  name: 'command',
  *run(shell, args) {
    let at = 0;
    let describe: 'v' | 'V' | undefined;
    for (; args[at]?.startsWith('-') === true && args[at] !== '-'; at += 1) {
      const word = args[at] as string;
      if (word === '--') {
        at += 1;
        break;
      }
      if (!/^-[pvV]+$/.test(word)) return yield* refuse(shell, 'command', `illegal option ${word}`, 2);
      if (/[vV]/.test(word)) describe = word.includes('V') ? 'V' : 'v';
    }
    const words = args.slice(at);
    if (words.length === 0) return 0;
    if (describe !== undefined) return yield* describeAll(shell, 'command', words, describe === 'v');
    return yield* shell.around.interpreter.runWords(shell, words);
  },
};

export const type: Builtin = { name: 'type', run: (shell, args) => describeAll(shell, 'type', args, false) };

/** Nothing is remembered, so there is nothing to show; names are looked up to say whether they exist. */
export const hash: Builtin = {
  name: 'hash',
  *run(shell, args) {
    let status = 0;
    for (const name of args.filter((word) => !word.startsWith('-'))) {
      if ((yield* meaning(shell, name)) === undefined) status = yield* refuse(shell, 'hash', `${name}: not found`);
    }
    return status;
  },
};

export const exec: Builtin = {
  name: 'exec',
  special: true,
  *run(shell, args) {
    const words = args[0] === '--' ? args.slice(1) : args;
    return words.length === 0 ? 0 : yield* shell.around.interpreter.becomeProgram(shell, words);
  },
};
