/** The view that faces see, made afresh from the system at each look. */

import type { LsmodLook } from '../commands/era/index.ts';
import type { ModuleStateWord, ModuleView, SystemView } from '../engine/view.ts';
import type { ModuleRecord } from '../kernel/module.ts';
import type { KernelSystem } from '../kernel/system.ts';
import { taintLetters } from '../kernel/taint.ts';
import { PERMANENT, refcntOf, shownModules, stateWord } from '../kernel/text/modules.ts';
import { holdsOn, holdViews, miscount } from '../kernel/who/holds.ts';
import { waitViews } from '../kernel/who/waits.ts';

export interface Looks {
  readonly lsmod: LsmodLook;
  readonly model: string;
  readonly boot: number;
}

function moduleView(system: KernelSystem, m: ModuleRecord, looks: Looks): ModuleView {
  const { kernel } = system;
  const found = looks.lsmod.found(kernel, m);
  return {
    id: m.id,
    name: m.name,
    size: m.coreSize,
    refcnt: refcntOf(kernel, m),
    used: found.count,
    holders: found.holders.filter((name) => name !== PERMANENT),
    state: stateWord(kernel, m) as ModuleStateWord,
    taint: m.taints,
    row: looks.lsmod.row(found).replace(/\n$/, ''),
    holds: holdViews(holdsOn(system, m)),
    miscount: miscount(system, m),
  };
}

/** Everything a face may show, as plain data. */
export function systemView(system: KernelSystem, looks: Looks): SystemView {
  const { kernel, machine } = system;
  const taint = taintLetters(kernel.tainted);
  return {
    boot: looks.boot,
    now: machine.now,
    regime: kernel.rules.id,
    model: looks.model,
    modules: shownModules(kernel).map((m) => moduleView(system, m, looks)),
    lsmodHeader: looks.lsmod.header(taint).replace(/\n$/, ''),
    waits: waitViews(system),
    taint,
    logLines: kernel.log.total,
    logUnread: kernel.log.total - kernel.log.read,
  };
}
