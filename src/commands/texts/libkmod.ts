/**
 * What libkmod itself prints. Debian 12 builds it with debugging, so each message carries its source position
 * (kmod 30+20221128-1); the text before it depends on who set up logging.
 */
import { strerror } from '../../engine/errno.ts';
import type { ConfigProblem } from '../kmod/config.ts';
import type { Level } from './texts.ts';

export interface LibraryMessage {
  readonly level: Level;
  /** File and line below the source tree. */
  readonly where: string;
  readonly function: string;
  readonly text: string;
}

const message = (level: Level, file: string, line: number, name: string, text: string): LibraryMessage => ({
  level,
  where: `../libkmod/${file}:${line}`,
  function: name,
  text,
});

const MODULE = 'libkmod-module.c';
const CONFIG = 'libkmod-config.c';

/** Addresses that INFO lines show: some place on a heap, the same in every run. */
const LOG_FUNCTION = '0x5584c3185d70';
const CONTEXT = '0x5584c4e162a0';

export const libkmod = {
  cannotRemove: (name: string, errno: number) =>
    message('error', MODULE, 856, 'kmod_module_remove_module', `could not remove '${name}': ${strerror(errno)}`),
  cannotFind: (name: string) => message('error', MODULE, 895, 'kmod_module_insert_module', `could not find module by name='${name}'`),
  insertFailed: (path: string, errno: number) =>
    message('info', MODULE, 949, 'kmod_module_insert_module', `Failed to insert module '${path}': ${strerror(errno)}`),
  commandFailed: (type: string, command: string, name: string, status: number) =>
    message('error', MODULE, 1047, 'command_do', `Error running ${type} command '${command}' for module ${name}: retcode ${status}`),
  softdepNotFound: (name: string) =>
    message('error', MODULE, 1567, 'lookup_softdep', `failed to lookup soft dependency '${name}', continuing anyway.`),
  noModuleList: (errno: number) =>
    message('error', MODULE, 1725, 'kmod_module_new_from_loaded', `could not open /proc/modules: ${strerror(errno)}`),
  unknownState: (path: string, text: string) => message('error', MODULE, 1847, 'kmod_module_get_initstate', `unknown ${path}: '${text}'`),
  badSize: (path: string) => message('error', MODULE, 1886, 'kmod_module_get_size', `failed to read coresize from ${path}`),
  badCount: (path: string, errno: number) =>
    message('error', MODULE, 1967, 'kmod_module_get_refcnt', `could not read integer from '${path}': '${strerror(errno)}'`),
  noHolders: (path: string, errno: number) =>
    message('error', MODULE, 1998, 'kmod_module_get_holders', `could not open '${path}': ${strerror(errno)}`),
  otherPath: (name: string, path: string, oldPath: string) =>
    message(
      'error',
      MODULE,
      428,
      'kmod_module_new_from_path',
      `kmod_module '${name}' already exists with different path: new-path='${path}' old-path='${oldPath}'`,
    ),
  badDependency: (path: string, errno: number) =>
    message('error', MODULE, 191, 'kmod_module_parse_depline', `ctx=${CONTEXT} path=${path} error=${strerror(errno)}`),
  nestedDirectory: (directory: string, name: string) =>
    message('error', CONFIG, 772, 'conf_files_filter_out', `Directories inside directories are not supported: ${directory}/${name}`),
  badOption: (module: string) =>
    message(
      'error',
      CONFIG,
      489,
      'kcmdline_parse_result',
      `Ignoring bad option on kernel command line while parsing module name: '${module}'`,
    ),
  badConfigLine: (problem: ConfigProblem) =>
    problem.kind === 'bad_line'
      ? message(
          'error',
          CONFIG,
          712,
          'kmod_config_parse',
          `${problem.file} line ${problem.line}: ignoring bad line starting with '${problem.word}'`,
        )
      : message('error', CONFIG, 708, 'kmod_config_parse', `${problem.file}: command ${problem.word} is deprecated and not parsed anymore`),
  logFunction: () => message('info', 'libkmod.c', 367, 'kmod_set_log_fn', `custom logging function ${LOG_FUNCTION} registered`),
  contextReleased: () => message('info', 'libkmod.c', 334, 'kmod_unref', `context ${CONTEXT} released`),
} as const;
