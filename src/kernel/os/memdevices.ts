/** The devices of memory: null, zero and full (Linux 6.1, drivers/char/mem.c), which are major 1. */
import { ERRNO } from '../../engine/errno.ts';
import type { Path } from '../../engine/step.ts';
import { READ_MAX } from './limits.ts';
import type { OsFileOps } from './types.ts';

export const MEM_MAJOR = 1;

/** Names in /dev, with their minor numbers. */
export const MEM_DEVICES = [
  { name: 'null', minor: 3 },
  { name: 'zero', minor: 5 },
  { name: 'full', minor: 7 },
] as const;

type MemDevice = (typeof MEM_DEVICES)[number]['name'];

function* releaseNothing(): Path<void> {}

const opsOf = (name: MemDevice): OsFileOps => ({
  kind: 'chr',
  seekable: true,
  *read(_file, count) {
    return name === 'null' ? '' : '\0'.repeat(Math.min(count, READ_MAX));
  },
  *write(_file, data) {
    return name === 'full' ? -ERRNO.ENOSPC : data.length;
  },
  release: releaseNothing,
});

/** The operations of one of these devices, or undefined: the number belongs to somebody else. */
export function memDeviceOps(major: number, minor: number): OsFileOps | undefined {
  if (major !== MEM_MAJOR) return undefined;
  const device = MEM_DEVICES.find((one) => one.minor === minor);
  return device === undefined ? undefined : opsOf(device.name);
}
