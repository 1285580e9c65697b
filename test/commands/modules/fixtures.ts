/** The fixtures' modules as files of a fake system: below /fixtures and, listed by depmod, in the tree of modules. */
import { drivers } from '../../../fixtures/drivers/index.ts';
import { depmodFiles } from '../../../src/commands/kmod/depmod-files.ts';
import { writeIndex } from '../../../src/commands/kmod/indexes.ts';
import { imageOf } from '../../../src/kernel/fileimage.ts';
import { writeImage } from '../../../src/kernel/image.ts';
import { VERMAGIC } from '../../../src/kernel/kernel.ts';
import { addLoaded, createSystem, dropLoaded, type FakeSystem } from '../kmod/fake-system.ts';

export const TREE = '/lib/modules/6.1.0-56-amd64';

export function fixtureSystem(config = ''): FakeSystem {
  const system = createSystem({ '/proc/sys/kernel/osrelease': '6.1.0-56-amd64\n', '/proc/modules': '', '/sys/module/.keep': '' });
  const modules = drivers.map((driver) => ({ path: `extra/${driver.name}.ko`, image: imageOf(driver, drivers, VERMAGIC) }));
  for (const { path, image } of modules) {
    system.files.set(`/fixtures/${image.name}.ko`, writeImage(image));
    system.files.set(`${TREE}/${path}`, writeImage(image));
  }
  for (const [name, text] of Object.entries(depmodFiles(modules))) system.files.set(`${TREE}/${name}`, text);
  for (const name of ['modules.order', 'modules.builtin', 'modules.builtin.modinfo']) system.files.set(`${TREE}/${name}`, '');
  if (config !== '') system.files.set('/etc/modprobe.d/x.conf', config);
  return system;
}

/** Loads and removes as a kernel without any driver would. */
export function lively(system: FakeSystem): FakeSystem {
  system.onInsert = (path) => {
    addLoaded(system, path.replace(/^.*\/(.*)\.ko$/, '$1'));
    return 0;
  };
  system.onRemove = (name) => {
    dropLoaded(system, name);
    return 0;
  };
  return system;
}

/** Makes `unix` a built-in module. */
export function setBuiltin(system: FakeSystem): void {
  system.files.set(`${TREE}/modules.builtin.bin`, writeIndex('kernel/net/unix/unix.ko\n'));
}
