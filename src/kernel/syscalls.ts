/** The system calls that the module core serves: loading, unloading, devices, sockets. */
import { addCell, dropCell } from '../engine/cells.ts';
import { ERRNO } from '../engine/errno.ts';
import { waitFor } from '../engine/ops.ts';
import { type Path, test } from '../engine/step.ts';
import type { FileOps, OrErrno, Process, SysTable } from '../engine/sys.ts';
import type { Task } from '../engine/task.ts';
import { chrdevOpen, chrdevRead, chrdevRelease, chrdevWrite } from './chrdev.ts';
import type { Driver } from './driver.ts';
import { modinfoValue, type ReadImage, readImage } from './image.ts';
import { addRequest, type Kernel } from './kernel.ts';
import { initModule } from './load.ts';
import { addAddress, devChangeUp, removeAddress } from './netdev.ts';
import { currentProcess, freeFd, installFd, newOpenFile, type Os, type OsFile } from './os/os.ts';
import { appendLog, ERR, WARN } from './printk.ts';
import { familyIsThere, socketCreate, socketRelease } from './socket.ts';
import { deleteModule } from './unload.ts';

export type FindDriver = (name: string) => Driver | undefined;

type CoreCalls = 'finit_module' | 'init_module' | 'delete_module' | 'socket' | 'netlink';
type CorePaths = { [Name in CoreCalls]: (task: Task, ...args: Parameters<SysTable[Name]>) => Path<ReturnType<SysTable[Name]>> };

const IMAGES_KEPT = 64;
const images = new Map<string, ReadImage>();

/** readImage, remembered: the same file is loaded again and again, and its content is one and the same string. */
function imageFrom(data: string): ReadImage {
  const known = images.get(data);
  if (known !== undefined) return known;
  const read = readImage(data);
  if (images.size >= IMAGES_KEPT) images.clear();
  images.set(data, read);
  return read;
}

/** Checks a module's file and loads it. 0, or a negative errno. */
function* loadImage(k: Kernel, find: FindDriver, data: string, params: string, flags: number): Path<number> {
  const read = imageFrom(data);
  if ('error' in read) {
    if (read.detail !== '') appendLog(k.log, k.machine, read.error === 'no_module' ? WARN : ERR, read.detail);
    return read.error === 'empty' ? -ERRNO.EINVAL : -ERRNO.ENOEXEC;
  }
  const image = read.ok;
  const driver = find(image.driver);
  if (driver === undefined) return -ERRNO.ENOEXEC;
  const request = addRequest(k, {
    driver,
    name: image.name,
    license: modinfoValue(image, 'license') ?? 'unspecified',
    vermagic: modinfoValue(image, 'vermagic') ?? '',
    intree: modinfoValue(image, 'intree') === 'Y',
    signed: modinfoValue(image, 'signer') !== undefined,
    coreSize: image.coreSize,
    initSize: image.initSize,
    version: modinfoValue(image, 'version'),
    srcversion: modinfoValue(image, 'srcversion'),
    params,
    flags,
  });
  const result = yield* initModule(k, request);
  k.requests.delete(request);
  return result;
}

const LOAD_FLAGS = 0b111;

/** The content of a module's open file, or a negative errno. */
function fileContent(process: Process, fd: number): OrErrno<string> {
  const file = process.fds.get(fd) as OsFile | undefined;
  if (file === undefined || !file.readable) return -ERRNO.EBADF;
  const { node } = file;
  if (node?.kind === 'file') return node.data;
  return node?.kind === 'dir' || node?.kind === 'madeDir' ? -ERRNO.EISDIR : -ERRNO.EINVAL;
}

/** request_module: runs modprobe for an alias and waits until it has ended. What came of it, the caller looks up again. */
export function* requestModule(k: Kernel, alias: string): Path<void> {
  if (k.modprobePath === '') return;
  const done = addCell(k.machine.cells, 'usermodehelper', 'done', { init: 0, min: 0, max: 1 });
  k.hooks.startHelper([k.modprobePath, '-q', '--', alias], done);
  yield* waitFor([test(done, '==', 1)], 'call_usermodehelper_exec');
  dropCell(k.machine.cells, done);
}

function socketFileOps(k: Kernel, socket: number): FileOps {
  return {
    kind: 'sock',
    *read() {
      return -ERRNO.EOPNOTSUPP;
    },
    *write() {
      return -ERRNO.EOPNOTSUPP;
    },
    *release() {
      yield* socketRelease(k, socket);
    },
  };
}

function* openSocket(k: Kernel, os: Os, task: Task, family: number, type: number, protocol: number): Path<number> {
  const process = currentProcess(os, task);
  const full = freeFd(process);
  if (full < 0) return full;
  if (family < 0 || type < 0) return -ERRNO.EINVAL;
  if (!(yield* familyIsThere(k, family))) yield* requestModule(k, `net-pf-${family}`);
  const socket = yield* socketCreate(k, family, type, protocol, process.pid);
  if (socket < 0) return socket;
  const file = newOpenFile(os, {
    path: `socket:[${socket}]`,
    readable: true,
    writable: true,
    ops: socketFileOps(k, socket),
    opener: process.pid,
  });
  return installFd(process, file);
}

function* netlink(k: Kernel, request: Parameters<SysTable['netlink']>[0]): Path<number> {
  const { op, dev, address = '', value = 0 } = request;
  if (dev === 'lo') return -ERRNO.EOPNOTSUPP;
  const found = k.netdevs.byName.get(dev);
  if (found === undefined) return -ERRNO.ENODEV;
  switch (op) {
    case 'up':
    case 'down':
      return yield* devChangeUp(k, found.id, op === 'up');
    case 'addr_add':
      return yield* addAddress(k, found.id, address);
    case 'addr_del':
      return yield* removeAddress(k, found.id, address);
    case 'mtu':
      if (value < 68 || value > 65_535) return -ERRNO.EINVAL;
      found.mtu = value;
      return 0;
  }
}

/** The core's own system calls. */
export function coreCalls(k: Kernel, os: Os, find: FindDriver): CorePaths {
  const mayLoad = (task: Task): boolean => {
    const process = currentProcess(os, task);
    return process.privileged && process.mayLoad;
  };
  return {
    *finit_module(task, fd, params, flags) {
      if (!mayLoad(task)) return -ERRNO.EPERM;
      if ((flags & ~LOAD_FLAGS) !== 0) return -ERRNO.EINVAL;
      const data = fileContent(currentProcess(os, task), fd);
      return typeof data === 'number' ? data : yield* loadImage(k, find, data, params, flags);
    },
    *init_module(task, image, params) {
      return mayLoad(task) ? yield* loadImage(k, find, image, params, 0) : -ERRNO.EPERM;
    },
    *delete_module(task, name, flags) {
      if (!k.rules.sheet.unloads) return -ERRNO.ENOSYS;
      return mayLoad(task) ? yield* deleteModule(k, name, flags) : -ERRNO.EPERM;
    },
    *socket(task, family, type, protocol) {
      return yield* openSocket(k, os, task, family, type, protocol);
    },
    *netlink(task, request) {
      return currentProcess(os, task).privileged ? yield* netlink(k, request) : -ERRNO.EPERM;
    },
  };
}

/** The file operations of a character device that is open. */
function chrdevFileOps(k: Kernel, slot: number): FileOps {
  return {
    kind: 'chr',
    seekable: true,
    *read(file, count) {
      const got = yield* chrdevRead(k, slot, file.id, count, file.pos);
      if (typeof got === 'string') file.pos += got.length;
      return got;
    },
    write: (file, data) => chrdevWrite(k, slot, file.id, data),
    release: (file) => chrdevRelease(k, slot, file.id),
  };
}

/** open(2) of a character device node: asks for a module by number when nobody serves it (kobj_lookup, base_probe). */
export function* openCharDevice(k: Kernel, major: number, minor: number, file: number): Path<OrErrno<FileOps>> {
  let slot = yield* chrdevOpen(k, major, file);
  const { openRefused, refusedOpenAsks } = k.rules.sheet;
  if (slot === -openRefused && (refusedOpenAsks || !k.chrdevs.byMajor.has(major))) {
    yield* requestModule(k, `char-major-${major}-${minor}`);
    if (!k.chrdevs.byMajor.has(major)) yield* requestModule(k, `char-major-${major}`);
    slot = yield* chrdevOpen(k, major, file);
  }
  return slot < 0 ? slot : chrdevFileOps(k, slot);
}
