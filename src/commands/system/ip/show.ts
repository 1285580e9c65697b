/** What ip(8) prints of devices, addresses and routes (iproute2 6.1, ip/ipaddress.c, ip/iproute.c). */
import type { NetAddress, NetDevice } from '../netView.ts';

export interface ShowStyle {
  /** One line for each device or address, `\` where a line would end. */
  readonly oneLine: boolean;
  readonly brief: boolean;
  /** Addresses of IPv4 only: no line about the hardware. */
  readonly family: 'any' | 'inet' | 'inet6';
}

const QUEUE_LENGTH = 1_000;

/** The flags between the angle brackets. */
const flagsText = (dev: NetDevice): string => dev.flags.join(',');

/** A device that is up has the queue that the kernel gives by default; loopback has none. */
function queueing(dev: NetDevice): string {
  if (dev.kind === 'loopback') return 'noqueue';
  return dev.up ? 'pfifo_fast' : 'noop';
}

const stateText = (dev: NetDevice): string => (dev.up ? 'UNKNOWN' : 'DOWN');
const broadcast = (dev: NetDevice): string => (dev.kind === 'loopback' ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff');

function headText(dev: NetDevice, mode: boolean): string {
  const rest = `${mode ? ' mode DEFAULT' : ''} group default qlen ${QUEUE_LENGTH}`;
  return `${dev.index}: ${dev.name}: <${flagsText(dev)}> mtu ${dev.mtu} qdisc ${queueing(dev)} state ${stateText(dev)}${rest}`;
}

const hardwareText = (dev: NetDevice): string => `    link/${dev.kind} ${dev.address} brd ${broadcast(dev)}`;
const briefHead = (dev: NetDevice): string => `${dev.name.padEnd(16)} ${stateText(dev).padEnd(14)} `;

/** `ip link` of one device. */
export function linkText(dev: NetDevice, style: ShowStyle): string {
  if (style.brief) return `${briefHead(dev)}${dev.address} <${flagsText(dev)}> \n`;
  return `${headText(dev, true)}${style.oneLine ? '\\' : '\n'}${hardwareText(dev)}\n`;
}

interface Ipv4 {
  readonly value: number;
  readonly bits: number;
}

/** An address as a number with its prefix length; undefined for what is no IPv4 address. */
export function parseIpv4(text: string): Ipv4 | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  if (parts === null) return undefined;
  const bytes = parts.slice(1, 5).map(Number);
  const bits = parts[5] === undefined ? 32 : Number(parts[5]);
  if (bytes.some((byte) => byte > 255) || bits > 32) return undefined;
  return { value: bytes.reduce((sum, byte) => sum * 256 + byte, 0), bits };
}

const networkOf = ({ value, bits }: Ipv4): number => Math.floor(value / 2 ** (32 - bits)) * 2 ** (32 - bits);
const dotted = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

interface PlacedAddress extends NetAddress {
  readonly secondary: boolean;
}

/** Addresses in the kernel's order: a second one of the same network is secondary and stands behind all others. */
export function placedAddresses(addresses: readonly NetAddress[]): PlacedAddress[] {
  const networks = new Set<string>();
  const placed = addresses.map((one) => {
    const address = parseIpv4(one.cidr);
    const network = address === undefined ? one.cidr : `${networkOf(address)}/${address.bits}`;
    const secondary = networks.has(network);
    networks.add(network);
    return { ...one, secondary };
  });
  return [...placed.filter((one) => !one.secondary), ...placed.filter((one) => one.secondary)];
}

const FOREVER = '       valid_lft forever preferred_lft forever';
const inetText = (dev: NetDevice, one: PlacedAddress): string =>
  `    inet ${one.cidr} scope ${one.scope}${one.secondary ? ' secondary' : ''} ${dev.name}`;

/** `ip addr` of one device. */
export function addressText(dev: NetDevice, style: ShowStyle): string {
  const addresses = style.family === 'inet6' ? [] : placedAddresses(dev.addresses);
  if (style.brief) return `${briefHead(dev)}${addresses.map((one) => `${one.cidr} `).join('')}\n`;
  if (style.oneLine) return addresses.map((one) => `${dev.index}: ${dev.name}${inetText(dev, one)}\\${FOREVER}\n`).join('');
  if (style.family !== 'any' && addresses.length === 0) return '';
  const hardware = style.family === 'any' ? `${hardwareText(dev)}\n` : '';
  return `${headText(dev, false)}\n${hardware}${addresses.map((one) => `${inetText(dev, one)}\n${FOREVER}\n`).join('')}`;
}

/** `ip route`: the networks that the addresses of devices which are up reach directly. */
export function routesText(devices: readonly NetDevice[]): string {
  const routes: { readonly network: number; readonly bits: number; readonly text: string }[] = [];
  for (const dev of devices) {
    if (!dev.up || dev.kind === 'loopback') continue;
    for (const { cidr, secondary } of placedAddresses(dev.addresses)) {
      const address = parseIpv4(cidr);
      if (address === undefined || secondary || address.bits === 32) continue;
      const network = networkOf(address);
      const source = dotted(address.value);
      const text = `${dotted(network)}/${address.bits} dev ${dev.name} proto kernel scope link src ${source} \n`;
      routes.push({ network, bits: address.bits, text });
    }
  }
  return routes
    .sort((a, b) => a.network - b.network || a.bits - b.bits)
    .map((route) => route.text)
    .join('');
}
