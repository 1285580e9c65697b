/** The tools of each era, and what a face shows in the place of their lsmod. The only list of them. */
import type { Command } from '../../shell/command.ts';
import type { ModuleToolServices } from '../modules/services.ts';
import { kmodTexts } from '../texts/kmod.ts';
import { moduleInitTexts } from '../texts/module-init-tools.ts';
import { modutilsTexts } from '../texts/modutils.ts';
import type { LsmodTexts } from '../texts/texts.ts';
import { moduleInitCommands } from './module-init-tools.ts';
import { modutilsCommands } from './modutils.ts';

export type Era = 'modutils' | 'module-init-tools' | 'kmod';

/** insmod, rmmod and lsmod as the era has them; empty for kmod, whose tools are in commands/modules. */
export const eraCommands = (era: Era): readonly Command<ModuleToolServices>[] =>
  era === 'modutils' ? modutilsCommands : era === 'module-init-tools' ? moduleInitCommands : [];

/** Header and rows of a table of modules in the era's own format. The words of 2.2 and 2.4 behind the count are for lsmod alone. */
export function eraLsmod(era: Era): LsmodTexts {
  if (era === 'kmod') return kmodTexts.lsmod;
  if (era === 'module-init-tools') {
    const { header, row } = moduleInitTexts.lsmod;
    return {
      ...kmodTexts.lsmod,
      header: () => header,
      row: ({ name, size, count, holders }) => row(name, String(size), String(count), holders.join(',')),
    };
  }
  const { header, row } = modutilsTexts.lsmod;
  return {
    ...kmodTexts.lsmod,
    header: (taint) => header(taint === '' ? 0 : taint.includes('P') ? 1 : 2),
    row: ({ name, size, count, holders }) => row({ name, size, count, flags: [], users: holders }),
  };
}
