import type { UserPath } from '../../engine/step.ts';
import type { CommandContext } from '../../shell/command.ts';
import type { ParsedOptions } from '../getopt.ts';
import { defineTool, fail } from '../tool.ts';
import type { LogLine, LogServices } from './logView.ts';

const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'] as const;
const FACILITY = 'kern';

interface Style {
  readonly times: boolean;
  readonly decode: boolean;
  /** Which levels are shown. */
  readonly levels: ReadonlySet<number>;
}

/** One line as util-linux 2.38 prints it. */
export function showLine(line: LogLine, style: Style): string {
  const head = style.decode ? `${FACILITY.padEnd(6)}:${(LEVELS[line.level] ?? 'info').padEnd(6)}: ` : '';
  const time = style.times ? `[${(line.t / 1_000_000).toFixed(6).padStart(12)}] ` : '';
  return `${head}${time}${line.text}\n`;
}

/** `err,warn` or `err+` (and worse) or `+err`; undefined for a name that is none. */
export function parseLevels(list: string): Set<number> | undefined {
  const found = new Set<number>();
  for (const word of list.split(',')) {
    const name = word.replaceAll('+', '');
    const level = LEVELS.indexOf(name as (typeof LEVELS)[number]);
    if (level < 0) return undefined;
    if (word.endsWith('+')) for (let worse = 0; worse <= level; worse += 1) found.add(worse);
    else if (word.startsWith('+')) for (let milder = level; milder < LEVELS.length; milder += 1) found.add(milder);
    else found.add(level);
  }
  return found;
}

const ALL: ReadonlySet<number> = new Set(LEVELS.keys());

function* show(context: CommandContext<LogServices>, lines: readonly LogLine[], style: Style): UserPath<boolean> {
  const text = lines
    .filter((line) => style.levels.has(line.level))
    .map((line) => showLine(line, style))
    .join('');
  return text === '' || (yield* context.out(text));
}

/** Shows what is there and then each line as it comes, until a signal ends it. */
function* follow(context: CommandContext<LogServices>, style: Style, fromNow: boolean): UserPath<number> {
  const { klog } = context.services;
  let last: LogLine | undefined = fromNow ? klog.lines().at(-1) : undefined;
  for (;;) {
    const lines = klog.lines();
    const at = last === undefined ? -1 : lines.lastIndexOf(last);
    const fresh = lines.slice(at + 1);
    last = lines.at(-1) ?? last;
    klog.markRead();
    if (!(yield* show(context, fresh, style))) return 1;
    if (!(yield* klog.waitForMore())) return 0;
  }
}

/** Actions that print nothing; undefined: none was asked for. */
function* act(context: CommandContext<LogServices>, { given }: ParsedOptions): UserPath<number | undefined> {
  const { klog } = context.services;
  const console = given.find(({ key }) => key === 'n');
  const clears = given.some(({ key }) => key === 'C');
  const switches = given.some(({ key }) => key === 'D' || key === 'E');
  if ((clears || console !== undefined || switches) && !context.process.privileged) {
    return yield* fail(context, `${clears ? 'clear kernel buffer failed' : 'klogctl failed'}: Operation not permitted`);
  }
  if (clears) {
    klog.clear();
    return 0;
  }
  if (console === undefined) return switches ? 0 : undefined;
  const level = /^[1-8]$/.test(console.value) ? Number(console.value) : LEVELS.indexOf(console.value as (typeof LEVELS)[number]) + 1;
  if (level === 0) return yield* fail(context, `unknown level '${console.value}'`);
  klog.setConsoleLevel(level);
  return 0;
}

function* run(context: CommandContext<LogServices>, options: ParsedOptions): UserPath<number> {
  const has = (key: string): boolean => options.given.some((one) => one.key === key);
  const [extra] = options.operands;
  if (extra !== undefined) return yield* fail(context, `bad usage\nTry '${context.name} --help' for more information.`);
  const acted = yield* act(context, options);
  if (acted !== undefined) return acted;
  let levels: ReadonlySet<number> = ALL;
  for (const { key, value } of options.given) {
    if (key !== 'l') continue;
    const parsed = parseLevels(value);
    if (parsed === undefined) return yield* fail(context, `unknown level '${value}'`);
    levels = parsed;
  }
  const style: Style = { times: !has('t'), decode: has('x'), levels };
  if (has('w') || has('W')) return yield* follow(context, style, has('W'));
  const { klog } = context.services;
  klog.markRead();
  yield* show(context, klog.lines(), style);
  if (has('c')) klog.clear();
  return 0;
}

export const dmesg = defineTool<LogServices>({
  name: 'dmesg',
  usage: '[-cCtxwWk] [-l LEVELS] [-n LEVEL]',
  summary: 'show the kernel log',
  group: 'system',
  examples: ['dmesg | tail -n 3', 'dmesg -l err,warn', 'dmesg -w'],
  badOption: (name) => `\nUsage:\n ${name} [options]\n\nTry '${name} --help' for more information.\n`.slice(1),
  grammar: {
    short: 'CcDEkl:n:Ptuwx W',
    long: {
      clear: 'C',
      'read-clear': 'c',
      'console-off': 'D',
      'console-on': 'E',
      kernel: 'k',
      level: 'l',
      'console-level': 'n',
      nopager: 'P',
      notime: 't',
      userspace: 'u',
      follow: 'w',
      'follow-new': 'W',
      decode: 'x',
    },
  },
  run,
});
