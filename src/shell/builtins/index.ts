/** The only list of builtins. */
import type { Builtin } from './builtin.ts';
import { cd, pwd, umask } from './directory.ts';
import { command, dot, evalBuiltin, exec, hash, type } from './evaluate.ts';
import { breakBuiltin, colon, continueBuiltin, exitBuiltin, falseBuiltin, returnBuiltin, trueBuiltin } from './flow.ts';
import { getopts } from './getopts.ts';
import { bg, disown, fg, jobs, wait } from './jobs.ts';
import { kill } from './kill.ts';
import { echo, printf } from './output.ts';
import { read } from './read.ts';
import { bracket, test } from './test.ts';
import { times, trap } from './traps.ts';
import { exportBuiltin, local, readonlyBuiltin, set, shift, unset } from './variables.ts';

export const builtins: readonly Builtin[] = [
  colon, dot, breakBuiltin, continueBuiltin, evalBuiltin, exec, exitBuiltin, exportBuiltin, readonlyBuiltin, returnBuiltin, set, shift, times, trap, unset,
  bg, bracket, cd, command, disown, echo, falseBuiltin, fg, getopts, hash, jobs, kill, local, printf, pwd, read, test, trueBuiltin, type, umask, wait,
]; // biome-ignore format: a table of words

const byName = new Map(builtins.map((builtin) => [builtin.name, builtin]));

/** The builtin of this name, or undefined. */
export const findBuiltin = (name: string): Builtin | undefined => byName.get(name);
