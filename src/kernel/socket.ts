/**
 * Protocol families, sockets, and socks that stay after close (Linux 6.1, net/socket.c: __sock_create, sock_release;
 * net/core/sock.c: sk_alloc; net/ipv4/inet_timewait_sock.c: a bucket in TIME_WAIT holds its protocol's module).
 */
import { ERRNO } from '../engine/errno.ts';
import { adjust, ask, emit, load, lock, sleep, store, tryAtomic, unlock, waitFor } from '../engine/ops.ts';
import { type Path, set, test } from '../engine/step.ts';
import { driverContext } from './context.ts';
import { about, inText } from './enter.ts';
import { type Kernel, moduleOf } from './kernel.ts';
import type { ModuleRecord } from './module.ts';
import { INFO, printk } from './printk.ts';
import { type Family, familyName, type Socket } from './tables/families.ts';

export const socketObject = (socket: number): string => `socket ${socket}`;
export const lingerObject = (socket: number): string => `linger ${socket}`;

/** proto_register + sock_register. 0, or a negative errno. */
export function* registerFamily(k: Kernel, m: ModuleRecord, number: number): Path<number> {
  const at = 'sock_register';
  yield* lockFamilies(k, at);
  const id = yield* emit(at, about('family_register', m, { family: number }));
  if (id > 0) yield* store(familyOf(k, id).registered, 1, at);
  yield* unlockFamilies(k, at);
  if (id < 0) return id;
  yield* printk(INFO, `NET: Registered ${familyName(number)} protocol family`);
  return 0;
}

export function* unregisterFamily(k: Kernel, m: ModuleRecord, number: number): Path<void> {
  const at = 'sock_unregister';
  yield* lockFamilies(k, at);
  const id = yield* ask(at, { name: 'find_family', family: number });
  if (id > 0) {
    yield* store(familyOf(k, id).registered, 0, at);
    yield* emit(at, about('family_unregister', m, { family: id }));
  }
  yield* unlockFamilies(k, at);
  if (id > 0) yield* printk(INFO, `NET: Unregistered ${familyName(number)} protocol family`);
}

function* lockFamilies(k: Kernel, at: string): Path<void> {
  if (k.rules.sheet.familyLock !== 'none') yield* lock(k.locks.families, at);
}

function* unlockFamilies(k: Kernel, at: string): Path<void> {
  if (k.rules.sheet.familyLock !== 'none') yield* unlock(k.locks.families, at);
}

/** True when somebody serves the family: else socket(2) asks for a module first. */
export function* familyIsThere(k: Kernel, number: number): Path<boolean> {
  const id = yield* ask('__sock_create', { name: 'find_family', family: number });
  return id > 0 && (yield* load(familyOf(k, id).registered, '__sock_create')) === 1;
}

/** __sock_create: a socket's handle, or a negative errno. */
export function* socketCreate(k: Kernel, number: number, type: number, protocol: number, opener: number): Path<number> {
  const at = '__sock_create';
  for (;;) {
    yield* lockFamilies(k, at);
    const id = yield* ask(at, { name: 'find_family', family: number });
    if (id === 0 || (yield* load(familyOf(k, id).registered, at)) === 0) {
      yield* unlockFamilies(k, at);
      return -ERRNO.EAFNOSUPPORT;
    }
    const family = familyOf(k, id);
    const m = moduleOf(k, family.module);
    const socket = yield* emit(at, about('socket_alloc', m, { family: id, opener }));
    const transient = `creating ${socketObject(socket)}`;
    const entered = !counts(k, family) || (yield* k.rules.hold(k, m, transient, at));
    const overCreate = entered && k.rules.sheet.familyLock === 'create';
    if (!overCreate) yield* unlockFamilies(k, at);
    if (entered) {
      const result = yield* enterCreate(k, socket, type, protocol);
      if (overCreate) yield* unlockFamilies(k, at);
      return result;
    }
    yield* emit(at, about('socket_free', m, { socket }));
    if (k.rules.retry === undefined || !(yield* k.rules.retry(k, m, at))) return -ERRNO.EAFNOSUPPORT;
  }
}

const counts = (k: Kernel, family: Family): boolean => family.ops.owner && k.rules.sheet.socketGets.includes('sock_create');

/** Calls the family's create, and takes the socket's own reference in the place of the one that was held meanwhile. */
function* enterCreate(k: Kernel, socket: number, type: number, protocol: number): Path<number> {
  const at = '__sock_create';
  const family = familyOf(k, socketOf(k, socket).family);
  const m = moduleOf(k, family.module);
  const transient = `creating ${socketObject(socket)}`;
  const counted = counts(k, family);
  const created = yield* inText(m, `${m.name}_create`, family.ops.create(driverContext(k, m), socket, type, protocol));
  let result = created;
  if (created === 0 && counted && !(yield* k.rules.hold(k, m, socketObject(socket), at))) {
    yield* inText(m, `${m.name}_release`, family.ops.release(driverContext(k, m), socket));
    result = -ERRNO.EAFNOSUPPORT;
  }
  if (counted) yield* k.rules.drop(k, m, transient, at);
  if (result === 0) {
    yield* emit(at, about('socket_open', m, { socket }));
    return socket;
  }
  yield* emit(at, about('socket_free', m, { socket }));
  return result;
}

/** sock_release: the family's release, then the reference on its operations. */
export function* socketRelease(k: Kernel, id: number): Path<void> {
  const at = 'sock_release';
  const socket = socketOf(k, id);
  const family = familyOf(k, socket.family);
  const m = moduleOf(k, socket.module);
  yield* inText(m, `${m.name}_release`, family.ops.release(driverContext(k, m), id));
  yield* emit(at, about('socket_close', m, { socket: id }));
  if (counts(k, family)) yield* k.rules.drop(k, m, socketObject(id), at);
}

/** A connection that a listening socket of the family accepts: the listener pins the operations, so that get cannot fail. */
export function* socketAccept(k: Kernel, listener: number): Path<number> {
  const at = 'sys_accept';
  const { family: familyId, opener } = socketOf(k, listener);
  const family = familyOf(k, familyId);
  const m = moduleOf(k, family.module);
  const counted = counts(k, family);
  const socket = yield* emit(at, about('socket_alloc', m, { family: familyId, opener }));
  if (counted) yield* k.rules.holdHeld(k, m, socketObject(socket), at);
  const { accept } = family.ops;
  const result = accept === undefined ? -ERRNO.EOPNOTSUPP : yield* inText(m, `${m.name}_accept`, accept(driverContext(k, m), socket));
  if (result === 0) {
    yield* emit(at, about('socket_open', m, { socket }));
    return socket;
  }
  if (counted) yield* k.rules.drop(k, m, socketObject(socket), at);
  yield* emit(at, about('socket_free', m, { socket }));
  return result;
}

/** sk_alloc: false when the module may not be entered any more. */
export function* skAlloc(k: Kernel, id: number): Path<boolean> {
  const socket = socketOf(k, id);
  if (!k.rules.sheet.socketGets.includes('sk_alloc')) return true;
  return yield* k.rules.hold(k, moduleOf(k, socket.module), socketObject(id), 'sk_alloc');
}

/** The last sock_put of an open socket's sock, or of one that lingered. */
export function* skFree(k: Kernel, id: number, which: 'open' | 'linger'): Path<void> {
  const { sheet } = k.rules;
  const m = moduleOf(k, socketOf(k, id).module);
  yield* emit('sk_free', about(which === 'open' ? 'sock_free' : 'linger_free', m, { socket: id }));
  const object = which === 'open' ? socketObject(id) : lingerObject(id);
  if (which === 'open' && sheet.socketGets.includes('sk_alloc')) yield* k.rules.drop(k, m, object, 'sk_free');
  if (which === 'linger' && sheet.timeWaitHolds) yield* k.rules.drop(k, m, object, 'sk_free');
}

/** Leaves a bucket behind in the place of a closed sock. Its timer is armed; the sock itself goes now. */
export function* linger(k: Kernel, id: number, milliseconds: number): Path<void> {
  const at = 'inet_twsk_alloc';
  const socket = socketOf(k, id);
  const m = moduleOf(k, socket.module);
  if (k.rules.sheet.timeWaitHolds) yield* k.rules.holdHeld(k, m, lingerObject(id), at);
  yield* store(socket.armed, 1, at);
  yield* emit(at, about('linger_arm', m, { socket: id, us: milliseconds * 1_000 }));
  if (k.rules.sheet.socketGets.includes('sk_alloc')) yield* k.rules.drop(k, m, socketObject(id), 'sk_free');
}

/** The timer of a lingering sock: a task of its own, that calls into the module when the time is over. */
export function* lingerTimer(k: Kernel, id: number, us: number): Path<void> {
  const at = 'inet_twsk_kill';
  const socket = socketOf(k, id);
  const family = familyOf(k, socket.family);
  const m = moduleOf(k, socket.module);
  yield* sleep(us, at);
  if (!(yield* tryAtomic([test(socket.armed, '==', 1)], [set(socket.armed, 0)], at))) return;
  yield* adjust(family.working, 1, at);
  if (family.ops.lingerOver !== undefined) yield* inText(m, `${m.name}_linger_over`, family.ops.lingerOver(driverContext(k, m), id));
  yield* adjust(family.working, -1, at);
}

/** destroy_workqueue: waits for work that runs now; what is not due yet it does not know. */
export function* flushWork(k: Kernel, m: ModuleRecord): Path<void> {
  for (const id of m.families) yield* waitFor([test(familyOf(k, id).working, '==', 0)], 'destroy_workqueue');
}

/** The families that a module has registered, in their order. */
export const familiesOf = (k: Kernel, m: ModuleRecord): Family[] =>
  [...k.families.byId.values()].filter((family) => family.module === m.id);

/** Ends every lingering sock of a module now (the `kill` of a drain): the same as its timer would do, before its time. */
export function* killLingering(k: Kernel, m: ModuleRecord): Path<void> {
  const at = 'inet_twsk_deschedule';
  const lingering = [...k.families.sockets.values()].filter((socket) => socket.module === m.id && socket.lingersUntil >= 0);
  for (const socket of lingering) {
    if (!(yield* tryAtomic([test(socket.armed, '==', 1)], [set(socket.armed, 0)], at))) continue;
    const { ops } = familyOf(k, socket.family);
    if (ops.lingerOver !== undefined) yield* inText(m, `${m.name}_linger_over`, ops.lingerOver(driverContext(k, m), socket.id));
  }
}

export function familyOf(k: Kernel, id: number): Family {
  const found = k.families.byId.get(id);
  if (found === undefined) throw new Error(`no protocol family ${id}`);
  return found;
}

export function socketOf(k: Kernel, id: number): Socket {
  const found = k.families.sockets.get(id);
  if (found === undefined) throw new Error(`no socket ${id}`);
  return found;
}
