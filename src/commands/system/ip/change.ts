/** What ip(8) changes: devices up, down, their MTU and addresses (iproute2 6.1, ip/iplink.c, ip/ipaddress.c). */
import { ERRNO } from '../../../engine/errno.ts';
import type { UserPath } from '../../../engine/step.ts';
import type { CommandContext } from '../../../shell/command.ts';
import { errorText } from '../../tool.ts';
import type { NetDevice, NetServices } from '../netView.ts';
import { parseIpv4 } from './show.ts';

type Context = CommandContext<NetServices>;
type Request = Parameters<Context['sys']['netlink']>[0];

/** Exit statuses: what was typed is wrong (255 for a word out of place), or the kernel refuses. */
const WRONG_WORD = 255;
const REFUSED = 2;

/** Writes a line to descriptor 2 and answers `status`. */
export function* complain(context: Context, text: string, status: number): UserPath<number> {
  yield* context.err(`${text}\n`);
  return status;
}

/** The device of that name; undefined when there is none. */
export const deviceNamed = (context: Context, name: string): NetDevice | undefined =>
  context.services.net.devices().find((dev) => dev.name === name);

/** What the kernel's answer to each request is called; the rest by its errno. */
const REFUSALS: Readonly<Record<string, string>> = {
  [`addr_add ${ERRNO.EEXIST}`]: 'Error: ipv4: Address already assigned.',
  [`addr_del ${ERRNO.EADDRNOTAVAIL}`]: 'Error: ipv4: Address not found.',
};

function* ask(context: Context, request: Request): UserPath<number> {
  const result = yield* context.sys.netlink(request);
  if (result >= 0) return 0;
  if (result === -ERRNO.ENODEV) return yield* complain(context, `Cannot find device "${request.dev}"`, 1);
  const mtu = request.op === 'mtu' && result === -ERRNO.EINVAL;
  const mtuText = `Error: mtu ${(request.value ?? 0) > 68 ? 'greater than device maximum' : 'less than device minimum'}.`;
  return yield* complain(
    context,
    mtu ? mtuText : (REFUSALS[`${request.op} ${-result}`] ?? `RTNETLINK answers: ${errorText(result)}`),
    REFUSED,
  );
}

/** `ip link set [dev] NAME [up|down|mtu N]...` */
export function* linkSet(context: Context, words: readonly string[]): UserPath<number> {
  let name: string | undefined;
  const changes: Omit<Request, 'dev'>[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === 'up' || word === 'down') changes.push({ op: word });
    else if (word === 'mtu') {
      at += 1;
      const text = words[at];
      if (text === undefined) return yield* complain(context, 'Command line is not complete. Try option "help"', WRONG_WORD);
      if (!/^\d+$/.test(text)) return yield* complain(context, `Error: argument "${text}" is wrong: Invalid "mtu" value\n`, WRONG_WORD);
      changes.push({ op: 'mtu', value: Number(text) });
    } else {
      if (word === 'dev') at += 1;
      const given = words[at];
      if (given === undefined) return yield* complain(context, 'Command line is not complete. Try option "help"', WRONG_WORD);
      if (name !== undefined) return yield* complain(context, `Error: either "dev" is duplicate, or "${given}" is a garbage.`, WRONG_WORD);
      name = given;
    }
  }
  if (name === undefined) return yield* complain(context, 'Not enough information: "dev" argument is required.', WRONG_WORD);
  if (deviceNamed(context, name) === undefined) return yield* complain(context, `Cannot find device "${name}"`, 1);
  // The MTU goes before the flags, whatever the order of the words: all are one request to the kernel.
  for (const change of changes.sort((a, b) => Number(b.op === 'mtu') - Number(a.op === 'mtu'))) {
    const status = yield* ask(context, { ...change, dev: name });
    if (status !== 0) return status;
  }
  return 0;
}

interface AddressWords {
  readonly cidr: string | undefined;
  readonly bare: boolean;
  readonly dev: string | undefined;
}

/** Words of `ip addr add` that take a word of their own and change nothing here. */
const WITH_VALUE = ['brd', 'broadcast', 'scope', 'label', 'valid_lft', 'preferred_lft', 'metric'];

function* addressWords(context: Context, words: readonly string[]): UserPath<AddressWords | number> {
  let cidr: string | undefined;
  let bare = false;
  let dev: string | undefined;
  for (let at = 0; at < words.length; at += 1) {
    let word = words[at] ?? '';
    if (word === 'dev' || word === 'local' || WITH_VALUE.includes(word)) {
      at += 1;
      const value = words[at];
      if (value === undefined) return yield* complain(context, 'Command line is not complete. Try option "help"', WRONG_WORD);
      if (word === 'dev') dev = value;
      if (word !== 'local') continue;
      word = value;
    }
    if (cidr !== undefined) return yield* complain(context, `Error: either "local" is duplicate, or "${word}" is a garbage.`, WRONG_WORD);
    if (parseIpv4(word) === undefined) return yield* complain(context, `Error: any valid prefix is expected rather than "${word}".`, 1);
    bare = !word.includes('/');
    cidr = bare ? `${word}/32` : word;
  }
  return { cidr, bare, dev };
}

const WILDCARD = (cidr: string): string =>
  `Warning: Executing wildcard deletion to stay compatible with old scripts.
         Explicitly specify the prefix length (${cidr}) to avoid this warning.
         This special behaviour is likely to disappear in further releases,
         fix your scripts!`;

/** The address to take away: one given without a length means whichever length it has. */
function wildcard(device: NetDevice, cidr: string): string {
  const bare = cidr.replace(/\/\d+$/, '');
  return device.addresses.find((one) => one.cidr.replace(/\/\d+$/, '') === bare)?.cidr ?? cidr;
}

/** `ip addr add|del ADDRESS dev NAME` */
export function* addressChange(context: Context, op: 'addr_add' | 'addr_del', words: readonly string[]): UserPath<number> {
  const parsed = yield* addressWords(context, words);
  if (typeof parsed === 'number') return parsed;
  const { dev, bare } = parsed;
  if (dev === undefined) return yield* complain(context, 'Not enough information: "dev" argument is required.', 1);
  const device = deviceNamed(context, dev);
  if (device === undefined) return yield* complain(context, `Cannot find device "${dev}"`, 1);
  if (parsed.cidr === undefined) return yield* complain(context, `RTNETLINK answers: ${errorText(-ERRNO.EOPNOTSUPP)}`, REFUSED);
  let address = parsed.cidr;
  if (op === 'addr_del' && bare) {
    yield* context.err(`${WILDCARD(address)}\n`);
    address = wildcard(device, address);
  }
  return yield* ask(context, { op, dev, address });
}

/** `ip addr flush dev NAME`: takes every address away. */
export function* addressFlush(context: Context, words: readonly string[]): UserPath<number> {
  const name = words[0] === 'dev' ? words[1] : words[0];
  if (name === undefined) return yield* complain(context, 'Flush requires arguments.', 1);
  const device = deviceNamed(context, name);
  if (device === undefined) return yield* complain(context, `Device "${name}" does not exist.`, 1);
  for (const { cidr } of device.addresses) {
    const status = yield* ask(context, { op: 'addr_del', dev: name, address: cidr });
    if (status !== 0) return status;
  }
  return 0;
}
