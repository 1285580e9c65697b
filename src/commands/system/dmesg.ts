import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { MICROS } from '../calendar.ts';
import { hasOption, optionValue, optionValues, type ParsedOptions } from '../getopt.ts';
import { quote } from '../quote.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';
import { formatDate } from './dateformat.ts';
import type { LogLine, LogServices } from './logView.ts';

type Context = CommandContext<LogServices>;

const LEVELS: readonly string[] = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'];
const FACILITIES: readonly string[] = [
  'kern',
  'user',
  'mail',
  'daemon',
  'auth',
  'syslog',
  'lpr',
  'news',
  'uucp',
  'cron',
  'authpriv',
  'ftp',
];

export interface LogStyle {
  /** How the time is shown; `raw` also the level as a number. */
  readonly time: 'seconds' | 'date' | 'none' | 'raw';
  readonly delta: boolean;
  /** With facility and level in words. */
  readonly decode: boolean;
  /** Which levels are shown. */
  readonly levels: ReadonlySet<number>;
}

const secondsText = (micros: number): string => (micros / MICROS).toFixed(6).padStart(12);

function timeText(line: LogLine, style: LogStyle, before: LogLine | undefined): string {
  const delta = style.delta ? `<${secondsText(before === undefined ? 0 : line.t - before.t)}>` : '';
  if (style.time === 'none') return delta === '' ? '' : `[${delta}] `;
  const time = style.time === 'date' ? formatDate('%a %b %e %H:%M:%S %Y', line.t) : secondsText(line.t);
  return `[${time}${delta === '' ? '' : ` ${delta}`}] `;
}

/** One line as util-linux 2.38 prints it; `before` is the line shown before it. */
export function showLine(line: LogLine, style: LogStyle, before?: LogLine): string {
  if (style.time === 'raw') return `<${line.level}>[${secondsText(line.t)}] ${line.text}\n`;
  const head = style.decode ? `kern  :${(LEVELS[line.level] ?? 'info').padEnd(6)}: ` : '';
  return `${head}${timeText(line, style, before)}${line.text}\n`;
}

/** `err,warn`, `err+` (and worse) or `+err` (and milder); the first name that is none, as `unknown`. */
export function parseLevels(list: string): ReadonlySet<number> | { readonly unknown: string } {
  const found = new Set<number>();
  for (const word of list.split(',')) {
    const level = LEVELS.indexOf(word.replace(/^\+|\+$/g, ''));
    if (level < 0) return { unknown: word };
    const from = word.endsWith('+') ? 0 : level;
    const to = word.startsWith('+') ? LEVELS.length - 1 : level;
    for (let one = from; one <= to; one += 1) found.add(one);
  }
  return found;
}

function* show(context: Context, lines: readonly LogLine[], style: LogStyle, before?: LogLine): UserPath<boolean> {
  let text = '';
  let last = before;
  for (const line of lines) {
    if (!style.levels.has(line.level)) continue;
    text += showLine(line, style, last);
    last = line;
  }
  return text === '' || (yield* context.out(text));
}

/** Shows what is there and then each line as it comes, until a signal ends it. */
function* follow(context: Context, style: LogStyle, fromNow: boolean): UserPath<number> {
  const { klog } = context.services;
  let last: LogLine | undefined = fromNow ? klog.lines().at(-1) : undefined;
  for (;;) {
    const lines = klog.lines();
    const fresh = lines.slice(last === undefined ? 0 : lines.lastIndexOf(last) + 1);
    klog.markRead();
    if (!(yield* show(context, fresh, style, last))) return 1;
    last = lines.at(-1) ?? last;
    if (!(yield* klog.waitForMore())) return 0;
  }
}

/** Options that exclude one another, since each is an action of its own. */
const ACTIONS = ['C', 'D', 'E', 'c', 'n', 'r'];
const EXCLUSIVE = 'mutually exclusive arguments: --clear --console-off --console-on --read-clear --console-level --raw';

/** The console level that a number or name means; undefined when it is none. */
function consoleLevel(text: string): number | undefined {
  if (/^[1-8]$/.test(text)) return Number(text);
  const level = LEVELS.indexOf(text);
  return level < 0 ? undefined : level + 1;
}

/** Actions that print nothing; undefined: none was asked for. */
function* act(context: Context, options: ParsedOptions): UserPath<number | undefined> {
  const { klog } = context.services;
  const word = optionValue(options, 'n');
  const level = word === undefined ? undefined : consoleLevel(word);
  if (word !== undefined && level === undefined) return yield* fail(context, `unknown level ${quote(word)}`);
  const clears = hasOption(options, 'C');
  if (!['C', 'D', 'E', 'n'].some((key) => hasOption(options, key))) return undefined;
  if (!context.process.privileged) {
    return yield* fail(context, `${clears ? 'clear kernel buffer failed' : 'klogctl failed'}: ${errorText(-ERRNO.EPERM)}`);
  }
  if (clears) klog.clear();
  if (level !== undefined) klog.setConsoleLevel(level);
  return 0;
}

/** The style that the options ask for, or an error text. */
function styleOf(options: ParsedOptions): LogStyle | { readonly error: string } {
  const has = (key: string): boolean => hasOption(options, key);
  let levels: ReadonlySet<number> = new Set(LEVELS.keys());
  for (const list of optionValues(options, 'l')) {
    const parsed = parseLevels(list);
    if ('unknown' in parsed) return { error: `unknown level ${quote(parsed.unknown)}` };
    levels = parsed;
  }
  const facilities = optionValue(options, 'f')?.split(',') ?? [];
  const unknown = facilities.find((name) => !FACILITIES.includes(name));
  if (unknown !== undefined) return { error: `unknown facility ${quote(unknown)}` };
  // All lines are the kernel's own.
  const others = (has('u') && !has('k')) || (facilities.length > 0 && !facilities.includes('kern'));
  const time = has('r') ? 'raw' : has('T') ? 'date' : has('t') ? 'none' : 'seconds';
  return { time, delta: has('d'), decode: has('x'), levels: others ? new Set() : levels };
}

export const dmesg: Command<LogServices> = defineTool<LogServices>({
  name: 'dmesg',
  usage: '[-cCtTdxrwWk] [-l LEVELS] [-n LEVEL]',
  summary: 'show the kernel log',
  group: 'system',
  examples: ['dmesg | tail -n 3', 'dmesg -l err,warn', 'dmesg -w'],
  grammar: {
    short: 'CcDEL::PSTWdf:kl:n:rs:tuwx',
    long: {
      clear: 'C', 'read-clear': 'c', 'console-off': 'D', 'console-on': 'E', 'show-delta': 'd', facility: 'f', kernel: 'k', color: 'L', level: 'l',
      'console-level': 'n', nopager: 'P', raw: 'r', syslog: 'S', 'buffer-size': 's', ctime: 'T', notime: 't', userspace: 'u', follow: 'w',
      'follow-new': 'W', decode: 'x',
    }, // biome-ignore format: a table of words
  },
  *run(context, options) {
    if (options.operands.length > 0) return yield* misuse(context, 'bad usage');
    if (new Set(options.given.map((one) => one.key).filter((key) => ACTIONS.includes(key))).size > 1)
      return yield* fail(context, EXCLUSIVE);
    const style = styleOf(options);
    if ('error' in style) return yield* fail(context, style.error);
    const acted = yield* act(context, options);
    if (acted !== undefined) return acted;
    if (hasOption(options, 'w') || hasOption(options, 'W')) return yield* follow(context, style, hasOption(options, 'W'));
    // dmesg_restrict, which Debian's kernels set: the log is for those with CAP_SYSLOG.
    if (!context.process.privileged) return yield* fail(context, `read kernel buffer failed: ${errorText(-ERRNO.EPERM)}`);
    const { klog } = context.services;
    klog.markRead();
    yield* show(context, klog.lines(), style);
    if (hasOption(options, 'c')) klog.clear();
    return 0;
  },
});
