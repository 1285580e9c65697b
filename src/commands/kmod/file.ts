/** Module files, and the two calls that load and remove (kmod 30, libkmod-file.c, libkmod-elf.c, libkmod-module.c). */
import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import { type ExportedSymbol, elfErrno, isPacked, type ModinfoEntry, type NeededSymbol, readRecords, unpack } from '../../kernel/image.ts';
import { libkmod } from '../texts/libkmod.ts';
import { builtinModinfo } from './indexes.ts';
import { isBuiltin, type Kmod, type KmodModule } from './kmod.ts';
import { pathOf } from './lookup.ts';
import { readAll, readFile, sayLibrary } from './tool.ts';

/** Shorter files cannot even tell whether they are compressed. */
const MAGIC_BYTES = 6;
/** finit_module's flags (include/uapi/linux/module.h). */
const IGNORE_VERSIONS = 1;
const IGNORE_VERMAGIC = 2;
/** fcntl.h. */
const O_NONBLOCK = 0o4000;
const O_TRUNC = 0o1000;

/** Opens a module's file, once; one that is compressed is unpacked. 0, or a negative errno. */
function* openModule(kmod: Kmod, module: KmodModule, path: string): UserPath<number> {
  if (module.file !== undefined) return 0;
  const { sys } = kmod.tool;
  const fd = yield* sys.open(path, { read: true });
  if (fd < 0) return fd;
  const magic = yield* sys.read(fd, MAGIC_BYTES);
  yield* sys.lseek(fd, 0, 'set');
  const whole = !failed(magic) && isPacked(magic) ? yield* readAll(sys, fd) : magic;
  const content = failed(whole) || whole.length < MAGIC_BYTES ? undefined : unpack(whole);
  if (content === undefined) {
    yield* sys.close(fd);
    return failed(whole) ? whole : -ERRNO.EINVAL;
  }
  module.file = content.packed ? { fd, packed: true, data: content.data } : { fd, packed: false };
  return 0;
}

/** The content of a module's file that is open. */
function* readModule(kmod: Kmod, module: KmodModule): UserPath<string> {
  const { file } = module;
  if (file === undefined) return '';
  if (file.data !== undefined) return file.data;
  const text = yield* readAll(kmod.tool.sys, file.fd);
  const data = failed(text) ? '' : text;
  module.file = { ...file, data };
  return data;
}

export interface InsertFlags {
  readonly forceVermagic?: boolean;
  readonly forceVersions?: boolean;
}

/** Loads a module from its file with these parameters. 0, or a negative errno. */
export function* insertModule(kmod: Kmod, module: KmodModule, flags: InsertFlags, parameters: string): UserPath<number> {
  const { tool } = kmod;
  const path = yield* pathOf(kmod, module);
  if (path === undefined) {
    yield* sayLibrary(tool, libkmod.cannotFind(module.name));
    return -ERRNO.ENOENT;
  }
  const opened = yield* openModule(kmod, module, path);
  if (opened < 0 || module.file === undefined) return opened;
  const { fd, data = '', packed } = module.file;
  const bits = (flags.forceVersions ? IGNORE_VERSIONS : 0) | (flags.forceVermagic ? IGNORE_VERMAGIC : 0);
  const err = packed ? yield* tool.sys.init_module(data, parameters) : yield* tool.sys.finit_module(fd, parameters, bits);
  if (err < 0) yield* sayLibrary(tool, libkmod.insertFailed(path, -err));
  return err;
}

export interface RemoveFlags {
  readonly force?: boolean;
  /** Says nothing when it fails. */
  readonly quiet?: boolean;
  /** Lets the kernel wait until nothing uses the module. */
  readonly wait?: boolean;
}

/** Removes a module. 0, or a negative errno. */
export function* removeModule(kmod: Kmod, module: KmodModule, flags: RemoveFlags): UserPath<number> {
  const bits = (flags.wait ? 0 : O_NONBLOCK) | (flags.force ? O_TRUNC : 0);
  const err = yield* kmod.tool.sys.delete_module(module.name, bits);
  if (err < 0 && !flags.quiet) yield* sayLibrary(kmod.tool, libkmod.cannotRemove(module.name, -err));
  return err;
}

/** What a module's file holds besides code. */
export interface ModuleContent {
  readonly modinfo: readonly ModinfoEntry[];
  readonly exports: readonly ExportedSymbol[];
  readonly needs: readonly NeededSymbol[];
}

/** Reads a module's file; a negative errno. */
export function* contentOf(kmod: Kmod, module: KmodModule): UserPath<ModuleContent | number> {
  const path = yield* pathOf(kmod, module);
  if (path === undefined) return -ERRNO.ENOENT;
  const opened = yield* openModule(kmod, module, path);
  if (opened < 0) return opened;
  const data = yield* readModule(kmod, module);
  const err = elfErrno(data);
  return err === 0 ? readRecords(data) : -err;
}

/** Returns a module's .modinfo entries, for a built-in one those of modules.builtin.modinfo; a negative errno. */
export function* modinfoOf(kmod: Kmod, module: KmodModule): UserPath<readonly ModinfoEntry[] | number> {
  if (yield* isBuiltin(kmod, module)) {
    const text = yield* readFile(kmod.tool.sys, `${kmod.directory}/modules.builtin.modinfo`);
    if (failed(text)) return text;
    const lines = builtinModinfo(text, module.name);
    if (lines === undefined) return -ERRNO.ENOSYS;
    return lines.map((line): ModinfoEntry => {
      const equals = line.indexOf('=');
      return equals < 0 ? [line, line] : [line.slice(0, equals), line.slice(equals + 1)];
    });
  }
  const content = yield* contentOf(kmod, module);
  if (failed(content)) return content;
  return content.modinfo.length === 0 ? -ERRNO.ENOENT : content.modinfo;
}
