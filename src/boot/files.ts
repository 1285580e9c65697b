/** The files of a fresh system: module files, what depmod makes of them, configuration, programs. */
import { scripts } from '../../fixtures/scripts/index.ts';
import { DEPMOD_FILES, type DepmodFile, depmodFiles } from '../commands/kmod/depmod-files.ts';
import type { Driver } from '../kernel/driver.ts';
import { imageOf } from '../kernel/fileimage.ts';
import type { MachineGraph } from '../kernel/graph/graph.ts';
import { type ModuleImage, writeImage, writeProgram, writeXz } from '../kernel/image.ts';
import { vermagicOf } from '../kernel/kernel.ts';
import { makeDirs, newLazyFile, type Os, putFile, putNode } from '../kernel/os/os.ts';
import { putGraphTree } from './graphTree.ts';

/** As large as the real files, so that `ls -l` and a cut at 3000 bytes behave alike. */
const IMAGE_BYTES = 16_384;
/** The part of a file that bad/truncated.ko keeps. */
const TRUNCATED_BYTES = 3_000;
const OTHER_RELEASE = '6.1.0-00-amd64';

/** What Debian's kmod package configures (extra/aliases.conf), without its comments. */
const ALIASES_CONF = `# Sound drivers that must not become the first card.
options snd-pcsp index=-2
options cx88_alsa index=-2
options snd-atiixp-modem index=-2
options snd-intel8x0m index=-2
options snd-via82xx-modem index=-2

# The driver for high speed comes first.
softdep uhci-hcd pre: ehci-hcd
softdep ohci-hcd pre: ehci-hcd
`;

/** The same module with one modinfo value changed. */
const withModinfo = (image: ModuleImage, key: string, change: (value: string) => string): ModuleImage => ({
  ...image,
  modinfo: image.modinfo.map(([name, value]) => (name === key ? [name, change(value)] : [name, value])),
});

/** A file whose text is made when it is first read: most of them never are, and a start should not pay for them. */
const put = (os: Os, path: string, text: () => string, mode = 0o644): void => putNode(os, path, newLazyFile(os, text, mode));

/** Files that the loader refuses, or takes in an odd form, made of one good module. */
function putBadFiles(os: Os, image: ModuleImage, release: string): void {
  const good = (): string => writeImage(image, IMAGE_BYTES);
  putFile(os, '/fixtures/bad/empty.ko', '');
  putFile(os, '/fixtures/bad/text.ko', 'this is not a module\n');
  put(os, '/fixtures/bad/truncated.ko', () => good().slice(0, TRUNCATED_BYTES));
  put(os, '/fixtures/bad/vermagic.ko', () =>
    writeImage(
      withModinfo(image, 'vermagic', (magic) => magic.replace(' preempt ', ' PREEMPT ')),
      IMAGE_BYTES,
    ),
  );
  put(os, '/fixtures/bad/release.ko', () =>
    writeImage(
      withModinfo(image, 'vermagic', (magic) => magic.replace(release, OTHER_RELEASE)),
      IMAGE_BYTES,
    ),
  );
  put(os, '/fixtures/bad/chardev.ko.xz', () => writeXz(good()));
}

export interface FileOptions {
  readonly drivers: readonly Driver[];
  /** These lie in a folder of their own, and depmod does not know them. */
  readonly faulty: readonly Driver[];
  /** Words that run as programs: each gets a file under /bin or /sbin. */
  readonly programs: readonly string[];
  /** Of the kernel that runs. */
  readonly release: string;
  readonly graph?: MachineGraph;
}

const SBIN = new Set(['insmod', 'rmmod', 'lsmod', 'modprobe', 'modinfo', 'depmod', 'kmod', 'ip']);

/** The fixtures' module files in their folder; and in the tree of modules with its indexes, unless a machine's own are there. */
function putFixtures(os: Os, { drivers, faulty, release, graph }: FileOptions): void {
  const tree = `/lib/modules/${release}`;
  const modules = drivers.map((driver) => ({ path: `extra/${driver.name}.ko`, image: imageOf(driver, drivers, vermagicOf(release)) }));
  for (const { path, image } of modules) {
    const data = (): string => writeImage(image, IMAGE_BYTES);
    put(os, `/fixtures/${image.name}.ko`, data);
    if (graph === undefined) put(os, `${tree}/${path}`, data);
    if (image.name === 'chardev') putBadFiles(os, image, release);
  }
  for (const driver of faulty) {
    put(os, `/fixtures/faulty/${driver.name}.ko`, () =>
      writeImage(imageOf(driver, [...drivers, driver], vermagicOf(release)), IMAGE_BYTES),
    );
  }
  if (graph !== undefined) return;
  let made: Record<DepmodFile, string> | undefined;
  for (const name of DEPMOD_FILES) {
    put(os, `${tree}/${name}`, () => {
      made ??= depmodFiles(modules);
      return made[name];
    });
  }
  // These come with a kernel package, which lists no module from extra/; depmod warns where they are missing.
  for (const name of ['modules.order', 'modules.builtin', 'modules.builtin.modinfo']) putFile(os, `${tree}/${name}`, '');
}

/** Fills the tree. */
export function populate(os: Os, options: FileOptions): void {
  putFixtures(os, options);
  if (options.graph !== undefined) putGraphTree(os, options.graph, options.release);
  for (const [name, text] of Object.entries(scripts)) putFile(os, `/fixtures/scripts/${name}`, text);
  makeDirs(os, '/etc/modprobe.d');
  putFile(os, '/lib/modprobe.d/aliases.conf', ALIASES_CONF);
  putFile(os, '/etc/hostname', 'modsh\n');
  for (const name of options.programs) {
    const folder = SBIN.has(name) ? '/sbin' : '/bin';
    put(os, `${folder}/${name}`, () => writeProgram(name), 0o755);
  }
}
