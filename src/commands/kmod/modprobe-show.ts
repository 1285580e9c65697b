/** modprobe -c, --show-modversions and --show-exports (kmod 30, tools/modprobe.c). */
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import { softdepText } from './config.ts';
import { contentOf } from './file.ts';
import { dumpAliasIndex } from './indexes.ts';
import { aliasIndex, moduleByPath, symbolIndex } from './kmod.ts';
import { complain, type ModprobeRun } from './modprobe-run.ts';
import { flush, print } from './tool.ts';

/** Prints the configuration, then the alias and symbol indexes. */
export function* showConfig(run: ModprobeRun): UserPath<number> {
  const { kmod, tool } = run;
  const { config } = kmod;
  const lines = [
    ...config.blacklist.map((name) => `blacklist ${name}`),
    ...config.install.map(({ module, command }) => `install ${module} ${command}`),
    ...config.remove.map(({ module, command }) => `remove ${module} ${command}`),
    ...config.aliases.map(({ alias, module }) => `alias ${alias} ${module}`),
    ...config.options.map(({ module, options }) => `options ${module} ${options}`),
    ...config.softdeps.map(({ module, pre, post }) => `softdep ${module} ${softdepText(pre, post)}`),
  ];
  yield* print(tool, lines.map((line) => `${line}\n`).join('') + tool.texts.modprobe.endOfConfiguration);
  yield* flush(tool);
  for (const index of [yield* aliasIndex(kmod), yield* symbolIndex(kmod)]) {
    if (index !== null)
      yield* print(
        tool,
        dumpAliasIndex(index)
          .map((line) => `${line}\n`)
          .join(''),
      );
    yield* flush(tool);
  }
  return 0;
}

const crcLine = ({ crc, name }: { readonly crc: number; readonly name: string }): string =>
  `0x${(crc >>> 0).toString(16).padStart(8, '0')}\t${name}\n`;

/** Prints the symbols that a module file needs or exports, with their CRCs. 0, or a negative errno. */
export function* showSymbols(run: ModprobeRun, which: 'modversions' | 'exports', file: string): UserPath<number> {
  const { kmod, tool } = run;
  const texts = tool.texts.modprobe;
  const module = yield* moduleByPath(kmod, file);
  if (failed(module)) {
    yield* complain(run, texts.fileNotFound(file));
    return module;
  }
  const content = yield* contentOf(kmod, module);
  const symbols = failed(content) ? [] : which === 'exports' ? content.exports : content.needs;
  if (symbols.length === 0) {
    const errno = failed(content) ? -content : 2;
    yield* complain(run, which === 'exports' ? texts.noSymbols(file, errno) : texts.noVersions(file, errno));
    return -errno;
  }
  yield* print(tool, symbols.map(crcLine).join(''));
  return 0;
}
