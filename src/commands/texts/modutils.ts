/** What modutils print, the tools of 2.2 and 2.4 (modutils 2.4: insmod.c, rmmod.c, lsmod.c, util/logger.c). */
import { strerror } from '../../engine/errno.ts';

const LSMOD_HEADER = 'Module                  Size  Used by';
const PROPRIETARY = 1;
const FORCED_LOAD = 2;
const UNSAFE_SMP = 4;

export interface ModutilsRow {
  readonly name: string;
  readonly size: number;
  readonly count: number;
  readonly flags: readonly string[];
  readonly users: readonly string[];
}

/** The end of lsmod's header: what the kernel's taint value says; nothing where there is none. */
function taintText(tainted: number | undefined): string {
  if (tainted === undefined) return '';
  if (tainted === 0) return '    Not tainted';
  const letter = (bit: number, set: string, clear: string): string => ((tainted & bit) !== 0 ? set : clear);
  return `    Tainted: ${letter(PROPRIETARY, 'P', 'G')}${letter(FORCED_LOAD, 'F', ' ')}${letter(UNSAFE_SMP, 'S', ' ')}`;
}

export const modutilsTexts = {
  version: (prog: string) => `${prog} version 2.4.27\n`,
  lsmod: {
    header: (tainted: number | undefined) => `${LSMOD_HEADER}${taintText(tainted)}\n`,
    /** As root: flag words and users behind a blank of their own. */
    row: ({ name, size, count, flags, users }: ModutilsRow) =>
      `${name.padEnd(20)}${String(size).padStart(8)}${String(count).padStart(4)} ${flags.map((flag) => ` ${flag}`).join('')}${users.length > 0 ? ` [${users.join(' ')}]` : ''}\n`,
  },
  rmmod: {
    notLoaded: (name: string) => `rmmod: module ${name} is not loaded\n`,
    failed: (name: string, errno: number) => `${name}: ${strerror(errno)}\n`,
    stackInUse: (name: string) => `rmmod: ${name} is in use\n`,
    stackNotLoaded: (name: string) => `rmmod: module ${name} not loaded\n`,
    usage: 'usage: rmmod [-a] [-r] [-s] [-V] [module ...]\n',
  },
  insmod: {
    usage: 'usage: insmod [-fkLmnpqrsSvVxXyY] [-e persist_name] [-o module_name] [-O blob_name] [-P prefix] module [ symbol=value ... ]\n',
    noSuchFile: (file: string) => `insmod: ${file}: no module by that name found\n`,
    exists: (file: string, name: string) => `${file}: a module named ${name} already exists\n`,
    unresolved: (file: string, symbol: string) => `${file}: unresolved symbol ${symbol}\n`,
    invalidParameter: (file: string, param: string) => `${file}: invalid parameter ${param}\n`,
    versionMismatch: (file: string, ofModule: string, ofKernel: string) =>
      `${file}: kernel-module version mismatch\n\t${file} was compiled for kernel version ${ofModule}\n\twhile this kernel is version ${ofKernel}.\n`,
    initFailed: (file: string, errno: number) => `${file}: init_module: ${strerror(errno)}\n`,
    notElf: (file: string) => `${file} is not an ELF file\n`,
  },
} as const;
