/** cd, pwd and umask. */
import { strerror } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed, sys } from '../../engine/sys.ts';
import type { Shell } from '../state.ts';
import { getVariable, setVariable } from '../variables.ts';
import { type Builtin, refuse, say } from './builtin.ts';

/** A path without `.`, `..` and doubled slashes, as `cd -L` takes it (POSIX, cd, step 8). */
function logical(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Where the shell believes it is, when that is still so. */
function* logicalCwd(shell: Shell): UserPath<string> {
  const believed = getVariable(shell, 'PWD') ?? '';
  if (!believed.startsWith('/') || believed === shell.process.cwd) return shell.process.cwd;
  const [there, here] = [yield* sys.stat(believed), yield* sys.stat('.')];
  return !failed(there) && !failed(here) && there.ino === here.ino && there.kind === 'dir' ? believed : shell.process.cwd;
}

function* changeTo(shell: Shell, target: string, physical: boolean): UserPath<number> {
  const from = yield* logicalCwd(shell);
  const absolute = target.startsWith('/') ? target : `${from}/${target}`;
  const wrong = yield* sys.chdir(physical ? target : logical(absolute));
  if (wrong < 0) return wrong;
  setVariable(shell, 'OLDPWD', from);
  setVariable(shell, 'PWD', physical ? shell.process.cwd : logical(absolute));
  return 0;
}

function* searchCdpath(shell: Shell, target: string): UserPath<string> {
  if (/^\.{0,2}(?:\/|$)/.test(target)) return target;
  for (const folder of (getVariable(shell, 'CDPATH') ?? '').split(':')) {
    if (folder === '') continue;
    const stat = yield* sys.stat(`${folder}/${target}`);
    if (!failed(stat) && stat.kind === 'dir') return `${folder}/${target}`;
  }
  return target;
}

export const cd: Builtin = {
  name: 'cd',
  *run(shell, args) {
    let physical = false;
    let at = 0;
    for (; /^-[LP]+$/.test(args[at] ?? ''); at += 1) physical = (args[at] ?? '').endsWith('P');
    if (args[at] === '--') at += 1;
    const given = args[at];
    const home = given === undefined ? getVariable(shell, 'HOME') : undefined;
    if (given === undefined && home === undefined) return yield* refuse(shell, 'cd', 'HOME not set', 2);
    const back = given === '-' ? getVariable(shell, 'OLDPWD') : undefined;
    if (given === '-' && back === undefined) return yield* refuse(shell, 'cd', 'OLDPWD not set', 2);
    const wanted = back ?? home ?? given ?? '';
    const target = yield* searchCdpath(shell, wanted);
    if (target === '') return 0;
    const wrong = yield* changeTo(shell, target, physical);
    if (wrong < 0) return yield* refuse(shell, 'cd', `${wanted}: ${strerror(-wrong)}`, 2);
    if (given === '-' || target !== wanted) return yield* say(shell, 'cd', `${getVariable(shell, 'PWD') ?? ''}\n`);
    return 0;
  },
};

export const pwd: Builtin = {
  name: 'pwd',
  program: true,
  *run(shell, args) {
    const physical = args[args.length - 1] === '-P';
    return yield* say(shell, 'pwd', `${physical ? shell.process.cwd : yield* logicalCwd(shell)}\n`);
  },
};

const WHO = ['u', 'g', 'o'] as const;
const BITS: readonly (readonly [string, number])[] = [
  ['r', 4],
  ['w', 2],
  ['x', 1],
];

const shift = (who: string): number => (who === 'u' ? 6 : who === 'g' ? 3 : 0);

function symbolic(mask: number): string {
  const part = (who: string): string => BITS.map(([letter, bit]) => ((mask >> shift(who)) & bit ? '' : letter)).join('');
  return WHO.map((who) => `${who}=${part(who)}`).join(',');
}

/** The mask after `u=rwx,g-w` and the like; undefined when that cannot be read. */
function symbolicMask(mask: number, text: string): number | undefined {
  let allowed = ~mask & 0o777;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause);
    if (match === null) return undefined;
    const [, whom = '', op, letters = ''] = match;
    const bits = BITS.reduce((sum, [letter, bit]) => (letters.includes(letter) ? sum | bit : sum), 0);
    for (const who of whom === '' || whom.includes('a') ? WHO : [...whom]) {
      const at = shift(who);
      if (op === '=') allowed = (allowed & ~(7 << at)) | (bits << at);
      else allowed = op === '+' ? allowed | (bits << at) : allowed & ~(bits << at);
    }
  }
  return ~allowed & 0o777;
}

export const umask: Builtin = {
  name: 'umask',
  *run(shell, args) {
    const { process } = shell;
    const long = args[0] === '-S';
    const word = long ? args[1] : args[0];
    if (word === undefined)
      return yield* say(shell, 'umask', `${long ? symbolic(process.umask) : process.umask.toString(8).padStart(4, '0')}\n`);
    const mask = /^[0-7]{1,4}$/.test(word)
      ? Number.parseInt(word, 8) & 0o777
      : /^\d/.test(word)
        ? undefined
        : symbolicMask(process.umask, word);
    if (mask === undefined) return yield* refuse(shell, 'umask', `Illegal mode: ${word}`, 2);
    process.umask = mask;
    return 0;
  },
};
