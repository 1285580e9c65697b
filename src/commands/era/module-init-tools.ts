/** lsmod, rmmod and insmod of module-init-tools 3.16, for the kernels 2.5 and 2.6. */
import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import type { ModuleToolServices } from '../modules/services.ts';
import { moduleInitTexts } from '../texts/module-init-tools.ts';
import { eraOptions } from './options.ts';
import { listedModules, moduleNameOf, parseNewLine, readText } from './procmodules.ts';
import { untilRemoved } from './waiting.ts';

type Context = CommandContext<ModuleToolServices>;
const texts = moduleInitTexts;

const O_NONBLOCK = 0o4000;
const O_TRUNC = 0o1000;
/** Always set, so that kernels could tell new tools from old ones. */
const O_EXCL = 0o200;

function* lsmodMain(context: Context): UserPath<number> {
  const text = yield* readText(context.sys, '/proc/modules');
  if (failed(text)) {
    yield* context.err(texts.lsmod.noList(-text));
    return 1;
  }
  yield* context.out(texts.lsmod.header);
  for (const line of text.split('\n')) {
    const [name, size, count, users = ''] = line.split(' ');
    if (name === undefined || name === '' || size === undefined) continue;
    yield* context.out(texts.lsmod.row(name, size, count, users.includes(',') ? users.replace(/,$/, '') : ''));
  }
  return 0;
}

/** check_usage: what /proc/modules says against it, said on stderr. 0, 1, or 2 when nothing can be unloaded at all. */
function* refusal(context: Context, name: string): UserPath<0 | 1 | 2> {
  const modules = yield* listedModules(context.sys, parseNewLine);
  if (failed(modules)) {
    yield* context.err(texts.rmmod.noList(-modules));
    return 2;
  }
  const found = modules.find((one) => one.name === name);
  if (found === undefined) {
    yield* context.err(texts.rmmod.notThere(name));
    return 1;
  }
  if (found.count === undefined) {
    yield* context.err(texts.rmmod.noUnloading);
    return 2;
  }
  if (found.count === 0) return 0;
  yield* context.err(found.users.length > 0 ? texts.rmmod.inUseBy(name, found.users) : texts.rmmod.inUse(name));
  return 1;
}

function* removeOne(context: Context, argument: string, letters: ReadonlySet<string>): UserPath<0 | 1 | 2> {
  const name = moduleNameOf(argument);
  const toolWaits = letters.has('w') && context.services?.rmmodWait !== 'kernel';
  if (!letters.has('w') && !letters.has('f')) {
    const refused = yield* refusal(context, name);
    if (refused !== 0) return refused;
  }
  const flags = O_EXCL | (letters.has('f') ? O_TRUNC : 0) | (letters.has('w') && !toolWaits ? 0 : O_NONBLOCK);
  const remove = (): UserPath<number> => context.sys.delete_module(name, flags);
  const err = toolWaits ? yield* untilRemoved(context, name, remove, [-ERRNO.EAGAIN]) : yield* remove();
  if (err === 0) return 0;
  yield* context.err(texts.rmmod.failed(name, -err));
  return 1;
}

function* rmmodMain(context: Context): UserPath<number> {
  const { letters, operands, bad } = eraOptions(context.args, 'fhswvV', {
    force: 'f',
    wait: 'w',
    syslog: 's',
    verbose: 'v',
    version: 'V',
    help: 'h',
  });
  if (letters.has('V')) {
    yield* context.out(texts.version);
    return 0;
  }
  if (bad !== undefined || letters.has('h') || operands.length === 0) {
    const ask = bad === undefined && letters.has('h');
    yield* context.err(bad === undefined && !ask ? `${texts.rmmod.missingName}${texts.rmmod.usage}` : texts.rmmod.usage);
    return ask ? 0 : 1;
  }
  let status = 0;
  for (const argument of operands) {
    const result = yield* removeOne(context, argument, letters);
    if (result === 2) return 1;
    if (result !== 0) status = 1;
  }
  return status;
}

function* insmodMain(context: Context): UserPath<number> {
  const { letters, operands, bad } = eraOptions(context.args, 'Vhsf', { version: 'V', help: 'h' });
  if (letters.has('V')) {
    yield* context.out(texts.version);
    return 0;
  }
  const [file, ...params] = operands;
  if (bad !== undefined || letters.has('h') || file === undefined) {
    yield* context.err(texts.insmod.usage);
    return letters.has('h') ? 0 : 1;
  }
  const { sys } = context;
  const data = yield* readText(sys, file);
  if (failed(data)) {
    yield* context.err(texts.insmod.cannotRead(file, -data));
    return 1;
  }
  const err = yield* sys.init_module(data, params.join(' '));
  if (err >= 0) return 0;
  yield* context.err(texts.insmod.failed(file, -err));
  return 1;
}

export const moduleInitCommands: readonly Command<ModuleToolServices>[] = [
  { name: 'insmod', usage: 'filename [args]', summary: 'loads a module from a file', group: 'modules', run: insmodMain },
  { name: 'rmmod', usage: '[-fhswvV] modulename ...', summary: 'removes modules', group: 'modules', run: rmmodMain },
  { name: 'lsmod', usage: '', summary: 'lists the loaded modules: size, references, users', group: 'modules', run: lsmodMain },
];
