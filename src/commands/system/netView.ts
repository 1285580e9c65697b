/** What `ip` sees of the kernel's network devices. The system provides it; changes go through `sys.netlink`. */

export interface NetAddress {
  /** As in `10.9.0.1/24`. */
  readonly cidr: string;
  readonly scope: string;
}

export interface NetDevice {
  readonly index: number;
  readonly name: string;
  /** As ip prints them between its angle brackets: `BROADCAST`, `NOARP`, `UP`, `LOWER_UP`. */
  readonly flags: readonly string[];
  readonly mtu: number;
  /** The hardware address. */
  readonly address: string;
  readonly addresses: readonly NetAddress[];
  readonly kind: 'ether' | 'loopback';
  readonly up: boolean;
}

export interface NetView {
  /** In the order of their indexes. */
  devices(): readonly NetDevice[];
}

/** The part of the services that `ip` asks for. */
export interface NetServices {
  readonly net: NetView;
}
