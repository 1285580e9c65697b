/** The tools of each era, and what a face shows in the place of their lsmod. The only list of them. */
import { ERRNO } from '../../engine/errno.ts';
import { sysfsSays } from '../../kernel/fs/sysfs.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { ModuleRecord } from '../../kernel/module.ts';
import { listed } from '../../kernel/text/modules.ts';
import type { Command } from '../../shell/command.ts';
import type { ModuleToolServices } from '../modules/services.ts';
import { kmodTexts } from '../texts/kmod.ts';
import { moduleInitTexts } from '../texts/module-init-tools.ts';
import { modutilsTexts } from '../texts/modutils.ts';
import type { LsmodRow, LsmodTexts } from '../texts/texts.ts';
import { moduleInitCommands } from './module-init-tools.ts';
import { modutilsCommands } from './modutils.ts';

export type Era = 'modutils' | 'module-init-tools' | 'kmod';

/** insmod, rmmod and lsmod as the era has them; empty for kmod, whose tools are in commands/modules. */
export const eraCommands = (era: Era): readonly Command<ModuleToolServices>[] =>
  era === 'modutils' ? modutilsCommands : era === 'module-init-tools' ? moduleInitCommands : [];

/** An era's lsmod for faces: what it finds of a module at this moment, and how it prints that. */
export interface LsmodLook extends Pick<LsmodTexts, 'header' | 'row'> {
  found(k: Kernel, m: ModuleRecord): LsmodRow;
}

/** kmod reads /sys/module, and prints the negative errno of what is not there: -2 for the count of a kernel that removes no module. */
function foundInSysfs(k: Kernel, m: ModuleRecord): LsmodRow {
  const { size = -ERRNO.ENOENT, count = -ERRNO.ENOENT, holders = [] } = sysfsSays(k, m) ?? {};
  return { name: m.name, size, count, holders };
}

/** The older tools read /proc/modules; where it has no count, modutils print 0. */
function foundInProc(k: Kernel, m: ModuleRecord): LsmodRow {
  const { size, count = 0, users } = listed(k, m);
  return { name: m.name, size, count, holders: users };
}

/** Header and rows of a table of modules in the era's own format. The words of 2.2 and 2.4 behind the count are for lsmod alone. */
export function eraLsmod(era: Era): LsmodLook {
  if (era === 'kmod') return { ...kmodTexts.lsmod, found: foundInSysfs };
  if (era === 'module-init-tools') {
    const { header, row } = moduleInitTexts.lsmod;
    return {
      found: foundInProc,
      header: () => header,
      row: ({ name, size, count, holders }) => row(name, String(size), String(count), holders.join(',')),
    };
  }
  const { header, row } = modutilsTexts.lsmod;
  return {
    found: foundInProc,
    header: (taint) => header(taint === '' ? 0 : taint.includes('P') ? 1 : 2),
    row: ({ name, size, count, holders }) => row({ name, size, count, flags: [], users: holders }),
  };
}
