/** Other texts of /proc that modules change: /proc/devices (fs/char_dev.c) and /proc/net/protocols (net/core/sock.c), Linux 6.1. */
import { type Kernel, moduleOf } from '../kernel.ts';
import { BUILTIN_MAJORS } from '../tables/chrdevs.ts';

const BLOCK_MAJORS: readonly (readonly [number, string])[] = [
  [7, 'loop'],
  [8, 'sd'],
  [254, 'virtblk'],
  [259, 'blkext'],
];

const line = ([major, name]: readonly [number, string]): string => `${String(major).padStart(3)} ${name}\n`;

/** The text of /proc/devices. */
export function procDevices(k: Kernel): string {
  const registered = [...k.chrdevs.byMajor.values()].map((slot) => [slot.major, slot.name] as const);
  const all = [...BUILTIN_MAJORS, ...registered].sort((a, b) => a[0] - b[0]);
  return `Character devices:\n${all.map(line).join('')}\nBlock devices:\n${BLOCK_MAJORS.map(line).join('')}`;
}

const METHODS = ['cl', 'co', 'di', 'ac', 'io', 'in', 'de', 'sh', 'ss', 'gs', 'se', 're', 'sp', 'bi', 'br', 'ha', 'uh', 'gp', 'em'];

interface ProtocolRow {
  readonly name: string;
  readonly size: number;
  readonly sockets: number;
  readonly memory: number;
  readonly pressure: string;
  readonly header: number;
  readonly slab: boolean;
  readonly module: string;
  /** Which of METHODS it has. */
  readonly methods: readonly string[];
}

/** Protocols of the kernel proper, newest first, as a small system has them. */
const BUILTIN_PROTOCOLS: readonly ProtocolRow[] = [
  {
    name: 'UNIX-STREAM', size: 1_152, sockets: 0, memory: -1, pressure: 'NI', header: 0, slab: true, module: 'kernel', methods: ['cl', 'uh'],
  },
  {
    name: 'UNIX', size: 1_152, sockets: 0, memory: -1, pressure: 'NI', header: 0, slab: true, module: 'kernel', methods: ['cl'],
  },
  {
    name: 'NETLINK', size: 1_104, sockets: 0, memory: -1, pressure: 'NI', header: 0, slab: false, module: 'kernel', methods: [],
  },
]; // biome-ignore format: a table

function protocolLine(row: ProtocolRow): string {
  const flags = METHODS.map((method) => ` ${row.methods.includes(method) ? 'y' : 'n'}`).join(' ');
  return `${row.name.padEnd(9)} ${String(row.size).padStart(4)} ${String(row.sockets).padStart(6)}  ${String(row.memory).padStart(6)}   ${row.pressure.padEnd(3)} ${String(row.header).padStart(6)}   ${(row.slab ? 'yes' : 'no').padEnd(3)}  ${row.module.padEnd(10)} ${flags}\n`;
}

/** sizeof(struct modsh_sock) on x86-64: a struct sock and a delayed_work. */
const FIXTURE_SOCK_SIZE = 848;

/** The text of /proc/net/protocols. */
export function procNetProtocols(k: Kernel): string {
  const header = `protocol  size sockets  memory press maxhdr  slab module     ${METHODS.join(' ')}\n`;
  const registered = [...k.families.byNumber.values()].reverse().map((family) => {
    const m = moduleOf(k, family.module);
    return {
      name: family.ops.protocolName,
      size: FIXTURE_SOCK_SIZE,
      sockets: m.objects.get('socket') ?? 0,
      memory: -1,
      pressure: 'NI',
      header: 0,
      slab: false,
      module: m.name,
      methods: [],
    };
  });
  return header + [...registered, ...BUILTIN_PROTOCOLS].map(protocolLine).join('');
}
