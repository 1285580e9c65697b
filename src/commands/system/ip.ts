import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { errorText } from '../tool.ts';
import { addressChange, addressFlush, complain, deviceNamed, linkSet } from './ip/change.ts';
import { addressText, linkText, routesText, type ShowStyle } from './ip/show.ts';
import type { NetDevice, NetServices } from './netView.ts';

type Context = CommandContext<NetServices>;

const USAGE = `Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
where  OBJECT := { address | link | neighbour | route }
       OPTIONS := { -V[ersion] | -d[etails] | -f[amily] { inet | inet6 } |
                    -4 | -6 | -br[ief] | -o[neline] }
`;
const LINK_USAGE = `Usage: ip link [ show [ DEVICE | up ] ]
       ip link set [ dev ] DEVICE { up | down | mtu MTU }
`;
const ADDRESS_USAGE = `Usage: ip address [ show [ dev DEVICE | up ] ]
       ip address { add | del } ADDRESS dev DEVICE
       ip address flush dev DEVICE
`;
const ROUTE_USAGE = 'Usage: ip route [ show ]\n';
const WRONG_WORD = 255;
const REFUSED = 2;

/** True when a word is the beginning of one of these, as iproute2 takes its words. */
const means = (word: string, ...names: readonly string[]): boolean => word !== '' && names.some((name) => name.startsWith(word));

interface IpOptions {
  readonly style: ShowStyle;
  readonly words: readonly string[];
}

/** Reads the options before the object; an exit status when ip ends with them. */
function* ipOptions(context: Context): UserPath<IpOptions | number> {
  let style: ShowStyle = { oneLine: false, brief: false, family: 'any' };
  const { args } = context;
  let at = 0;
  for (; at < args.length && (args[at] ?? '').startsWith('-'); at += 1) {
    const option = (args[at] ?? '').replace(/^--?/, '');
    if (option === '4') style = { ...style, family: 'inet' };
    else if (option === '6') style = { ...style, family: 'inet6' };
    else if (means(option, 'oneline')) style = { ...style, oneLine: true };
    else if (option.length > 1 && means(option, 'brief')) style = { ...style, brief: true };
    else if (means(option, 'family')) {
      at += 1;
      style = { ...style, family: args[at] === 'inet6' ? 'inet6' : 'inet' };
    } else if (means(option, 'Version')) {
      yield* context.out('ip utility, iproute2-6.1.0, libbpf 1.1.2\n');
      return 0;
    } else if (means(option, 'help')) return yield* usage(context, USAGE);
    else if (!means(option, 'details', 'statistics', 'color', 'numeric', 'resolve')) {
      return yield* complain(context, `Option "${args[at]}" is unknown, try "ip -help".`, WRONG_WORD);
    }
  }
  return { style, words: args.slice(at) };
}

function* usage(context: Context, text: string): UserPath<number> {
  yield* context.err(text);
  return WRONG_WORD;
}

/** The devices that `show` is about; an exit status when the named one is not there. */
function* chosen(context: Context, words: readonly string[]): UserPath<readonly NetDevice[] | number> {
  let devices = context.services.net.devices();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === 'up') {
      devices = devices.filter((dev) => dev.up);
      continue;
    }
    if (word === 'dev') at += 1;
    const name = words[at] ?? '';
    const device = deviceNamed(context, name);
    if (device === undefined) return yield* complain(context, `Device "${name}" does not exist.`, 1);
    devices = devices.filter((dev) => dev.name === device.name);
  }
  return devices;
}

function* show(context: Context, words: readonly string[], text: (dev: NetDevice) => string): UserPath<number> {
  const devices = yield* chosen(context, words);
  if (typeof devices === 'number') return devices;
  yield* context.out(devices.map(text).join(''));
  return 0;
}

const isShow = (command: string): boolean => command === '' || means(command, 'show', 'list', 'lst') || command === 'ls';

function* refuse(context: Context): UserPath<number> {
  return yield* complain(context, `RTNETLINK answers: ${errorText(-ERRNO.EOPNOTSUPP)}`, REFUSED);
}

function* link(context: Context, style: ShowStyle, words: readonly string[]): UserPath<number> {
  const [command = '', ...rest] = words;
  if (means(command, 'set', 'change')) return yield* linkSet(context, rest);
  if (isShow(command)) return yield* show(context, rest, (dev) => linkText(dev, style));
  if (command === 'help') return yield* usage(context, LINK_USAGE);
  if (means(command, 'add', 'delete', 'replace')) return yield* refuse(context);
  return yield* complain(context, `Command "${command}" is unknown, try "ip link help".`, WRONG_WORD);
}

function* address(context: Context, style: ShowStyle, words: readonly string[]): UserPath<number> {
  const [command = '', ...rest] = words;
  if (isShow(command)) return yield* show(context, rest, (dev) => addressText(dev, style));
  if (means(command, 'add')) return yield* addressChange(context, 'addr_add', rest);
  if (means(command, 'delete')) return yield* addressChange(context, 'addr_del', rest);
  if (means(command, 'flush')) return yield* addressFlush(context, rest);
  if (command === 'help') return yield* usage(context, ADDRESS_USAGE);
  if (means(command, 'change', 'chg', 'replace')) return yield* refuse(context);
  return yield* complain(context, `Command "${command}" is unknown, try "ip address help".`, WRONG_WORD);
}

function* route(context: Context, style: ShowStyle, words: readonly string[]): UserPath<number> {
  const [command = '', ...rest] = words;
  if (isShow(command)) {
    const devices = yield* chosen(context, rest);
    if (typeof devices === 'number') return devices;
    if (style.family !== 'inet6') yield* context.out(routesText(devices));
    return 0;
  }
  if (command === 'help') return yield* usage(context, ROUTE_USAGE);
  if (means(command, 'add', 'delete', 'change', 'append', 'replace', 'flush')) return yield* refuse(context);
  return yield* complain(context, `Command "${command}" is unknown, try "ip route help".`, WRONG_WORD);
}

/** Not made by `defineTool`: ip takes its options and words in a manner of its own. */
export const ip: Command<NetServices> = {
  name: 'ip',
  usage: '[-4] [-o] [-br] {link|addr|route} [COMMAND]',
  summary: 'show and change network devices and their addresses',
  group: 'system',
  examples: ['ip link set mdev0 up', 'ip addr add 10.9.0.1/24 dev mdev0'],
  *run(context) {
    const options = yield* ipOptions(context);
    if (typeof options === 'number') return options;
    const { style, words } = options;
    const [object, ...rest] = words;
    if (object === undefined || object === 'help') return yield* usage(context, USAGE);
    if (means(object, 'address')) return yield* address(context, style, rest);
    if (means(object, 'route')) return yield* route(context, style, rest);
    if (means(object, 'link')) return yield* link(context, style, rest);
    if (means(object, 'neighbour', 'neighbor')) return 0; // nothing ever answers on these devices
    return yield* complain(context, `Object "${object}" is unknown, try "ip help".`, 1);
  },
};
