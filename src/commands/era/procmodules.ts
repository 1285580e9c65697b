/** What old module tools read in /proc/modules, in the format of 2.2 and 2.4 and in that of 2.5 and later. */
import type { UserPath } from '../../engine/step.ts';
import { failed, type Sys } from '../../engine/sys.ts';

/** One line as the tools take it apart. */
export interface ListedModule {
  readonly name: string;
  readonly size: number;
  /** Undefined: the line has none (a module that does not run yet; a kernel that does not unload). */
  readonly count: number | undefined;
  /** `(unused)`, `(autoclean)`, `(deleted)` ... of 2.2 and 2.4. */
  readonly flags: readonly string[];
  /** Modules that use it, newest first. */
  readonly users: readonly string[];
}

const READ_ALL = 1 << 30;

/** The text of a file; a negative errno. */
export function* readText(sys: Sys, path: string): UserPath<string | number> {
  const fd = yield* sys.open(path, { read: true });
  if (fd < 0) return fd;
  let text = '';
  for (;;) {
    const part = yield* sys.read(fd, READ_ALL);
    if (failed(part) || part === '') {
      yield* sys.close(fd);
      return failed(part) ? part : text;
    }
    text += part;
  }
}

/** A line of 2.2 and 2.4; undefined for one that was cut at the end of the page. */
export function parseOldLine(line: string): ListedModule | undefined {
  const match = /^(\S+)\s+(\d+)(?:\s+(-?\d+))?((?: +\([a-z]+\))*)(?: +\[([^\]]*)\])?$/.exec(line);
  if (match === null) return undefined;
  const [, name = '', size = '', count, flags = '', users = ''] = match;
  return {
    name,
    size: Number(size),
    count: count === undefined ? undefined : Number(count),
    flags: flags.split(' ').filter((word) => word !== ''),
    users: users.split(' ').filter((word) => word !== ''),
  };
}

/** A line of 2.5 and later. */
export function parseNewLine(line: string): ListedModule | undefined {
  const [name, size, count, users = '-'] = line.split(' ');
  if (name === undefined || size === undefined) return undefined;
  return {
    name,
    size: Number(size),
    count: count === undefined || count === '-' ? undefined : Number(count),
    flags: [],
    users: users === '-' ? [] : users.split(',').filter((word) => word !== ''),
  };
}

/** All modules of /proc/modules; a negative errno. */
export function* listedModules(sys: Sys, parse: (line: string) => ListedModule | undefined): UserPath<ListedModule[] | number> {
  const text = yield* readText(sys, '/proc/modules');
  if (failed(text)) return text;
  return text
    .split('\n')
    .map(parse)
    .filter((one) => one !== undefined);
}

/** The name of the module in a file, or of a module: its last part, without `.o` or `.ko`, with `_` for `-`. */
export const moduleNameOf = (argument: string): string =>
  argument
    .slice(argument.lastIndexOf('/') + 1)
    .replace(/\.k?o$/, '')
    .replaceAll('-', '_');
