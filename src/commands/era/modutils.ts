/** lsmod, rmmod and insmod of modutils 2.4, for the kernels 2.2 and 2.4. */
import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import { modinfoValue, readImage } from '../../kernel/image.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import type { ModuleToolServices } from '../modules/services.ts';
import { modutilsTexts } from '../texts/modutils.ts';
import { eraOptions } from './options.ts';
import { type ListedModule, listedModules, moduleNameOf, parseOldLine, readText } from './procmodules.ts';
import { untilRemoved } from './waiting.ts';

type Context = CommandContext<ModuleToolServices>;
const texts = modutilsTexts;

function* lsmodMain(context: Context): UserPath<number> {
  const { sys } = context;
  const tainted = yield* readText(sys, '/proc/sys/kernel/tainted');
  yield* context.out(texts.lsmod.header(failed(tainted) ? undefined : Number(tainted)));
  if (context.process.uid !== 0) {
    const raw = yield* readText(sys, '/proc/modules');
    if (!failed(raw)) yield* context.out(raw);
    return failed(raw) ? 1 : 0;
  }
  const modules = yield* listedModules(sys, parseOldLine);
  if (failed(modules)) return 1;
  for (const { name, size, count = 0, flags, users } of modules) yield* context.out(texts.lsmod.row({ name, size, count, flags, users }));
  return 0;
}

/** `rmmod -r`: the module, and then those that only it used, as far down as that goes. */
function* removeStack(context: Context, name: string): UserPath<number> {
  const before = yield* listedModules(context.sys, parseOldLine);
  const modules: readonly ListedModule[] = failed(before) ? [] : before;
  if (!modules.some((one) => one.name === name)) {
    yield* context.err(texts.rmmod.stackNotLoaded(name));
    return 1;
  }
  if ((yield* context.sys.delete_module(name, 0)) < 0) {
    yield* context.err(texts.rmmod.stackInUse(name));
    return 1;
  }
  const providers = modules.filter((one) => one.users.includes(name));
  for (const { name: provider, users } of providers) {
    if (users.length === 1 && (yield* context.sys.delete_module(provider, 0)) === 0) yield* removeProviders(context, provider, modules);
  }
  return 0;
}

function* removeProviders(context: Context, gone: string, modules: readonly ListedModule[]): UserPath<void> {
  for (const { name, users } of modules) {
    if (users.includes(gone) && (yield* context.sys.delete_module(name, 0)) === 0) yield* removeProviders(context, name, modules);
  }
}

function* removeOne(context: Context, argument: string, wait: boolean): UserPath<number> {
  const name = moduleNameOf(argument);
  const remove = (): UserPath<number> => context.sys.delete_module(name, 0);
  const err = wait ? yield* untilRemoved(context, name, remove, [-ERRNO.EBUSY]) : yield* remove();
  if (err === 0) return 0;
  yield* context.err(err === -ERRNO.ENOENT ? texts.rmmod.notLoaded(name) : texts.rmmod.failed(argument, -err));
  return 1;
}

function* rmmodMain(context: Context): UserPath<number> {
  const waits = context.services?.strict !== true;
  const { letters, operands, bad } = eraOptions(context.args, waits ? 'arsVw' : 'arsV', {
    all: 'a',
    stacks: 'r',
    syslog: 's',
    version: 'V',
    wait: 'w',
  });
  if (letters.has('V')) {
    yield* context.err(texts.version(context.name));
    return 0;
  }
  if (bad !== undefined || (operands.length === 0 && !letters.has('a'))) {
    yield* context.err(texts.rmmod.usage);
    return 1;
  }
  if (letters.has('a')) {
    const err = yield* context.sys.delete_module('', 0);
    if (err < 0) yield* context.err(texts.rmmod.failed('rmmod', -err));
    return err < 0 ? 1 : 0;
  }
  let status = 0;
  for (const argument of operands) {
    const result = letters.has('r')
      ? yield* removeStack(context, moduleNameOf(argument))
      : yield* removeOne(context, argument, letters.has('w'));
    if (result !== 0) status = 1;
  }
  return status;
}

const MOD_AUTOCLEAN = 4;
const IGNORE_VERMAGIC = 2;

/** Why the kernel refused, as insmod says it: it has linked the module itself and knows what it asked for. */
function* sayWhy(context: Context, file: string, data: string, name: string, errno: number): UserPath<void> {
  const { insmod } = texts;
  const read = readImage(data);
  if ('error' in read) {
    yield* context.err(insmod.notElf(file));
    return;
  }
  const release = yield* readText(context.sys, '/proc/sys/kernel/osrelease');
  const wanted = (modinfoValue(read.ok, 'vermagic') ?? '').split(' ')[0] ?? '';
  if (errno === ERRNO.EEXIST) yield* context.err(insmod.exists(file, name));
  else if (errno === ERRNO.ENOEXEC && !failed(release)) yield* context.err(insmod.versionMismatch(file, wanted, release.trim()));
  else if (errno === ERRNO.ENOENT) {
    const missing = yield* missingSymbols(
      context,
      read.ok.needs.map((need) => need.name),
    );
    for (const symbol of missing) yield* context.err(insmod.unresolved(file, symbol));
    if (missing.length === 0) yield* context.err(insmod.initFailed(file, errno));
  } else yield* context.err(insmod.initFailed(file, errno));
}

/** Symbols of modules (as depmod lists them) that no loaded module exports. */
function* missingSymbols(context: Context, needs: readonly string[]): UserPath<string[]> {
  const release = yield* readText(context.sys, '/proc/sys/kernel/osrelease');
  const listed = yield* readText(context.sys, `/lib/modules/${failed(release) ? '' : release.trim()}/modules.symbols`);
  const loaded = yield* readText(context.sys, '/proc/ksyms');
  const ofModules = new Set(failed(listed) ? [] : [...listed.matchAll(/^alias symbol:(\S+) /gm)].map((match) => match[1]));
  const there = new Set(failed(loaded) ? [] : [...loaded.matchAll(/^\S+ (\S+)\t/gm)].map((match) => match[1]));
  return needs.filter((symbol) => ofModules.has(symbol) && !there.has(symbol));
}

const STAYS = new Set<number>([ERRNO.EEXIST, ERRNO.ENOENT, ERRNO.ENOEXEC, ERRNO.EPERM]);

function* insmodMain(context: Context): UserPath<number> {
  const { letters, operands, bad } = eraOptions(context.args, 'fkLmnpqrsSvVxXyY', { force: 'f', autoclean: 'k', version: 'V' });
  if (letters.has('V')) {
    yield* context.err(texts.version(context.name));
    return 0;
  }
  const [file, ...params] = operands;
  if (bad !== undefined || file === undefined) {
    yield* context.err(texts.insmod.usage);
    return 1;
  }
  const { sys } = context;
  const data = yield* readText(sys, file);
  if (failed(data)) {
    yield* context.err(texts.insmod.noSuchFile(file));
    return 1;
  }
  const read = readImage(data);
  const name = 'ok' in read ? read.ok.name : moduleNameOf(file);
  const known = 'ok' in read ? read.ok.modinfo.filter(([key]) => key === 'parm').map(([, value]) => value.split(':')[0]) : [];
  const wrong = params.map((param) => param.split('=')[0] ?? '').find((param) => 'ok' in read && !known.includes(param));
  if (wrong !== undefined) {
    yield* context.err(texts.insmod.invalidParameter(file, wrong));
    return 1;
  }
  const fd = yield* sys.open(file, { read: true });
  const flags = (letters.has('k') ? MOD_AUTOCLEAN : 0) | (letters.has('f') ? IGNORE_VERMAGIC : 0);
  const err = yield* sys.finit_module(fd, params.join(' '), flags);
  yield* sys.close(fd);
  if (err >= 0) return 0;
  yield* sayWhy(context, file, data, name, -err);
  // create_module has made the slot, so it is insmod that gives it back when init_module fails.
  if (!STAYS.has(-err)) yield* sys.delete_module(name, 0);
  return 1;
}

export const modutilsCommands: readonly Command<ModuleToolServices>[] = [
  {
    name: 'insmod',
    usage: '[options] module [symbol=value ...]',
    summary: 'loads a module from a file',
    group: 'modules',
    run: insmodMain,
  },
  { name: 'rmmod', usage: '[-a] [-r] [-s] [module ...]', summary: 'removes modules', group: 'modules', run: rmmodMain },
  { name: 'lsmod', usage: '', summary: 'lists the loaded modules: size, references, users', group: 'modules', run: lsmodMain },
];
