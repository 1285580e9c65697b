// Commands whose code comes with their first call: until then an object stands for each that has its name and words, and lacks only what it does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { common, root } from './options.mjs';

/** The groups of src/commands/, and the part that their code is in. */
const GROUPS = {
  modules: 'tools',
  who: 'tools',
  rules: 'tools',
  face: 'tools',
  text: 'tools',
  files: 'tools',
  system: 'tools',
  races: 'more',
};
/** What scripts are run for stays in the main part. */
const AT_ONCE = ['insmod.ts', 'rmmod.ts', 'lsmod.ts'];

/** The lists of these groups. */
export const isLaterList = (path) => Object.keys(GROUPS).some((group) => path === `src/commands/${group}/index.ts`);

const isCommand = (value) => typeof value?.name === 'string' && typeof value.run === 'function';

/** Imports the modules, bundled: their namespaces, in their order. */
async function evaluate(paths) {
  const { outputFiles } = await build({
    ...common,
    minify: false,
    write: false,
    format: 'esm',
    stdin: {
      contents: `${paths.map((path, at) => `import * as m${at} from './${path}';`).join('\n')}\nexport default [${paths.map((_, at) => `m${at}`)}];`,
      resolveDir: root,
    },
  });
  const url = `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`;
  return (await import(url)).default;
}

/** The text of the object that stands for a command. */
function standIn(command, name, path, part) {
  const { run: _, ...words } = command;
  for (const [key, value] of Object.entries(words))
    if (typeof value === 'function') throw new Error(`${path}: ${name}.${key} is a function, which nothing can stand for`);
  const call = `__part(${JSON.stringify(part)}, ${JSON.stringify(path)}).${name}.run(context)`;
  return `export const ${name} = { ...${JSON.stringify(words)}, run: (context) => ${call} };`;
}

/**
 * The modules that the lists of these groups import.
 * @returns path => `{ part, contents }`: the part that has its code, and the module that stands for it in the lists.
 */
export async function laterCommands() {
  const candidates = new Map();
  for (const [group, part] of Object.entries(GROUPS)) {
    const list = `src/commands/${group}/index.ts`;
    for (const [, name] of readFileSync(join(root, list), 'utf8').matchAll(/^import \{.*\} from '\.\/(.*)';$/gm))
      if (!AT_ONCE.includes(name)) candidates.set(`src/commands/${group}/${name}`, part);
  }
  const paths = [...candidates.keys()];
  const later = new Map();
  (await evaluate(paths)).forEach((namespace, at) => {
    const exported = Object.entries(namespace).filter(([, value]) => isCommand(value));
    if (exported.length === 0) return;
    const part = candidates.get(paths[at]);
    later.set(paths[at], { part, contents: exported.map(([name, value]) => standIn(value, name, paths[at], part)).join('\n') });
  });
  return later;
}
