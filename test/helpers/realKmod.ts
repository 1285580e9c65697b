/** The real kmod, in a folder of its own: in a user namespace, so that it can change nothing, with chroot as its root. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** REAL_KMOD names a folder into which Debian's packages kmod and libkmod2 were unpacked; otherwise the machine's own is taken. */
const binary = [process.env['REAL_KMOD'] ?? '', '/', '/usr'].map((root) => join(root, 'bin/kmod')).find((path) => existsSync(path));
const inNamespace = (...words: string[]): boolean => spawnSync('unshare', ['-Ur', ...words], { stdio: 'ignore' }).status === 0;

function whyNot(): string | undefined {
  if (binary === undefined) return 'kmod is not installed (and REAL_KMOD names no copy)';
  if (!inNamespace('true')) return 'user namespaces are not allowed here';
  if (!inNamespace('chroot', '/', '/bin/true')) return 'chroot is not allowed in a user namespace here';
  return undefined;
}

/** Why tests with it are skipped; undefined: it is there. */
export const kmodMissing = whyNot();

const TOOLS = ['lsmod', 'modinfo', 'modprobe', 'depmod'];

/** Puts kmod with its libraries into an exported tree. */
export function installKmod(dir: string): void {
  if (binary === undefined) throw new Error(kmodMissing);
  mkdirSync(join(dir, 'bin'), { recursive: true });
  copyFileSync(binary, join(dir, 'bin/kmod'));
  for (const name of TOOLS) if (!existsSync(join(dir, 'bin', name))) symlinkSync('kmod', join(dir, 'bin', name));
  const libraries = spawnSync('ldd', [binary], { encoding: 'utf8' }).stdout.match(/\/\S+/g) ?? [];
  for (const path of libraries) {
    const to = join(dir, path);
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(path, to);
  }
}

export interface KmodRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** Runs one of kmod's tools with the tree as its root. */
export function runKmod(dir: string, words: readonly string[]): KmodRun {
  const [tool = '', ...rest] = words;
  const ran = spawnSync('unshare', ['-Ur', 'chroot', dir, `/bin/${tool}`, ...rest], {
    encoding: 'utf8',
    env: { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
  });
  return { stdout: ran.stdout, stderr: ran.stderr, status: ran.status };
}
