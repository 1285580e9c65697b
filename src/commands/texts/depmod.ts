/** What depmod of kmod 30 prints (tools/depmod.c). Messages have neither prefix nor newline. */
import { strerror } from '../../engine/errno.ts';
import { kmodHelp } from './kmod-help.ts';

export const depmodTexts = {
  help: kmodHelp.depmod,
  singleChar: '-P only takes a single char',
  deprecated: (option: string): string => `Ignored deprecated option ${option}`,
  badVersion: (version: string): string => `Bad version passed ${version}`,
  needsSymbols: '-e needs -E or -F',
  cannotLoadSymbols: (file: string, errno: number): string => `could not load ${file}: ${strerror(errno)}`,
  badSymbolVersion: (file: string, line: number, version: string): string => `${file}:${line} Invalid symbol version ${version}: Success`,
  badMapLine: (file: string, line: number, text: string): string => `${file}:${line}: invalid line: ${text}`,
  cannotOpenDirectory: (directory: string, errno: number): string => `could not open directory ${directory}: ${strerror(errno)}`,
  cannotSearch: (errno: number): string => `could not search modules: ${strerror(errno)}`,
  cannotOpenAt: (file: string, directory: string, errno: number): string => `could not open ${file} at ${directory}: ${strerror(errno)}`,
  notAbsolute: (path: string): string => `${path}: not absolute path.`,
  cannotCreate: (path: string, errno: number): string => `could not create module ${path}: ${strerror(errno)}`,
  cannotLoadModule: (path: string, errno: number): string => `failed to load symbols from ${path}: ${strerror(errno)}`,
  unknownSymbol: (path: string, symbol: string): string => `${path} needs unknown symbol ${symbol}`,
  cycle: (cycle: string): string => `Cycle detected: ${cycle}`,
  cycles: (count: number): string => `Found ${count} modules in dependency cycles!`,
  badBracket: (alias: string): string => `Unmatched bracket in ${alias}`,
  duplicateAlias: (alias: string, module: string): string => `duplicate module alias:\n${alias} ${module}`,
  noNumbers: (module: string, device: string): string =>
    `Module '${module}' has devname (${device}) but lacks major and minor information. Ignoring.`,
  cannotWrite: (directory: string, file: string, errno: number): string => `openat(${directory}, ${file}, 301, 644): ${strerror(errno)}`,
  badConfigLine: (file: string, line: number, word: string): string => `${file}:${line}: ignoring bad line starting with '${word}'`,
  nestedDirectory: (directory: string, name: string): string => `Directories inside directories are not supported: ${directory}/${name}`,
  cannotParse: (file: string, errno: number): string => `file parse ${file}: ${strerror(errno)}`,
} as const;
