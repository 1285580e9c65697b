/** `kmod static-nodes`: the devices that modules.devname lists, in three forms (kmod 30, tools/static-nodes.c). Pure functions. */

export interface DeviceLine {
  readonly module: string;
  readonly device: string;
  readonly type: 'c' | 'b';
  readonly major: number;
  readonly minor: number;
}

/** Reads a line of modules.devname, `fuse fuse c10:229`; undefined for a bad one. */
export function parseDeviceLine(line: string): DeviceLine | undefined {
  const match = /^\s*(\S+)\s+(\S+)\s+([cb])(\d+):(\d+)/.exec(line);
  if (match === null) return undefined;
  const [, module = '', device = '', type, major, minor] = match;
  return { module, device, type: type === 'c' ? 'c' : 'b', major: Number(major), minor: Number(minor) };
}

export type DeviceFormat = 'human' | 'tmpfiles' | 'devname';
export const DEVICE_FORMATS: readonly DeviceFormat[] = ['human', 'tmpfiles', 'devname'];

/** Returns the lines for one device. */
export function deviceText({ module, device, type, major, minor }: DeviceLine, format: DeviceFormat): string {
  if (format === 'devname') return `${module} ${device} ${type}${major}:${minor}\n`;
  if (format === 'tmpfiles') {
    const slash = device.lastIndexOf('/');
    const folder = slash < 0 ? '' : `d /dev/${device.slice(0, slash)} 0755 - - -\n`;
    return `${folder}${type}! /dev/${device} 0600 - - - ${major}:${minor}\n`;
  }
  const kind = type === 'c' ? 'character' : 'block';
  return `Module: ${module}\n\tDevice node: /dev/${device}\n\t\tType: ${kind} device\n\t\tMajor: ${major}\n\t\tMinor: ${minor}\n`;
}
