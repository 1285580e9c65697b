/** What `emit` and `ask` about devices, families and sockets do to the tables. */
import { addCell, dropCell } from '../../engine/cells.ts';
import { ERRNO } from '../../engine/errno.ts';
import { forgetRefs, recordRef, refCount } from '../../engine/ledger.ts';
import { spawn } from '../../engine/machine.ts';
import type { NoteEvent } from '../../engine/step.ts';
import { type Kernel, moduleOf, type NoteHandler } from '../kernel.ts';
import { KERNEL_THREAD } from '../model.ts';
import type { ModuleRecord } from '../module.ts';
import { deviceOf } from '../netdev.ts';
import { lingerTimer } from '../socket.ts';
import { freeMajor } from '../tables/chrdevs.ts';
import { FAMILIES_MAX } from '../tables/families.ts';
import { deviceName } from '../tables/netdevs.ts';

type Handlers = Record<string, (k: Kernel, event: NoteEvent) => number>;

const subject = (k: Kernel, event: NoteEvent): ModuleRecord => moduleOf(k, Number(event['id']));

function count(m: ModuleRecord, kind: string, by: number): number {
  m.objects.set(kind, (m.objects.get(kind) ?? 0) + by);
  return 0;
}

function chrdevRegister(k: Kernel, event: NoteEvent): number {
  const m = subject(k, event);
  const name = String(event['device']);
  const ops = m.driver.chrdevs?.[name];
  if (ops === undefined) return -ERRNO.EINVAL;
  const major = freeMajor(k.chrdevs);
  if (major < 0) return -ERRNO.EBUSY;
  const id = k.chrdevs.nextId;
  k.chrdevs.nextId += 1;
  const slot = {
    id,
    major,
    name,
    module: m.id,
    ops,
    registered: addCell(k.machine.cells, name, 'registered', { init: 0, min: 0, max: 1 }),
  };
  k.chrdevs.byId.set(id, slot);
  k.chrdevs.byMajor.set(major, slot);
  m.chrdevs.push(id);
  return id;
}

function deviceCreate(k: Kernel, event: NoteEvent): number {
  const { devices } = k.chrdevs;
  const name = String(event['device']);
  const key = `${event['class']}/${name}`;
  if (devices.has(key)) return -ERRNO.EEXIST;
  const device = { className: String(event['class']), name, major: Number(event['major']), minor: Number(event['minor']) };
  devices.set(key, device);
  k.hooks.deviceNode(name, { major: device.major, minor: device.minor, mode: 0o600 });
  return 0;
}

function deviceDestroy(k: Kernel, event: NoteEvent): number {
  const name = String(event['device']);
  k.chrdevs.devices.delete(`${event['class']}/${name}`);
  k.hooks.deviceNode(name, undefined);
  return 0;
}

function netdevRegister(k: Kernel, event: NoteEvent): number {
  const m = subject(k, event);
  const { netdevs, machine } = k;
  const ops = m.driver.netdevs?.[String(event['ops'])];
  const named = deviceName(netdevs, String(event['pattern']));
  if (ops === undefined || ('refused' in named && named.refused === 'invalid')) return -ERRNO.EINVAL;
  if ('refused' in named) return -ERRNO.EEXIST;
  const { name } = named;
  const id = netdevs.nextId;
  netdevs.nextId += 1;
  const { sheet } = k.rules;
  // A device of 2.4 and 2.5 lies inside its module's image, so its count dies with it; since 2003 it is memory of its own.
  const inImage =
    sheet.unregister === 'returns_at_once' || sheet.unregister === 'does_not_count' || (sheet.destructors && ops.destructor !== undefined);
  const life = inImage ? { life: m.cells.text } : {};
  const dev = {
    id,
    index: netdevs.nextIndex,
    name,
    module: m.id,
    ops,
    address: String(event['address']),
    flags: String(event['flags'])
      .split(',')
      .filter((flag) => flag !== ''),
    mtu: Number(event['mtu']),
    addresses: [],
    refcnt: addCell(machine.cells, name, 'refcnt', { init: sheet.deviceBase, ...life }),
    registered: addCell(machine.cells, name, 'registered', { init: 0, min: 0, max: 1, ...life }),
    up: addCell(machine.cells, name, 'up', { init: 0, min: 0, max: 1, ...life }),
  };
  netdevs.nextIndex += 1;
  netdevs.byId.set(id, dev);
  netdevs.counts.add(dev.refcnt);
  netdevs.byName.set(name, dev);
  if (sheet.deviceBase > 0) recordRef(machine.ledger, { kind: 'get', on: dev.refcnt, object: 'base' }, 0, 'alloc_netdev', machine.now);
  count(m, 'netdev', 1);
  return id;
}

/** free_netdev. A device that somebody still holds keeps its record: stale pointers must find it, and see that its memory is gone. */
function netdevFree(k: Kernel, event: NoteEvent): number {
  const dev = deviceOf(k, Number(event['device']));
  if (refCount(k.machine.ledger, dev.refcnt) > k.rules.sheet.deviceBase) return 0;
  k.netdevs.byId.delete(dev.id);
  k.netdevs.counts.delete(dev.refcnt);
  forgetRefs(k.machine.ledger, dev.refcnt);
  for (const cell of [dev.refcnt, dev.registered, dev.up]) dropCell(k.machine.cells, cell);
  return count(moduleOf(k, dev.module), 'netdev', -1);
}

function netdevUnlist(k: Kernel, event: NoteEvent): number {
  const dev = deviceOf(k, Number(event['device']));
  if (k.netdevs.byName.get(dev.name) === dev) k.netdevs.byName.delete(dev.name);
  return 0;
}

/** What ip addr add may be refused for. 0, or a positive errno. */
function checkAddress(k: Kernel, event: NoteEvent): number {
  const dev = k.netdevs.byId.get(Number(event['device']));
  if (dev === undefined) return ERRNO.ENODEV;
  const cidr = String(event['address']);
  if (!k.netdevs.byName.has(dev.name)) return ERRNO.ENODEV;
  return dev.addresses.includes(cidr) ? ERRNO.EEXIST : 0;
}

function addressDel(k: Kernel, event: NoteEvent): number {
  const { addresses } = deviceOf(k, Number(event['device']));
  addresses.splice(addresses.indexOf(String(event['address'])), 1);
  return 0;
}

function familyRegister(k: Kernel, event: NoteEvent): number {
  const m = subject(k, event);
  const number = Number(event['family']);
  const ops = m.driver.families?.[number];
  if (ops === undefined || number >= FAMILIES_MAX) return -ERRNO.ENOBUFS;
  if (k.families.byNumber.has(number)) return -ERRNO.EEXIST;
  const id = k.families.nextId;
  k.families.nextId += 1;
  const family = {
    id,
    number,
    module: m.id,
    ops,
    registered: addCell(k.machine.cells, `family ${number}`, 'registered', { init: 0, min: 0, max: 1 }),
    working: addCell(k.machine.cells, `family ${number}`, 'working', { init: 0, min: 0 }),
  };
  k.families.byId.set(id, family);
  k.families.byNumber.set(number, family);
  m.families.push(id);
  return id;
}

function familyUnregister(k: Kernel, event: NoteEvent): number {
  const family = k.families.byId.get(Number(event['family']));
  if (family !== undefined) k.families.byNumber.delete(family.number);
  return 0;
}

function socketAlloc(k: Kernel, event: NoteEvent): number {
  const { families, machine } = k;
  const id = families.nextSocket;
  families.nextSocket += 1;
  const armed = addCell(machine.cells, `socket ${id}`, 'armed', { init: 0, min: 0, max: 1 });
  families.sockets.set(id, {
    id,
    family: Number(event['family']),
    module: Number(event['id']),
    armed,
    lingersUntil: -1,
    opener: Number(event['opener']),
  });
  return id;
}

function forgetSocket(k: Kernel, id: number): void {
  const socket = k.families.sockets.get(id);
  if (socket === undefined) return;
  k.families.sockets.delete(id);
  dropCell(k.machine.cells, socket.armed);
}

function socketClose(k: Kernel, event: NoteEvent): number {
  const id = Number(event['socket']);
  const socket = k.families.sockets.get(id);
  if (socket !== undefined && socket.lingersUntil < 0) forgetSocket(k, id);
  return count(subject(k, event), 'socket', -1);
}

/** Arms the timer of a lingering sock: a kernel task that sleeps and then calls into the module. */
function lingerArm(k: Kernel, event: NoteEvent): number {
  const id = Number(event['socket']);
  const us = Number(event['us']);
  const socket = k.families.sockets.get(id);
  if (socket === undefined) return 0;
  socket.lingersUntil = k.machine.now + us;
  spawn(k.machine, `timer/${event['module']}`, { op: 'call', name: KERNEL_THREAD, args: ['lingerTimer', id, us] }, timerTask(k, id, us));
  return count(subject(k, event), 'linger', 1);
}

function* timerTask(k: Kernel, id: number, us: number): ReturnType<typeof lingerTimer> {
  yield* lingerTimer(k, id, us);
  forgetSocket(k, id);
}

const handlers: Handlers = {
  chrdev_register: chrdevRegister,
  chrdev_unregister: (k, event) => {
    const slot = k.chrdevs.byId.get(Number(event['slot']));
    if (slot !== undefined) k.chrdevs.byMajor.delete(slot.major);
    return 0;
  },
  find_chrdev: (k, event) => k.chrdevs.byMajor.get(Number(event['major']))?.id ?? 0,
  file_open: (k, event) => count(subject(k, event), 'file', 1),
  file_release: (k, event) => count(subject(k, event), 'file', -1),
  device_create: deviceCreate,
  device_destroy: deviceDestroy,
  netdev_register: netdevRegister,
  netdev_unlist: netdevUnlist,
  netdev_free: netdevFree,
  find_netdev: (k, event) => k.netdevs.byName.get(String(event['device']))?.id ?? 0,
  check_address: checkAddress,
  address_add: (k, event) => deviceOf(k, Number(event['device'])).addresses.push(String(event['address'])),
  address_del: addressDel,
  has_address: (k, event) => (k.netdevs.byId.get(Number(event['device']))?.addresses.includes(String(event['address'])) === true ? 1 : 0),
  netdev_gone: (k, event) => (k.netdevs.byId.has(Number(event['device'])) ? 0 : 1),
  family_register: familyRegister,
  family_unregister: familyUnregister,
  find_family: (k, event) => k.families.byNumber.get(Number(event['family']))?.id ?? 0,
  socket_alloc: socketAlloc,
  socket_free: (k, event) => {
    // One that lingers is its timer's to forget.
    const id = Number(event['socket']);
    if ((k.families.sockets.get(id)?.lingersUntil ?? -1) < 0) forgetSocket(k, id);
    return 0;
  },
  socket_open: (k, event) => count(subject(k, event), 'socket', 1),
  socket_close: socketClose,
  linger_arm: lingerArm,
  linger_free: (k, event) => count(subject(k, event), 'linger', -1),
};

/** Handlers bound to a kernel. */
export const deviceNotes = (k: Kernel): [string, NoteHandler][] =>
  Object.entries(handlers).map(([name, handle]) => [name, (event) => handle(k, event)]);
