/** The optional packages as Node finds them, and the lack of one. */
import { createRequire } from 'node:module';
import type { PackageLoader } from '../../../src/record/picture/packages.ts';

const require = createRequire(import.meta.url);

export const installed: PackageLoader = { load: (name) => require(name), resolve: (path) => require.resolve(path) };

export const without = (missing: string): PackageLoader => ({
  load: (name) => {
    if (name === missing) throw new Error('Cannot find module');
    return require(name);
  },
  resolve: (path) => {
    if (path.startsWith(missing)) throw new Error('Cannot find module');
    return require.resolve(path);
  },
});
