/** What a load checks of a file, and the taints that follow (Linux 6.1, kernel/module/main.c and kernel/panic.c). */
import { ERRNO } from '../../engine/errno.ts';
import type { NoteEvent } from '../../engine/step.ts';
import { sameVermagic } from '../image.ts';
import type { Kernel, LoadRequest } from '../kernel.ts';
import { appendLog, ERR, NOTICE, WARN } from '../printk.ts';
import { addLetter, isGplCompatible, TAINT_BITS, type TaintLetter, withTaint } from '../taint.ts';
import { type Handlers, requestOf, subject } from './subject.ts';

const IGNORE_MODVERSIONS = 1;
const IGNORE_VERMAGIC = 2;

/** add_taint (Linux 6.1, kernel/panic.c). Some taints make lock debugging unreliable, which is said once. */
export function addTaint(k: Kernel, letter: TaintLetter, lockdepUnreliable: boolean): void {
  if (!knowsTaint(k, letter)) return;
  if (lockdepUnreliable && !k.printedOnce.has('lockdep')) {
    k.printedOnce.add('lockdep');
    appendLog(k.log, k.machine, WARN, 'Disabling lock debugging due to kernel taint');
  }
  k.tainted = withTaint(k.tainted, letter);
}

const knowsTaint = (k: Kernel, letter: TaintLetter): boolean => k.rules.sheet.taints === 'all' || k.rules.sheet.taints.includes(letter);

const hasTaint = (k: Kernel, letter: TaintLetter): boolean => (k.tainted & (1 << TAINT_BITS[letter])) !== 0;

/** try_to_force_load, as Debian builds it (CONFIG_MODULE_FORCE_LOAD=y). */
function forceLoad(k: Kernel, name: string, reason: string): void {
  if (!hasTaint(k, 'F')) appendLog(k.log, k.machine, WARN, `${name}: ${reason}: kernel tainted.`);
  addTaint(k, 'F', true);
}

/** check_modstruct_version and check_modinfo: versions, vermagic, in-tree, licence, with taints and log lines. 0, or a positive errno. */
function checkModinfo(k: Kernel, event: NoteEvent): number {
  const { name, flags, vermagic, intree, license } = requestOf(k, event);
  if ((flags & IGNORE_MODVERSIONS) !== 0) forceLoad(k, name, 'module_layout');
  if ((flags & IGNORE_VERMAGIC) !== 0) forceLoad(k, name, 'bad vermagic');
  else if (!sameVermagic(vermagic, k.vermagic, (flags & IGNORE_MODVERSIONS) === 0)) {
    appendLog(k.log, k.machine, ERR, `${name}: version magic '${vermagic}' should be '${k.vermagic}'`);
    return ERRNO.ENOEXEC;
  }
  if (!intree && knowsTaint(k, 'O')) {
    if (!hasTaint(k, 'O')) appendLog(k.log, k.machine, WARN, `${name}: loading out-of-tree module taints kernel.`);
    addTaint(k, 'O', false);
  }
  if (!isGplCompatible(license) && knowsTaint(k, 'P')) {
    if (!hasTaint(k, 'P')) appendLog(k.log, k.machine, WARN, `${name}: module license '${license}' taints kernel.`);
    addTaint(k, 'P', true);
  }
  return 0;
}

/** The taints that a module brings, before its signature is looked at. */
export function taintsOf(k: Kernel, request: LoadRequest): string {
  let taints = request.intree || !knowsTaint(k, 'O') ? '' : 'O';
  if (!isGplCompatible(request.license) && knowsTaint(k, 'P')) taints = addLetter(taints, 'P');
  return (request.flags & (IGNORE_MODVERSIONS | IGNORE_VERMAGIC)) === 0 ? taints : addLetter(taints, 'F');
}

function moduleSigCheck(k: Kernel, event: NoteEvent): number {
  if (requestOf(k, event).signed || !knowsTaint(k, 'E')) return 0;
  const m = subject(k, event);
  if (!k.printedOnce.has('signature')) {
    k.printedOnce.add('signature');
    appendLog(k.log, k.machine, NOTICE, `${m.name}: module verification failed: signature and/or required key missing - tainting kernel`);
  }
  addTaint(k, 'E', false);
  m.taints = addLetter(m.taints, 'E');
  return 0;
}

export const checkNotes: Handlers = {
  check_modinfo: checkModinfo,
  module_sig_check: moduleSigCheck,
  forced_rmmod: (k) => {
    if (k.rules.sheet.forceTaint !== '') addTaint(k, k.rules.sheet.forceTaint, true);
    return 0;
  },
};
