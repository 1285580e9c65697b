/** /sys/module/NAME/uevent: asks the kernel to tell of the module again (Linux 6.1, lib/kobject_uevent.c, kobject_synth_uevent). */
import { ERRNO } from '../../engine/errno.ts';
import type { Path } from '../../engine/step.ts';
import type { ModuleRecord } from '../module.ts';
import type { MadeFile } from '../os/node.ts';
import { printk, WARN } from '../printk.ts';

const ACTIONS: ReadonlySet<string> = new Set(['add', 'remove', 'change', 'move', 'online', 'offline', 'bind', 'unbind']);
/** A UUID, and then variables of letters and digits, one blank before each. */
const ARGUMENTS = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?: [A-Za-z0-9]+=[A-Za-z0-9]+)*$/;
const SYSFS_SIZE = 4_096;

/** What is wrong with a text, in the kernel's words; undefined: nothing. */
function faultOf(text: string): string | undefined {
  const blank = text.indexOf(' ');
  if (!ACTIONS.has(blank < 0 ? text : text.slice(0, blank))) return 'unknown uevent action string';
  return blank < 0 || ARGUMENTS.test(text.slice(blank + 1)) ? undefined : 'incorrect uevent action arguments';
}

function* synthUevent(m: ModuleRecord, data: string): Path<number> {
  const fault = faultOf(data.replace(/[\n\0]$/, ''));
  if (fault === undefined) return data.length;
  yield* printk(WARN, `synth uevent: /module/${m.name}: ${fault}`);
  return -ERRNO.EINVAL;
}

/** The file. Who listens for events is not modelled, so a good one changes nothing. */
export const ueventFile = (m: ModuleRecord): MadeFile => ({
  kind: 'made',
  mode: 0o200,
  size: SYSFS_SIZE,
  write: (data) => synthUevent(m, data),
});
