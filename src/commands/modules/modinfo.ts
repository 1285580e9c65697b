/** modinfo (kmod 30, tools/modinfo.c). */
import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { ModinfoEntry } from '../../kernel/image.ts';
import type { Command } from '../../shell/command.ts';
import { modinfoOf } from '../kmod/file.ts';
import { createGetopt, type OptionSpec } from '../kmod/getopt.ts';
import { closeKmod, createKmod, type Kmod, type KmodModule, kernelRelease, moduleByPath, releaseModules } from '../kmod/kmod.ts';
import { lookupAlias, lookupName, pathOf } from '../kmod/lookup.ts';
import { hasModuleExtension } from '../kmod/names.ts';
import { print, printError, runTool, say, type Tool } from '../kmod/tool.ts';
import type { ModuleToolServices } from './services.ts';

const SPEC: OptionSpec = {
  short: 'adlpn0mF:k:b:Vh',
  long: [
    { name: 'author', means: 'a' },
    { name: 'description', means: 'd' },
    { name: 'license', means: 'l' },
    { name: 'parameters', means: 'p' },
    { name: 'filename', means: 'n' },
    { name: 'null', means: '0' },
    { name: 'modname', means: 'm' },
    { name: 'field', means: 'F', argument: true },
    { name: 'set-version', means: 'k', argument: true },
    { name: 'basedir', means: 'b', argument: true },
    { name: 'version', means: 'V' },
    { name: 'help', means: 'h' },
  ],
};
const FIELDS: Readonly<Record<string, string>> = { a: 'author', d: 'description', l: 'license', p: 'parm', n: 'filename' };
const KEY_WIDTH = 16;

interface View {
  readonly field: string | undefined;
  readonly separator: string;
}

interface Parameter {
  readonly name: string;
  text: string | undefined;
  type: string | undefined;
}

/** Parameters of `parm` and `parmtype` entries, the last one first: .modinfo has them in reverse. */
function* collectParameters(tool: Tool, entries: readonly ModinfoEntry[]): UserPath<Parameter[]> {
  const found: Parameter[] = [];
  for (const [key, value] of entries) {
    const colon = value.indexOf(':');
    if (colon < 0) {
      yield* say(tool, 'error', tool.texts.modinfo.noColon(key, value));
      continue;
    }
    const name = value.slice(0, colon);
    let parameter = found.find((one) => one.name === name);
    if (parameter === undefined) {
      parameter = { name, text: undefined, type: undefined };
      found.unshift(parameter);
    }
    parameter[key === 'parm' ? 'text' : 'type'] = value.slice(colon + 1);
  }
  return found;
}

/** printf's `%-*s` with 15 minus the key's length, which turns round for longer keys. */
const keyColumn = (key: string): string => `${key}:${' '.repeat(Math.abs(KEY_WIDTH - 1 - key.length))}`;

const isParameter = ([key]: ModinfoEntry): boolean => key === 'parm' || key === 'parmtype';

/** A parameter without description reads `name:type` in the whole list, `name: (type)` with -p. */
const parameterText = ({ name, text, type }: Parameter, bare: (name: string, type: string) => string): string =>
  text === undefined ? bare(name, type ?? '') : `${name}:${text}${type === undefined ? '' : ` (${type})`}`;

function* printEntries(tool: Tool, entries: readonly ModinfoEntry[], { field, separator }: View): UserPath<void> {
  const parameters = field === undefined || field === 'parm' ? yield* collectParameters(tool, entries.filter(isParameter)) : [];
  if (field === 'parm') {
    for (const one of parameters) yield* print(tool, parameterText(one, (name, type) => `${name}: (${type})`) + separator);
    return;
  }
  for (const entry of entries) {
    const [key, value] = entry;
    if (field !== undefined) {
      if (key === field) yield* print(tool, value + separator);
    } else if (!isParameter(entry)) yield* print(tool, separator === '\0' ? `${key}=${value}\0` : `${keyColumn(key)}${value}\n`);
  }
  for (const one of parameters) {
    yield* print(tool, 'parm:'.padEnd(KEY_WIDTH) + parameterText(one, (name, type) => `${name}:${type}`) + separator);
  }
}

/** Prints what a module's file says. 0, or a negative errno. */
function* showModule(kmod: Kmod, module: KmodModule, view: View): UserPath<number> {
  const { tool } = kmod;
  const { field, separator } = view;
  const path = yield* pathOf(kmod, module);
  if (path === undefined && (field === undefined || field === 'name')) {
    yield* print(tool, (field === undefined ? 'name:'.padEnd(KEY_WIDTH) : '') + module.name + separator);
  }
  const filename = path ?? '(builtin)';
  if (field === 'filename') {
    yield* print(tool, filename + separator);
    return 0;
  }
  if (field === undefined) yield* print(tool, 'filename:'.padEnd(KEY_WIDTH) + filename + separator);
  const entries = yield* modinfoOf(kmod, module);
  if (!failed(entries)) {
    yield* printEntries(tool, entries, view);
    return 0;
  }
  if (path === undefined && entries === -ERRNO.ENOENT) return 0;
  yield* say(tool, 'error', tool.texts.modinfo.cannotGet(module.name, -entries));
  return entries;
}

/** Prints one argument: a name with -m; else a file, if it is one with a module's extension; else an alias or name. */
function* showArgument(kmod: Kmod, argument: string, isName: boolean, view: View): UserPath<number> {
  const { tool } = kmod;
  const texts = tool.texts.modinfo;
  if (isName) {
    const module = yield* lookupName(kmod, argument);
    if (module !== undefined) return yield* showModule(kmod, module, view);
    yield* say(tool, 'error', texts.nameNotFound(argument));
    return -ERRNO.ENOENT;
  }
  const stat = yield* tool.sys.stat(argument);
  if (!failed(stat) && stat.kind === 'file' && hasModuleExtension(argument)) {
    const module = yield* moduleByPath(kmod, argument);
    if (!failed(module)) return yield* showModule(kmod, module, view);
    yield* say(tool, 'error', texts.fileNotFound(argument));
    return module;
  }
  const found = yield* lookupAlias(kmod, argument);
  if (failed(found) || found.length === 0) {
    yield* say(tool, 'error', failed(found) ? texts.aliasNotFound(argument) : texts.notFound(argument));
    return -ERRNO.ENOENT;
  }
  let err = 0;
  for (const module of found) {
    const result = yield* showModule(kmod, module, view);
    if (result < 0) err = result;
  }
  return err;
}

function* modinfoMain(tool: Tool): UserPath<number> {
  const { args, env } = tool.context;
  const next = createGetopt(tool.argv0, args, SPEC, env.has('POSIXLY_CORRECT'));
  const given = new Map<string, string>();
  let field: string | undefined;
  let parsed = next();
  for (; parsed.kind === 'option'; parsed = next()) {
    const { option, value } = parsed;
    if (option === 'V' || option === 'h') {
      yield* print(tool, option === 'V' ? tool.texts.version(tool.prog) : tool.texts.modinfo.help(tool.prog));
      return 0;
    }
    if (option === 'F') field = value;
    else if (FIELDS[option] !== undefined) field = FIELDS[option];
    else given.set(option, value);
  }
  if (parsed.kind === 'wrong') {
    yield* printError(tool, parsed.message);
    return 1;
  }
  if (parsed.operands.length === 0) {
    yield* say(tool, 'error', tool.texts.modinfo.missing);
    return 1;
  }
  const elsewhere = given.has('b') || given.has('k');
  const directory = elsewhere ? `${given.get('b') ?? ''}/lib/modules/${given.get('k') ?? (yield* kernelRelease(tool))}` : undefined;
  const kmod = yield* createKmod(tool, { directory, configPaths: 'none' });
  const view = { field, separator: given.has('0') ? '\0' : '\n' };
  let err = 0;
  for (const argument of parsed.operands) {
    const result = yield* showArgument(kmod, argument, given.has('m'), view);
    if (result < 0) err = result;
    yield* releaseModules(kmod);
  }
  yield* closeKmod(kmod);
  return err >= 0 ? 0 : 1;
}

export const modinfo: Command<ModuleToolServices> = {
  name: 'modinfo',
  usage: '[options] <modulename|filename> [args]',
  summary: 'shows what a module file says of itself',
  group: 'modules',
  examples: ['modinfo chardev.ko', 'modinfo -F depends user2'],
  run: (context) => runTool(context, modinfoMain),
};
