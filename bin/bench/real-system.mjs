import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const title =
  "a real machine's 4,000 modules, 151 of them loaded; beside the real kmod on the exported files (goal: at most two starts of it)";

const RELEASE = '6.1.0-56-amd64';

/** Puts the real kmod and its libraries into the tree; false where there is none, or no user namespace to run it in. */
function installKmod(dir) {
  const binary = [process.env.REAL_KMOD ?? '', '/', '/usr'].map((root) => join(root, 'bin/kmod')).find((path) => existsSync(path));
  if (binary === undefined) return 'kmod is not installed (and REAL_KMOD names no copy)';
  mkdirSync(join(dir, 'bin'), { recursive: true });
  copyFileSync(binary, join(dir, 'bin/kmod'));
  for (const name of ['lsmod', 'modprobe']) symlinkSync('kmod', join(dir, 'bin', name));
  for (const path of spawnSync('ldd', [binary], { encoding: 'utf8' }).stdout.match(/\/\S+/g) ?? []) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    copyFileSync(path, join(dir, path));
  }
  return spawnSync('unshare', ['-Ur', 'chroot', dir, '/bin/lsmod']).status === 0
    ? undefined
    : 'chroot in a user namespace is not allowed here';
}

export async function run({ load, table, median, root, scratch, interleaved, ms }) {
  const folder = join(root, 'test/oracle/real-system');
  const { measureRealSystem, writeRealSystem } = await load('bin/bench/inside/real-system.ts');
  const found = measureRealSystem(folder, median);
  table([['inside one process', 'median'], ...Object.entries(found).map(([what, took]) => [what, ms(took)])]);

  const dir = join(scratch, 'machine');
  const deepest = writeRealSystem(folder, dir);
  const modsh = [process.execPath, join(root, 'bin/modsh.js')];
  const ours = (text) => [...modsh, '--strict', '--system', folder, '-c', text];
  const missing = installKmod(dir);
  const real = (...words) => ['unshare', '-Ur', 'chroot', dir, ...words];
  const pairs = [
    ['lsmod', found['lsmod of 151 modules'], ours('lsmod'), real('/bin/lsmod')],
    [
      `modprobe -n -v ${deepest}`,
      found[`modprobe -n of ${deepest}`],
      ours(`modprobe -n -v ${deepest}`),
      real('/bin/modprobe', '-S', RELEASE, '-n', '-v', deepest),
    ],
  ];
  console.log(missing === undefined ? '' : `  without the real kmod: ${missing}`);
  const rows = [['beside the real kmod', 'in the shell', 'process', 'node alone', 'kmod', 'in the shell / kmod', 'process / kmod']];
  for (const [what, inside, mine, theirs] of pairs) {
    const [a, node, b] = interleaved([mine, [process.execPath, '-e', '0'], ...(missing === undefined ? [theirs] : [])], 9);
    const ratio = (value) => (b === undefined ? '-' : (value / b.median).toFixed(1));
    rows.push([what, ms(inside), ms(a.median), ms(node.median), b === undefined ? '-' : ms(b.median), ratio(inside), ratio(a.median)]);
  }
  table(rows);
}
