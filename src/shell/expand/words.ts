/** Word expansion, in the order of POSIX 2.6: tilde, parameters, commands, arithmetic; then splitting, file names, quotes. */
import type { UserPath } from '../../engine/step.ts';
import { ShellError } from '../complaint.ts';
import type { Shell } from '../state.ts';
import { type Arithmetic, ArithmeticError, parseArithmetic } from '../syntax/arithmetic.ts';
import type { ArithmeticPart, Word, WordPart } from '../syntax/tree.ts';
import { getVariable, parameterValue, setVariable } from '../variables.ts';
import { evaluate } from './arithmetic.ts';
import { addLiteral, addQuoted, addSplit, createFields, endField, type Field, type Fields } from './fields.ts';
import { expandGlob } from './glob.ts';
import { addParameter } from './parameter.ts';

const ifsOf = (shell: Shell): string => getVariable(shell, 'IFS') ?? ' \t\n';

/** The fields that words come to. Throws ShellError. */
export function* expandWords(shell: Shell, words: readonly Word[]): UserPath<string[]> {
  const out: string[] = [];
  for (const word of words) {
    if (word.literal !== undefined) {
      out.push(word.literal);
      continue;
    }
    const fields = createFields(word.single ? undefined : ifsOf(shell));
    yield* addParts(shell, fields, word.parts, false);
    endField(fields);
    for (const field of fields.done) {
      if (field.pattern === undefined || word.single || shell.options.noglob) out.push(field.text);
      else out.push(...(yield* pathsOf(field)));
    }
  }
  return out;
}

function* pathsOf(field: Field): UserPath<string[]> {
  const paths = yield* expandGlob(field.pattern ?? '');
  return paths.length === 0 ? [field.text] : paths;
}

/** A word as one text: no splitting, no file names. Throws ShellError. */
export function* expandSingle(shell: Shell, word: Word): UserPath<string> {
  if (word.literal !== undefined) return word.literal;
  const fields = createFields(undefined);
  yield* addParts(shell, fields, word.parts, false);
  return fields.text;
}

/** A word as a pattern, with what was quoted escaped. Throws ShellError. */
export function* expandPattern(shell: Shell, word: Word): UserPath<string> {
  const fields = createFields(undefined, true);
  yield* addParts(shell, fields, word.parts, false);
  return fields.pattern ?? '';
}

/** Adds what the parts come to. `nested`: they stand inside `${x-...}`, whose result is split where it is not quoted. */
export function* addParts(shell: Shell, fields: Fields, parts: readonly WordPart[], nested: boolean): UserPath<void> {
  for (const part of parts) {
    switch (part.kind) {
      case 'text':
        if (part.quoted) addQuoted(fields, part.value);
        else if (nested) addSplit(fields, part.value);
        else addLiteral(fields, part.value);
        break;
      case 'tilde':
        addQuoted(fields, homeOf(shell, part.user));
        break;
      case 'parameter':
        if (part.op === 'plain' && part.name !== '@' && part.name !== '*') addPlain(shell, fields, part.name, part.quoted);
        else yield* addParameter(shell, fields, part);
        break;
      case 'command': {
        const text = yield* shell.around.interpreter.substitute(shell, part.body);
        addResult(fields, text, part.quoted);
        break;
      }
      case 'arithmetic': {
        const text = part.fixed === undefined ? yield* expandSingle(shell, part.text) : '';
        addResult(fields, String(compute(shell, part, text)), part.quoted);
        break;
      }
    }
  }
}

function addResult(fields: Fields, text: string, quoted: boolean): void {
  if (quoted) addQuoted(fields, text);
  else addSplit(fields, text);
}

function addPlain(shell: Shell, fields: Fields, name: string, quoted: boolean): void {
  const value = parameterValue(shell, name);
  if (value === undefined && shell.options.nounset) throw new ShellError(`${name}: unbound variable`);
  addResult(fields, value ?? '', quoted);
}

function homeOf(shell: Shell, user: string): string {
  if (user === '') return getVariable(shell, 'HOME') ?? '~';
  return user === 'root' ? '/root' : `~${user}`;
}

const known = new Map<string, Arithmetic>();
const KNOWN_MAX = 500;

function parsed(text: string): Arithmetic {
  let expression = known.get(text);
  if (expression === undefined) {
    expression = parseArithmetic(text);
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(text, expression);
  }
  return expression;
}

function compute(shell: Shell, part: ArithmeticPart, text: string): bigint {
  try {
    return evaluate(part.fixed ?? parsed(text), {
      get(name) {
        const value = parameterValue(shell, name);
        if (value === undefined && shell.options.nounset) throw new ShellError(`${name}: unbound variable`);
        return value;
      },
      set: (name, value) => setVariable(shell, name, value),
    });
  } catch (error) {
    throw error instanceof ArithmeticError ? new ShellError(error.message) : error;
  }
}
