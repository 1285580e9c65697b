/** Character devices (Linux 6.1, fs/char_dev.c: __register_chrdev, chrdev_open; fs/open.c, fs/file_table.c: __fput). */
import { ERRNO } from '../engine/errno.ts';
import { ask, emit, load, lock, store, unlock } from '../engine/ops.ts';
import type { Path } from '../engine/step.ts';
import { driverContext } from './context.ts';
import { about, inText } from './enter.ts';
import { type Kernel, moduleOf } from './kernel.ts';
import type { ModuleRecord } from './module.ts';
import type { ChrdevSlot } from './tables/chrdevs.ts';

/** register_chrdev(0, name, its operations of that name): the major number, or a negative errno. */
export function* registerChrdev(k: Kernel, m: ModuleRecord, name: string): Path<number> {
  const at = '__register_chrdev';
  yield* lock(k.locks.chrdevs, at);
  const slotId = yield* emit(at, about('chrdev_register', m, { device: name }));
  if (slotId > 0) yield* store(slotOf(k, slotId).registered, 1, at);
  yield* unlock(k.locks.chrdevs, at);
  return slotId > 0 ? slotOf(k, slotId).major : slotId;
}

export function* unregisterChrdev(k: Kernel, m: ModuleRecord, major: number): Path<void> {
  const at = '__unregister_chrdev';
  yield* lock(k.locks.chrdevs, at);
  const slotId = yield* ask(at, { name: 'find_chrdev', major });
  if (slotId > 0) {
    yield* store(slotOf(k, slotId).registered, 0, at);
    yield* emit(at, about('chrdev_unregister', m, { slot: slotId }));
  }
  yield* unlock(k.locks.chrdevs, at);
}

/** What a file counts as in the ledger. */
export const fileObject = (file: number): string => `file ${file}`;

/** Opens a device for a file. The slot's handle, or a negative errno. */
export function* chrdevOpen(k: Kernel, major: number, file: number): Path<number> {
  const at = 'chrdev_open';
  for (;;) {
    const slotId = yield* takeChrdev(k, major, file);
    if (slotId > 0) return yield* enterOpen(k, slotId, file);
    const refused = -slotId;
    if (refused === 0 || k.rules.retry === undefined) return -k.rules.sheet.openRefused;
    if (!(yield* k.rules.retry(k, moduleOf(k, slotOf(k, refused).module), at))) return -k.rules.sheet.openRefused;
  }
}

/** Finds who serves a major and takes the references that an open takes. The slot's handle; 0: nobody; negative: the slot whose module refused. */
function* takeChrdev(k: Kernel, major: number, file: number): Path<number> {
  const at = 'chrdev_open';
  const { sheet } = k.rules;
  if (sheet.chrdevsLocked) yield* lock(k.locks.chrdevs, at);
  const slotId = yield* ask(at, { name: 'find_chrdev', major });
  const there = slotId > 0 && (yield* load(slotOf(k, slotId).registered, at)) === 1;
  if (!there) {
    if (sheet.chrdevsLocked) yield* unlock(k.locks.chrdevs, at);
    return 0;
  }
  const slot = slotOf(k, slotId);
  const m = moduleOf(k, slot.module);
  const gets = slot.ops.owner ? sheet.chrdevGets : [];
  // The first get is under the table's lock: whoever unregisters must wait until the count is up. The others follow.
  const first = gets[0] === undefined || (yield* k.rules.tryGet(k, m, fileObject(file), gets[0]));
  if (sheet.chrdevsLocked) yield* unlock(k.locks.chrdevs, at);
  if (!first) return -slotId;
  let taken = Math.min(1, gets.length);
  for (const site of gets.slice(1)) {
    if (!(yield* k.rules.tryGet(k, m, fileObject(file), site))) {
      yield* putAll(k, m, gets, taken, file);
      return -slotId;
    }
    taken += 1;
  }
  return slotId;
}

/** Calls the driver's open; what it refuses gives the references back. */
function* enterOpen(k: Kernel, slotId: number, file: number): Path<number> {
  const slot = slotOf(k, slotId);
  const m = moduleOf(k, slot.module);
  const { open } = slot.ops;
  const result = open === undefined ? 0 : yield* inText(m, `${m.name}_open`, open(driverContext(k, m), file));
  if (result < 0) {
    const gets = slot.ops.owner ? k.rules.sheet.chrdevGets : [];
    yield* putAll(k, m, gets, gets.length, file);
    return result;
  }
  yield* emit('chrdev_open', about('file_open', m, { file }));
  return slotId;
}

function* putAll(k: Kernel, m: ModuleRecord, gets: readonly string[], taken: number, file: number): Path<void> {
  for (const site of gets.slice(0, taken)) yield* k.rules.put(k, m, fileObject(file), site.replace('_get', '_put'));
}

/** The last close of a file: release(), then the references go, from core text. */
export function* chrdevRelease(k: Kernel, slotId: number, file: number): Path<void> {
  const slot = slotOf(k, slotId);
  const m = moduleOf(k, slot.module);
  const { release } = slot.ops;
  if (release !== undefined) yield* inText(m, `${m.name}_release`, release(driverContext(k, m), file));
  const gets = slot.ops.owner ? k.rules.sheet.chrdevGets : [];
  yield* emit('__fput', about('file_release', m, { file }));
  yield* putAll(k, m, gets, gets.length, file);
}

/** read(2): text, or a negative errno. */
export function* chrdevRead(k: Kernel, slotId: number, file: number, count: number, position: number): Path<string | number> {
  const slot = slotOf(k, slotId);
  const m = moduleOf(k, slot.module);
  if (slot.ops.read === undefined) return -ERRNO.EINVAL;
  return yield* inText(m, `${m.name}_read`, slot.ops.read(driverContext(k, m), file, count, position));
}

/** write(2): how many characters were taken, or a negative errno. */
export function* chrdevWrite(k: Kernel, slotId: number, file: number, data: string): Path<number> {
  const slot = slotOf(k, slotId);
  const m = moduleOf(k, slot.module);
  if (slot.ops.write === undefined) return -ERRNO.EINVAL;
  return yield* inText(m, `${m.name}_write`, slot.ops.write(driverContext(k, m), file, data));
}

/** device_create: /dev/NAME and /sys/class/CLASS/NAME. 0, or -EEXIST. */
export function* createDevice(m: ModuleRecord, className: string, name: string, major: number, minor: number): Path<number> {
  return yield* emit('device_create', about('device_create', m, { class: className, device: name, major, minor }));
}

export function* destroyDevice(m: ModuleRecord, className: string, name: string): Path<void> {
  yield* emit('device_destroy', about('device_destroy', m, { class: className, device: name }));
}

export function slotOf(k: Kernel, id: number): ChrdevSlot {
  const found = k.chrdevs.byId.get(id);
  if (found === undefined) throw new Error(`no chrdev slot ${id}`);
  return found;
}
