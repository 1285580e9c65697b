/** The interpreter, as builtins and expansion see it. */
import { findBuiltin } from '../builtins/index.ts';
import { substitute } from './fork.ts';
import type { Interpreter } from './interface.ts';
import { resolveProgram } from './resolve.ts';
import { runText } from './script.ts';
import { becomeProgram, runCommandWords } from './simple.ts';

export const interpreter: Interpreter = {
  substitute,
  runText,
  runWords: runCommandWords,
  becomeProgram,
  findBuiltin,
  resolve: resolveProgram,
};
