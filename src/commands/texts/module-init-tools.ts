/** What module-init-tools 3.16 print, the tools of 2.6 (insmod.c, rmmod.c, lsmod.c, logging.c). */
import { ERRNO, strerror } from '../../engine/errno.ts';

/** moderror: four errors have names of their own. */
const INSERT_ERRORS = new Map<number, string>([
  [ERRNO.ENOEXEC, 'Invalid module format'],
  [ERRNO.ENOENT, 'Unknown symbol in module'],
  [ERRNO.ESRCH, 'Module has wrong symbol version'],
  [ERRNO.EINVAL, 'Invalid parameters'],
]);

export const moduleInitTexts = {
  version: 'module-init-tools version 3.16\n',
  lsmod: {
    header: 'Module                  Size  Used by\n',
    /** The count is followed by a blank even when nobody uses the module. */
    row: (name: string, size: string, count: string | undefined, users: string) =>
      `${name.padEnd(19)} ${size.padStart(8)}${count === undefined ? '' : `  ${count} ${users}`}\n`,
    noList: (errno: number) => `FATAL: Can't open /proc/modules: ${strerror(errno)}\n`,
  },
  rmmod: {
    usage: 'Usage: rmmod [-fhswvV] modulename ...\n',
    missingName: 'ERROR: no module names given\n',
    noList: (errno: number) => `FATAL: could not open /proc/modules: ${strerror(errno)}\n`,
    notThere: (name: string) => `ERROR: Module ${name} does not exist in /proc/modules\n`,
    inUse: (name: string) => `ERROR: Module ${name} is in use\n`,
    inUseBy: (name: string, users: readonly string[]) => `ERROR: Module ${name} is in use by ${users.join(',')}\n`,
    noUnloading: 'FATAL: Kernel does not have unload support.\n',
    failed: (name: string, errno: number) => `ERROR: Removing '${name}': ${strerror(errno)}\n`,
  },
  insmod: {
    usage: 'Usage: insmod filename [args]\n',
    cannotRead: (file: string, errno: number) => `insmod: can't read '${file}': ${strerror(errno)}\n`,
    failed: (file: string, errno: number) => `insmod: error inserting '${file}': -1 ${INSERT_ERRORS.get(errno) ?? strerror(errno)}\n`,
  },
} as const;
