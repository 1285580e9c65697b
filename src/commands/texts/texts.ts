/**
 * The shape of what one generation of module tools prints: modutils (2.2, 2.4), module-init-tools (2.5, 2.6) or kmod.
 * Functions over plain data; a message has neither prefix nor newline, `line` adds both.
 */

/** Levels of messages, as numbered by syslog(3). A `critical` message ends the tool with status 1. */
export const LEVELS = { critical: 2, error: 3, warning: 4, notice: 5, info: 6 } as const;
export type Level = keyof typeof LEVELS;

interface InsmodTexts {
  help(prog: string): string;
  readonly missingFile: string;
  readonly fromStdin: string;
  /** The file cannot be read. */
  cannotLoad(file: string, errno: number): string;
  /** The kernel, or the file's content, refused it. */
  cannotInsert(file: string, errno: number): string;
}

interface RmmodTexts {
  /** `waits`: with the line for -w, which is ours. */
  help(prog: string, waits: boolean): string;
  readonly missingName: string;
  builtin(name: string): string;
  notLoaded(name: string): string;
  inUse(name: string): string;
  inUseBy(name: string, holders: readonly string[]): string;
  readonly noUnloading: string;
  cannotUse(argument: string, errno: number): string;
  cannotRemove(argument: string, errno: number): string;
}

export interface LsmodRow {
  readonly name: string;
  readonly size: number;
  readonly count: number;
  readonly holders: readonly string[];
}

export interface LsmodTexts {
  /** A whole line: takes no prefix. */
  usage(argv0: string): string;
  /** Whole lines. */
  header(taint: string): string;
  row(row: LsmodRow): string;
  noList(errno: number): string;
}

interface ModprobeTexts {
  help(prog: string): string;
  readonly missingParameters: string;
  badWait(value: string): string;
  notFound(alias: string, directory: string): string;
  notFoundToRemove(alias: string): string;
  alreadyInKernel(name: string): string;
  unknownSymbol(name: string): string;
  cannotInsert(name: string, errno: number): string;
  cannotRemove(name: string, errno: number): string;
  notInKernel(name: string): string;
  builtin(name: string): string;
  inUse(name: string): string;
  commandFailed(type: string, name: string): string;
  fileNotFound(file: string): string;
  noVersions(file: string, errno: number): string;
  noSymbols(file: string, errno: number): string;
  cannotSleep(errno: number): string;
  readonly endOfConfiguration: string;
}

interface ModinfoTexts {
  help(prog: string): string;
  readonly missing: string;
  fileNotFound(file: string): string;
  nameNotFound(name: string): string;
  aliasNotFound(alias: string): string;
  notFound(alias: string): string;
  cannotGet(name: string, errno: number): string;
  noColon(key: string, value: string): string;
}

export interface ToolTexts {
  readonly id: 'kmod' | 'module-init-tools' | 'modutils';
  /** What -V prints. */
  version(prog: string): string;
  /** A message as a line on stderr. */
  line(prog: string, level: Level, message: string): string;
  /** An option that getopt knows and the tool does not. */
  unexpectedOption(option: string): string;
  readonly insmod: InsmodTexts;
  readonly rmmod: RmmodTexts;
  readonly lsmod: LsmodTexts;
  readonly modprobe: ModprobeTexts;
  readonly modinfo: ModinfoTexts;
}
