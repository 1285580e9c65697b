/** `${...}` with an operator, and the parameters that are lists (POSIX 2.6.2). */
import type { UserPath } from '../../engine/step.ts';
import { ShellError } from '../complaint.ts';
import type { Shell } from '../state.ts';
import type { ParameterPart, Word } from '../syntax/tree.ts';
import { getVariable, isVariableName, parameterValue, setVariable } from '../variables.ts';
import { addQuoted, addSplit, endField, type Fields, pushField } from './fields.ts';
import { compilePattern, removePrefix, removeSuffix } from './pattern.ts';
import { addParts, expandPattern, expandSingle } from './words.ts';

const isList = (name: string): boolean => name === '@' || name === '*';

/** Adds what a parameter expansion comes to. Throws ShellError for `?`, for `set -u`, for a bad assignment. */
export function* addParameter(shell: Shell, fields: Fields, part: ParameterPart): UserPath<void> {
  const { name, op, quoted } = part;
  const list = isList(name);
  const value = list ? listValue(shell) : parameterValue(shell, name);
  const missing = value === undefined || (part.colon && value === '');
  switch (op) {
    case 'plain':
      addList(shell, fields, part);
      return;
    case 'length':
      refuseUnset(shell, part, value);
      add(fields, String(list ? shell.positional.length : (value ?? '').length), quoted);
      return;
    case '+':
      if (!missing) yield* addOperand(shell, fields, part);
      else keepEmpty(fields, part);
      return;
    case '-':
      if (missing) yield* addOperand(shell, fields, part);
      else addSet(shell, fields, part, value);
      return;
    case '=':
      if (missing) add(fields, yield* assignDefault(shell, part), quoted);
      else addSet(shell, fields, part, value);
      return;
    case '?':
      if (missing) throw yield* absent(shell, part);
      addSet(shell, fields, part, value);
      return;
    default: {
      refuseUnset(shell, part, value);
      if (value === undefined || value === '') {
        add(fields, '', quoted);
        return;
      }
      const pattern = compilePattern(yield* expandPattern(shell, part.word as Word));
      const remove = op.startsWith('#') ? removePrefix : removeSuffix;
      add(fields, remove(value, pattern, op.length === 2), quoted);
    }
  }
}

function add(fields: Fields, text: string, quoted: boolean): void {
  if (quoted) addQuoted(fields, text);
  else addSplit(fields, text);
}

/** The list as one value, for tests and removals; undefined when there are no positional parameters. */
const listValue = (shell: Shell): string | undefined => (shell.positional.length === 0 ? undefined : shell.positional.join(' '));

function refuseUnset(shell: Shell, part: ParameterPart, value: string | undefined): void {
  if (value === undefined && shell.options.nounset && !isList(part.name)) throw new ShellError(`${part.name}: unbound variable`);
}

function addSet(shell: Shell, fields: Fields, part: ParameterPart, value: string): void {
  if (isList(part.name)) addList(shell, fields, part);
  else add(fields, value, part.quoted);
}

/** `"${x+...}"` that comes to nothing is still an empty field; `"${@+...}"` is none. */
function keepEmpty(fields: Fields, part: ParameterPart): void {
  if (part.quoted && part.name !== '@') addQuoted(fields, '');
}

function* addOperand(shell: Shell, fields: Fields, part: ParameterPart): UserPath<void> {
  keepEmpty(fields, part);
  if (part.word !== undefined) yield* addParts(shell, fields, part.word.parts, true);
}

function* assignDefault(shell: Shell, part: ParameterPart): UserPath<string> {
  if (!isVariableName(part.name)) throw new ShellError(`$${part.name}: cannot assign in this way`);
  const value = part.word === undefined ? '' : yield* expandSingle(shell, part.word);
  setVariable(shell, part.name, value);
  return value;
}

function* absent(shell: Shell, part: ParameterPart): UserPath<ShellError> {
  const said = part.word === undefined ? '' : yield* expandSingle(shell, part.word);
  return new ShellError(`${part.name}: ${said !== '' ? said : part.colon ? 'parameter null or not set' : 'parameter not set'}`);
}

/** `$@` and `$*`: each parameter a field, except that `"$*"` and places without splitting make one text of them. */
function addList(shell: Shell, fields: Fields, part: ParameterPart): void {
  const { positional } = shell;
  const ifs = getVariable(shell, 'IFS');
  if (fields.ifs === undefined || (part.quoted && part.name === '*')) {
    const text = positional.join(part.name === '*' ? (ifs === undefined ? ' ' : (ifs[0] ?? '')) : ' ');
    if (part.name === '*' || positional.length > 0) add(fields, text, part.quoted);
    return;
  }
  for (const [nth, value] of positional.entries()) {
    if (nth > 0) {
      if (part.quoted) pushField(fields);
      else endField(fields);
    }
    add(fields, value, part.quoted);
  }
}
