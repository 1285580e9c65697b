/** What the tools of kmod 30 print (tools/*.c), as Debian 12 builds them. */
import { ERRNO, strerror } from '../../engine/errno.ts';
import { kmodHelp } from './kmod-help.ts';
import type { Level, ToolTexts } from './texts.ts';

const WORDS: Readonly<Record<Level, string>> = { critical: 'FATAL', error: 'ERROR', warning: 'WARNING', notice: 'NOTICE', info: 'INFO' };

/** insmod's own names for four errors; all others are strerror's. */
const INSERT_ERRORS = new Map<number, string>([
  [ERRNO.ENOEXEC, 'Invalid module format'],
  [ERRNO.ENOENT, 'Unknown symbol in module'],
  [ERRNO.ESRCH, 'Module has wrong symbol version'],
  [ERRNO.EINVAL, 'Invalid parameters'],
]);

export const kmodTexts: ToolTexts = {
  id: 'kmod',
  version: () => 'kmod version 30\n+ZSTD +XZ -ZLIB +LIBCRYPTO -EXPERIMENTAL\n',
  line: (prog, level, message) => `${prog}: ${WORDS[level]}: ${message}\n`,
  unexpectedOption: (option) => `unexpected getopt_long() value '${option}'.`,
  insmod: {
    help: kmodHelp.insmod,
    missingFile: 'missing filename.',
    fromStdin: 'this tool does not support loading from stdin!',
    cannotLoad: (file, errno) => `could not load module ${file}: ${strerror(errno)}`,
    cannotInsert: (file, errno) => `could not insert module ${file}: ${INSERT_ERRORS.get(errno) ?? strerror(errno)}`,
  },
  rmmod: {
    help: kmodHelp.rmmod,
    missingName: 'missing module name.',
    builtin: (name) => `Module ${name} is builtin.`,
    notLoaded: (name) => `Module ${name} is not currently loaded`,
    inUse: (name) => `Module ${name} is in use`,
    inUseBy: (name, holders) => `Module ${name} is in use by: ${holders.join(' ')}`,
    noUnloading: 'Module unloading is not supported',
    cannotUse: (argument, errno) => `could not use module ${argument}: ${strerror(errno)}`,
    cannotRemove: (argument, errno) => `could not remove module ${argument}: ${strerror(errno)}`,
  },
  lsmod: {
    usage: (argv0) => `Usage: ${argv0}\n`,
    header: () => 'Module                  Size  Used by\n',
    row: ({ name, size, count, holders }) => {
      const users = holders.length > 0 ? ` ${holders.join(',')}` : '';
      return `${name.padEnd(19)} ${String(size).padStart(8)}  ${count}${users}\n`;
    },
    noList: (errno) => `Error: could not get list of modules: ${strerror(errno)}\n`,
  },
  modprobe: {
    help: kmodHelp.modprobe,
    missingParameters: 'missing parameters. See -h.',
    badWait: (value) => `unexpected wait value '${value}'.`,
    notFound: (alias, directory) => `Module ${alias} not found in directory ${directory}`,
    notFoundToRemove: (alias) => `Module ${alias} not found.`,
    alreadyInKernel: (name) => `could not insert '${name}': Module already in kernel`,
    unknownSymbol: (name) => `could not insert '${name}': Unknown symbol in module, or unknown parameter (see dmesg)`,
    cannotInsert: (name, errno) => `could not insert '${name}': ${strerror(errno)}`,
    cannotRemove: (name, errno) => `could not remove '${name}': ${strerror(errno)}`,
    notInKernel: (name) => `Module ${name} is not in kernel.`,
    builtin: (name) => `Module ${name} is builtin.`,
    inUse: (name) => `Module ${name} is in use.`,
    commandFailed: (type, name) => `Error running ${type} command for ${name}`,
    fileNotFound: (file) => `Module ${file} not found.`,
    noVersions: (file, errno) => `could not get modversions of ${file}: ${strerror(errno)}`,
    noSymbols: (file, errno) => `could not get symbols of ${file}: ${strerror(errno)}`,
    cannotSleep: (errno) => `Failed to sleep: ${strerror(errno)}`,
    endOfConfiguration: '\n# End of configuration files. Dumping indexes now:\n\n',
  },
  modinfo: {
    help: kmodHelp.modinfo,
    missing: 'missing module or filename.',
    fileNotFound: (file) => `Module file ${file} not found.`,
    nameNotFound: (name) => `Module name ${name} not found.`,
    aliasNotFound: (alias) => `Module alias ${alias} not found.`,
    notFound: (alias) => `Module ${alias} not found.`,
    cannotGet: (name, errno) => `could not get modinfo from '${name}': ${strerror(errno)}`,
    noColon: (key, value) => `Found invalid "${key}=${value}": missing ':'`,
  },
};
