/** An oops in seven lines: what, who, where from, what now. The kernel's own text is in dmesg. */
import { loggedEvents } from '../engine/log.ts';
import type { Oops } from '../kernel/oops.ts';
import type { System } from './system.ts';

const seconds = (us: number): string => `t ${(us / 1_000_000).toFixed(1)} s`;

/** `chardev_read (return)` is `chardev.read` to a reader. */
const spoken = (at: string, module: string): string => (at.startsWith(`${module}_`) ? `${module}.${at.slice(module.length + 1)}` : at);

export function oopsNotice(system: System, oops: Oops): string {
  const module = oops.detail.split('.')[0] ?? '';
  const gone = system.kernel.modules.graveyard.findLast((m) => m.name === module);
  const freed = loggedEvents(system.machine.events).findLast(
    (entry) => entry.event.name === 'module_free' && entry.event['id'] === gone?.id,
  );
  const shell = oops.taskName === 'sh';
  const what =
    oops.fault === 'use-after-unload'
      ? `use after unload: ${oops.taskName} (${oops.task}) called ${spoken(oops.at, module)}, whose text is freed`
      : `${oops.fault}: ${oops.taskName} (${oops.task}) in ${oops.at}: ${oops.detail}`;
  const lines = [`*** Oops: ${what}`];
  if (freed !== undefined) lines.push(`    freed    ${seconds(freed.t)}`);
  lines.push(`    called   ${seconds(oops.t)}   by ${oops.taskName} (${oops.task})`);
  lines.push(`    result   ${shell ? 'sh is dead' : `${oops.taskName} is dead (139)`}; kernel tainted D; locks it held stay locked`);
  const known = (word: string): boolean => system.find(word) !== undefined;
  const way = known('reboot') ? '.   reboot: fresh kernel' : '';
  lines.push(`    still fine: ${['lsmod', 'refs', 'dmesg'].filter(known).join(', ')}, loading others${way}`);
  return lines.join('\n');
}
