/** Optional packages for pictures, found beside the program. */
import { createRequire } from 'node:module';
import type { PackageLoader } from '../record/picture/packages.ts';

/** Loads and finds packages as a module of the program would. */
export function packageLoader(): PackageLoader {
  const require = createRequire(import.meta.url);
  return { load: (name) => require(name), resolve: (name) => require.resolve(name) };
}
