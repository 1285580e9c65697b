/** Runs the machine's own tools in an empty directory, to compare with ours. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface RealResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
  /** The directory afterwards: path to text, `DIR` or `-> TARGET`. */
  readonly tree: Readonly<Record<string, string>>;
}

const FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/** The versions whose texts ours follow; others word a few messages differently. */
const FOLLOWED = /\(GNU coreutils\) 9\.1\b|\(GNU grep\) 3\.8\b|\(GNU sed\) 4\.9\b|\(GNU findutils\) 4\.9\b|util-linux 2\.38\b/;

/** The full path of a tool on this machine; undefined when it is not installed, or not in the version that ours follows. */
export function realTool(name: string): string | undefined {
  if (!known.has(name)) known.set(name, lookUp(name));
  return known.get(name);
}

const known = new Map<string, string | undefined>();

function lookUp(name: string): string | undefined {
  const path = FOLDERS.map((folder) => join(folder, name)).find((each) => existsSync(each));
  if (path === undefined) return undefined;
  const version = spawnSync(path, ['--version'], { encoding: 'utf8', input: '' }).stdout;
  return FOLLOWED.test(version) ? path : undefined;
}

/** Why an invocation is not compared; empty when it is. */
export function whyNot(name: string, path: string | undefined, needsRoot = false): string {
  if (path === undefined) return ` (skipped: ${name} is not installed in the version that ours follows)`;
  return needsRoot && process.getuid?.() !== 0 ? ' (skipped: shows the owner, who is root here)' : '';
}

function treeOf(folder: string, prefix = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(join(folder, prefix)).sort()) {
    const path = join(folder, prefix, name);
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) found[prefix + name] = `-> ${readlinkSync(path)}`;
    else if (stat.isFIFO()) found[prefix + name] = 'FIFO';
    else if (stat.isDirectory()) Object.assign(found, { [prefix + name]: 'DIR' }, treeOf(folder, `${prefix}${name}/`));
    else found[prefix + name] = readFileSync(path, 'utf8');
  }
  return found;
}

/** Runs a tool with LC_ALL=C among these files. */
export function runReal(path: string, words: readonly string[], files: Readonly<Record<string, string>>, stdin: string): RealResult {
  const folder = mkdtempSync(join(tmpdir(), 'modsh-compare-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      const at = join(folder, name);
      mkdirSync(name.endsWith('/') ? at : dirname(at), { recursive: true });
      if (text.startsWith('-> ')) symlinkSync(text.slice(3), at);
      else if (!name.endsWith('/')) writeFileSync(at, text);
    }
    const env = { LC_ALL: 'C', PATH: '/usr/bin:/bin', TZ: 'UTC0' };
    const { stdout, stderr, status } = spawnSync(path, words.slice(1), {
      cwd: folder,
      env,
      input: stdin,
      encoding: 'utf8',
      argv0: words[0] ?? path,
    });
    return { stdout, stderr, status, tree: treeOf(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
