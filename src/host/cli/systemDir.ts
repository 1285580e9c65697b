/** `--system DIR`: the module graph of a real machine, read from a folder of its files. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ReadSystem } from '../../boot/systemWord.ts';
import {
  type GraphTexts,
  INDEX_NAMES,
  type IndexName,
  type MachineGraph,
  type NamedText,
  readMachineGraph,
} from '../../kernel/graph/graph.ts';
import { errorText } from '../errorText.ts';
import { UsageError } from './usage.ts';

/** Where /proc/modules may lie below the folder, first come first. */
const LOADED_NAMES = ['proc-modules', 'proc/modules', 'lsmod.txt'];
const RELEASE_NAMES = ['proc/sys/kernel/osrelease', 'osrelease'];
const RELEASE = /^\d+\.\d+[\w.+~-]*$/;

function readNamed(path: string): NamedText {
  try {
    return { name: path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    throw new UsageError(`${path}: ${(error as NodeJS.ErrnoException).code === 'EISDIR' ? 'Is a directory' : 'cannot be read'}`);
  }
}

/** The folder of modules.dep: DIR itself, or the one kernel below DIR/lib/modules; undefined where neither is. */
function moduleFolder(dir: string): string | undefined {
  if (existsSync(join(dir, 'modules.dep'))) return dir;
  const trees = join(dir, 'lib/modules');
  if (!existsSync(trees)) return undefined;
  const found = readdirSync(trees).filter((name) => existsSync(join(trees, name, 'modules.dep')));
  if (found.length > 1) throw new UsageError(`${trees}: ${found.length} kernels; name one of them: ${found.join(', ')}`);
  return found[0] === undefined ? undefined : join(trees, found[0]);
}

function releaseOf(dir: string, folder: string | undefined): string | undefined {
  const file = RELEASE_NAMES.map((name) => join(dir, name)).find((path) => existsSync(path));
  const words = [
    file === undefined ? undefined : readNamed(file).text.trim(),
    folder === undefined ? undefined : basename(realpathSync(folder)),
  ];
  return words.find((word) => word !== undefined && RELEASE.test(word));
}

/** Reads the folder. A usage error says in one line what is missing or, with file and line, what is wrong. */
export function readSystemDir(dir: string): MachineGraph {
  if (!existsSync(dir)) throw new UsageError(`--system ${dir}: No such file or directory`);
  const folder = moduleFolder(dir);
  const loaded = LOADED_NAMES.map((name) => join(dir, name)).find((path) => existsSync(path));
  if (folder === undefined && loaded === undefined) throw new UsageError(`--system ${dir}: neither modules.dep nor proc-modules is there`);
  const indexes: Partial<Record<IndexName, NamedText>> = {};
  for (const name of INDEX_NAMES) {
    const path = folder === undefined ? undefined : join(folder, name);
    if (path !== undefined && existsSync(path)) indexes[name] = readNamed(path);
  }
  const release = releaseOf(dir, folder);
  const texts: GraphTexts = {
    indexes,
    ...(release === undefined ? {} : { release }),
    ...(loaded === undefined ? {} : { loaded: readNamed(loaded) }),
  };
  const read = readMachineGraph(texts);
  if ('problem' in read) throw new UsageError(read.problem);
  return read.ok;
}

/** The same for the word `system`, whose shell lives on: what is wrong comes back as a line. */
export const readSystem: ReadSystem = (dir) => {
  try {
    return { graph: readSystemDir(dir) };
  } catch (error) {
    if (error instanceof UsageError) return { problem: error.message.replace(/^--system /, '') };
    if ((error as NodeJS.ErrnoException).errno === undefined) throw error;
    return { problem: `${dir}: ${errorText(error)}` };
  }
};
