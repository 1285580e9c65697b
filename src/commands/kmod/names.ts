/** Names of modules and aliases, as kmod 30 makes them equal (shared/util.c): `-` and `_` are the same letter. */

/**
 * Returns an alias with `_` for every `-` outside of brackets, or undefined for one that is no valid pattern:
 * a `]` without `[`, or a `[` that never closes.
 */
export function normalizeAlias(alias: string): string | undefined {
  if (!/[[\]-]/.test(alias)) return alias;
  let normal = '';
  for (let at = 0; at < alias.length; at += 1) {
    const char = alias[at];
    if (char === ']') return undefined;
    if (char === '[') {
      const close = alias.indexOf(']', at);
      if (close < 0) return undefined;
      normal += alias.slice(at, close + 1);
      at = close;
    } else normal += char === '-' ? '_' : char;
  }
  return normal;
}

/** Returns a module's name: up to the first dot, with `_` for `-`. */
export function normalizeName(name: string): string {
  const dot = name.indexOf('.');
  return (dot < 0 ? name : name.slice(0, dot)).replaceAll('-', '_');
}

/** The part of a path after its last slash. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Returns the name of the module in a file, or undefined for a path that ends in a slash. */
export function nameOfPath(path: string): string | undefined {
  const base = baseName(path);
  return base === '' ? undefined : normalizeName(base);
}

/** Debian builds kmod with xz and zstd, without gzip. */
const EXTENSIONS = ['.ko', '.ko.xz', '.ko.zst'];

/** True for a file name with a module's extension and something before it. */
export const hasModuleExtension = (path: string): boolean => EXTENSIONS.some((end) => path.length > end.length && path.endsWith(end));
