/** Variables: reading, setting, exporting; the parameters that are no variables. */
import { ShellError } from './complaint.ts';
import type { Options, Shell, Variable } from './state.ts';

export const isVariableName = (word: string): boolean => /^[A-Za-z_]\w*$/.test(word);

/** The letters of `$-`, with the options they stand for. */
export const OPTION_LETTERS: readonly (readonly [string, keyof Options])[] = [
  ['a', 'allexport'],
  ['b', 'notify'],
  ['e', 'errexit'],
  ['f', 'noglob'],
  ['i', 'interactive'],
  ['m', 'monitor'],
  ['n', 'noexec'],
  ['u', 'nounset'],
  ['v', 'verbose'],
  ['x', 'xtrace'],
  ['C', 'noclobber'],
];

/** The value of any parameter but `$@` and `$*`; undefined when it is unset. */
export function parameterValue(shell: Shell, name: string): string | undefined {
  const first = name.charCodeAt(0);
  if (first > 0x40 && first !== 0x40) return name === 'LINENO' ? String(shell.line) : shell.variables.get(name)?.value;
  if (first >= 0x31 && first <= 0x39) return shell.positional[Number(name) - 1];
  switch (name) {
    case '?':
      return String(shell.status);
    case '#':
      return String(shell.positional.length);
    case '$':
      return String(shell.pid);
    case '!':
      return shell.lastBackground === undefined ? undefined : String(shell.lastBackground);
    case '-':
      return OPTION_LETTERS.filter(([, option]) => shell.options[option])
        .map(([letter]) => letter)
        .join('');
    default:
      return /^0+$/.test(name) ? shell.name : /^\d+$/.test(name) ? shell.positional[Number(name) - 1] : undefined;
  }
}

/** The value of a variable, or undefined. */
export const getVariable = (shell: Shell, name: string): string | undefined => shell.variables.get(name)?.value;

/** Sets a variable. Throws ShellError when it is read-only. */
export function setVariable(shell: Shell, name: string, value: string): void {
  const variable = shell.variables.get(name);
  if (variable === undefined) {
    shell.variables.set(name, { value, exported: shell.options.allexport, readonly: false });
    if (shell.options.allexport) shell.environment = undefined;
    return;
  }
  if (variable.readonly) throw new ShellError(`${name}: is read only`);
  variable.value = value;
  if (shell.options.allexport) variable.exported = true;
  if (variable.exported) shell.environment = undefined;
}

/** Gives a variable an attribute, making it if need be. */
export function markVariable(shell: Shell, name: string, attribute: 'exported' | 'readonly', on = true): void {
  let variable = shell.variables.get(name);
  if (variable === undefined) {
    variable = { value: undefined, exported: false, readonly: false };
    shell.variables.set(name, variable);
  }
  variable[attribute] = on;
  shell.environment = undefined;
}

/** Removes a variable. Throws ShellError when it is read-only. */
export function unsetVariable(shell: Shell, name: string): void {
  const variable = shell.variables.get(name);
  if (variable === undefined) return;
  if (variable.readonly) throw new ShellError(`unset: ${name}: is read only`);
  shell.variables.delete(name);
  shell.environment = undefined;
}

/** Puts a variable back as it was (undefined: unset), whatever it is now. */
export function restoreVariable(shell: Shell, name: string, before: Variable | undefined): void {
  if (before === undefined) shell.variables.delete(name);
  else shell.variables.set(name, before);
  shell.environment = undefined;
}

/** The exported variables that have a value: what a program gets. */
export function environmentOf(shell: Shell): ReadonlyMap<string, string> {
  if (shell.environment === undefined) {
    const environment = new Map<string, string>();
    for (const [name, { value, exported }] of shell.variables) if (exported && value !== undefined) environment.set(name, value);
    shell.environment = environment;
  }
  return shell.environment;
}

/** The variables that every shell sets as it starts (POSIX 2.5.3). */
export function setUpVariables(shell: Shell): void {
  const { process } = shell;
  const start = (name: string, value: string): void => {
    if (!shell.variables.has(name)) shell.variables.set(name, { value, exported: false, readonly: false });
  };
  restoreVariable(shell, 'IFS', { value: ' \t\n', exported: false, readonly: false });
  setVariable(shell, 'OPTIND', '1');
  setVariable(shell, 'PPID', String(process.ppid));
  setVariable(shell, 'PWD', process.cwd);
  start('PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
  start('PS1', '# ');
  start('PS2', '> ');
  start('PS4', '+ ');
}
