/**
 * The two imports that stay imports in the built program. All else becomes one file of CommonJS that runs from V8's code cache, and code from a
 * cache has no loader of its own, so bin/build.mjs gives this file another text: there the launcher does the importing.
 */

/** Imports a user's file by its URL: what it exports. */
export const importFile = (url: string): Promise<Record<string, unknown>> => import(url);

/** Ink and our component below it; a file of its own, since Ink awaits at its top level, which CommonJS cannot. */
export const importInk = (): Promise<typeof import('./terminal/ink.ts')> => import('./terminal/ink.ts');
