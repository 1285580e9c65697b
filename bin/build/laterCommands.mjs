// Commands whose code comes with their first call: until then an object stands for each that has its name and words, and lacks only what it does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { common, root } from './options.mjs';

/** The groups of src/commands/ that it is so with. The explorer's are too large to come along with a tool. */
const TOOLS = ['modules', 'who', 'rules', 'face', 'text', 'files', 'system'];
const GROUPS = [...TOOLS, 'races'];
/** What scripts are run for stays in the main part. */
const AT_ONCE = ['insmod.ts', 'rmmod.ts', 'lsmod.ts'];

/** The lists of these groups. */
export const isLaterList = (path) => GROUPS.some((group) => path === `src/commands/${group}/index.ts`);

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
function textOf(command, name, path, part) {
  const { run: _, ...words } = command;
  for (const [key, value] of Object.entries(words))
    if (typeof value === 'function') throw new Error(`${path}: ${name}.${key} is a function, which nothing can stand for`);
  const call = `__part(${JSON.stringify(part)}, ${JSON.stringify(path)}).${name}.run(context)`;
  return `export const ${name} = { ...${JSON.stringify(words)}, run: (context) => ${call} };`;
}

/**
 * The modules that the lists of these groups import.
 * @returns path => `{ tool, standIn }`: does it come with the tools, and the module that stands for it in the lists when its code is in `part`.
 */
export async function laterCommands() {
  const candidates = new Map();
  for (const group of GROUPS) {
    const list = `src/commands/${group}/index.ts`;
    for (const [, name] of readFileSync(join(root, list), 'utf8').matchAll(/^import \{.*\} from '\.\/(.*)';$/gm))
      if (!AT_ONCE.includes(name)) candidates.set(`src/commands/${group}/${name}`, TOOLS.includes(group));
  }
  const paths = [...candidates.keys()];
  const later = new Map();
  (await evaluate(paths)).forEach((namespace, at) => {
    const exported = Object.entries(namespace).filter(([, value]) => isCommand(value));
    if (exported.length === 0) return;
    const standIn = (part) => exported.map(([name, value]) => textOf(value, name, paths[at], part)).join('\n');
    later.set(paths[at], { tool: candidates.get(paths[at]), standIn });
  });
  return later;
}
