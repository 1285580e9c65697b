/** Expected texts come from iproute2 6.1 run over a device with the fixture's name, address and flags. */
import { describe, expect, it } from 'vitest';
import { parseIpv4, placedAddresses, routesText } from '../../../src/commands/system/ip/show.ts';
import { runScript } from '../../helpers/system.ts';

const LO_HEAD = '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN';
const LO_LINK = '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00';
const DEV_LINK = '    link/ether 02:6d:6f:64:73:68 brd ff:ff:ff:ff:ff:ff';
const FOREVER = '       valid_lft forever preferred_lft forever';
const DOWN = '2: mdev0: <BROADCAST,NOARP> mtu 1500 qdisc noop state DOWN';
const UP = '2: mdev0: <BROADCAST,NOARP,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UNKNOWN';
const LINK_TAIL = 'mode DEFAULT group default qlen 1000';
const ADDR_TAIL = 'group default qlen 1000';
const NET = 'insmod netdev.ko; ';
const ADDRESS = 'ip addr add 10.9.0.1/24 dev mdev0; ';

const text = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

describe('ip shows', () => {
  const rows: readonly (readonly [rule: string, script: string, stdout: string])[] = [
    ['all links', `${NET}ip link`, text(`${LO_HEAD} ${LINK_TAIL}`, LO_LINK, `${DOWN} ${LINK_TAIL}`, DEV_LINK)],
    ['one link by name', `${NET}ip link show mdev0`, text(`${DOWN} ${LINK_TAIL}`, DEV_LINK)],
    ['one link with dev', `${NET}ip l ls dev lo`, text(`${LO_HEAD} ${LINK_TAIL}`, LO_LINK)],
    ['links that are up', `${NET}ip link show up`, text(`${LO_HEAD} ${LINK_TAIL}`, LO_LINK)],
    ['a link on one line', `${NET}ip -o link show mdev0`, `${DOWN} ${LINK_TAIL}\\${DEV_LINK}\n`],
    ['links in brief', `${NET}ip -br link show mdev0`, 'mdev0            DOWN           02:6d:6f:64:73:68 <BROADCAST,NOARP> \n'],
    ['a link that is up', `${NET}ip link set mdev0 up; ip link show mdev0`, text(`${UP} ${LINK_TAIL}`, DEV_LINK)],
    [
      'addresses',
      `${NET}${ADDRESS}ip a show mdev0`,
      text(`${DOWN} ${ADDR_TAIL}`, DEV_LINK, '    inet 10.9.0.1/24 scope global mdev0', FOREVER),
    ],
    ['addresses of IPv4 alone', `${NET}ip -4 addr`, text(`${LO_HEAD} ${ADDR_TAIL}`, '    inet 127.0.0.1/8 scope host lo', FOREVER)],
    [
      'addresses on one line, as the records use it',
      `${NET}${ADDRESS}ip -o -4 addr show dev mdev0`,
      `2: mdev0    inet 10.9.0.1/24 scope global mdev0\\${FOREVER}\n`,
    ],
    [
      'a second address of a network is secondary and last',
      `${NET}${ADDRESS}ip addr add 10.9.0.2/24 dev mdev0; ip addr add 10.8.0.2 dev mdev0; ip a show mdev0 | grep inet`,
      text(
        '    inet 10.9.0.1/24 scope global mdev0',
        '    inet 10.8.0.2/32 scope global mdev0',
        '    inet 10.9.0.2/24 scope global secondary mdev0',
      ),
    ],
    [
      'addresses in brief',
      `${NET}${ADDRESS}ip -br a`,
      text('lo               UNKNOWN        127.0.0.1/8 ', 'mdev0            DOWN           10.9.0.1/24 '),
    ],
    ['no route of a device that is down', `${NET}${ADDRESS}ip route`, ''],
    [
      'the route of a device that is up',
      `${NET}${ADDRESS}ip link set mdev0 up; ip r`,
      '10.9.0.0/24 dev mdev0 proto kernel scope link src 10.9.0.1 \n',
    ],
    [
      'another MTU',
      `${NET}ip link set dev mdev0 up mtu 1400; ip -o link show mdev0 | cut -d' ' -f3-5`,
      '<BROADCAST,NOARP,UP,LOWER_UP> mtu 1400\n',
    ],
    ['an address that is gone', `${NET}${ADDRESS}ip addr del 10.9.0.1/24 dev mdev0; ip -o -4 addr show dev mdev0`, ''],
    ['nothing after a flush', `${NET}${ADDRESS}ip addr flush dev mdev0; ip -o -4 addr show dev mdev0`, ''],
    ['its version', 'ip -V', 'ip utility, iproute2-6.1.0, libbpf 1.1.2\n'],
  ];
  for (const [rule, script, stdout] of rows) it(rule, () => expect(runScript(script).stdout).toBe(stdout));
});

describe('ip refuses', () => {
  const rows: readonly (readonly [script: string, stderr: string, status: number])[] = [
    ['ip link show mdev9', 'Device "mdev9" does not exist.', 1],
    ['ip addr show dev mdev9', 'Device "mdev9" does not exist.', 1],
    ['ip link set mdev9 up', 'Cannot find device "mdev9"', 1],
    ['ip addr add 10.9.0.2/24 dev mdev9', 'Cannot find device "mdev9"', 1],
    [`${NET}ip link set mdev0 mtu abc`, 'Error: argument "abc" is wrong: Invalid "mtu" value\n', 255],
    [`${NET}ip link set mdev0 mtu 9999999`, 'Error: mtu greater than device maximum.', 2],
    [`${NET}ip link set mdev0 mtu 1`, 'Error: mtu less than device minimum.', 2],
    ['ip link set', 'Not enough information: "dev" argument is required.', 255],
    ['ip link set lo bogus', 'Error: either "dev" is duplicate, or "bogus" is a garbage.', 255],
    [`${NET}${ADDRESS}${ADDRESS}`, 'Error: ipv4: Address already assigned.', 2],
    [`${NET}ip addr del 10.9.0.1/24 dev mdev0`, 'Error: ipv4: Address not found.', 2],
    ['ip addr add 10.9.0.1/24', 'Not enough information: "dev" argument is required.', 1],
    ['ip addr add bogus dev lo', 'Error: any valid prefix is expected rather than "bogus".', 1],
    ['ip addr add 10.9.0.1/99 dev lo', 'Error: any valid prefix is expected rather than "10.9.0.1/99".', 1],
    ['ip addr add dev lo', 'RTNETLINK answers: Operation not supported', 2],
    ['ip bogus', 'Object "bogus" is unknown, try "ip help".', 1],
    ['ip link bogus', 'Command "bogus" is unknown, try "ip link help".', 255],
    ['ip addr bogus', 'Command "bogus" is unknown, try "ip address help".', 255],
    ['ip route bogus', 'Command "bogus" is unknown, try "ip route help".', 255],
    ['ip -z', 'Option "-z" is unknown, try "ip -help".', 255],
    [`${NET}setpriv --bounding-set -all ip link set mdev0 up`, 'RTNETLINK answers: Operation not permitted', 2],
  ];
  for (const [script, stderr, status] of rows) {
    it(script, () => expect(runScript(script)).toMatchObject({ stderr: `${stderr}\n`, status }));
  }
  it('a deletion without a length warns, and deletes', () => {
    const ran = runScript(`${NET}${ADDRESS}ip addr del 10.9.0.1 dev mdev0; ip -o -4 addr show dev mdev0`);
    expect([ran.stdout, ran.stderr.split('\n')[0]]).toEqual([
      '',
      'Warning: Executing wildcard deletion to stay compatible with old scripts.',
    ]);
  });
});

describe('addresses as numbers', () => {
  const rows: readonly (readonly [string, unknown])[] = [
    ['10.9.0.1/24', { value: 168_361_985, bits: 24 }],
    ['255.255.255.255', { value: 4_294_967_295, bits: 32 }],
    ['0.0.0.0/0', { value: 0, bits: 0 }],
    ['256.0.0.1', undefined],
    ['10.0.0.1/33', undefined],
    ['10.0.0', undefined],
    ['', undefined],
  ];
  for (const [cidr, want] of rows) it(cidr, () => expect(parseIpv4(cidr)).toEqual(want));
  it('routes are in the order of their networks', () => {
    const device = { index: 2, name: 'd', flags: [], mtu: 1500, address: '', kind: 'ether', up: true } as const;
    const addresses = ['192.168.1.5/16', '10.0.0.1/8', '10.0.0.9/30'].map((cidr) => ({ cidr, scope: 'global' }));
    expect(
      routesText([{ ...device, addresses }])
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(['10.0.0.0/8', '10.0.0.8/30', '192.168.0.0/16', '']);
    expect(placedAddresses(addresses).every((one) => !one.secondary)).toBe(true);
  });
});
