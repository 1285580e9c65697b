/** Protocol families, their sockets, and socks that linger after close. */
import type { CellId } from '../../engine/step.ts';
import type { FamilyOps } from '../driver.ts';

export interface Family {
  readonly id: number;
  readonly number: number;
  readonly module: number;
  readonly ops: FamilyOps;
  /** 1 while sock_register holds. */
  readonly registered: CellId;
  /** Work items of the module's queue that run now. */
  readonly working: CellId;
}

export interface Socket {
  readonly id: number;
  readonly family: number;
  readonly module: number;
  /** 1 while a closed sock lingers and its timer is armed. */
  readonly armed: CellId;
  /** When the linger time ends; -1 when it does not linger. */
  lingersUntil: number;
  /** Process that opened it, and its name, for the lists of who. */
  readonly opener: number;
}

export interface FamilyTable {
  readonly byId: Map<number, Family>;
  readonly byNumber: Map<number, Family>;
  readonly sockets: Map<number, Socket>;
  nextId: number;
  nextSocket: number;
}

export const createFamilyTable = (): FamilyTable => ({
  byId: new Map(),
  byNumber: new Map(),
  sockets: new Map(),
  nextId: 1,
  nextSocket: 1,
});

/** Names of the families that net/socket.c prints (Linux 6.1, pf_family_names). */
const FAMILY_NAMES: Readonly<Record<number, string>> = {
  0: 'PF_UNSPEC', 1: 'PF_UNIX/PF_LOCAL', 2: 'PF_INET', 3: 'PF_AX25', 4: 'PF_IPX', 5: 'PF_APPLETALK', 6: 'PF_NETROM', 7: 'PF_BRIDGE', 8: 'PF_ATMPVC',
  9: 'PF_X25', 10: 'PF_INET6', 11: 'PF_ROSE', 12: 'PF_DECnet', 13: 'PF_NETBEUI', 14: 'PF_SECURITY', 15: 'PF_KEY', 16: 'PF_NETLINK/PF_ROUTE',
  17: 'PF_PACKET', 18: 'PF_ASH', 19: 'PF_ECONET', 20: 'PF_ATMSVC', 21: 'PF_RDS', 22: 'PF_SNA', 23: 'PF_IRDA', 24: 'PF_PPPOX', 25: 'PF_WANPIPE',
  26: 'PF_LLC', 27: 'PF_IB', 28: 'PF_MPLS', 29: 'PF_CAN', 30: 'PF_TIPC', 31: 'PF_BLUETOOTH', 32: 'PF_IUCV', 33: 'PF_RXRPC', 34: 'PF_ISDN',
  35: 'PF_PHONET', 36: 'PF_IEEE802154', 37: 'PF_CAIF', 38: 'PF_ALG', 39: 'PF_NFC', 40: 'PF_VSOCK', 41: 'PF_KCM', 42: 'PF_QIPCRTR', 43: 'PF_SMC',
  44: 'PF_XDP', 45: 'PF_MCTP',
}; // biome-ignore format: a table

export const familyName = (number: number): string => FAMILY_NAMES[number] ?? 'PF_UNSPEC';
export const FAMILIES_MAX = 46;
