import { signalNumber } from '../../engine/signals.ts';
import type { UserPath } from '../../engine/step.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { type Grammar, hasOption, optionValue, type ParsedOptions } from '../getopt.ts';
import { compilePattern } from '../text/regex/pattern.ts';
import { defineTool, errorText, fail } from '../tool.ts';
import { type ProcessRow, readProcesses } from './processes.ts';

const NO_MATCH = 1;
const WRONG_USE = 2;
const SIGTERM = 15;

const GRAMMAR: Grammar = {
  short: 'acd:efg:ilnoP:u:vx',
  long: {
    'list-full': 'a', count: 'c', delimiter: 'd', echo: 'e', full: 'f', pgroup: 'g', 'ignore-case': 'i', 'list-name': 'l', newest: 'n', oldest: 'o',
    parent: 'P', euid: 'u', inverse: 'v', exact: 'x', signal: 'signal:',
  }, // biome-ignore format: a table of words
};

const hint = (name: string): string => `Try \`${name} --help' for more information.`;
const badOption = (name: string): string => `\nUsage:\n ${name} [options] <pattern>\n`;

const inList = (list: string | undefined, value: number): boolean => list === undefined || list.split(',').map(Number).includes(value);

/** The processes that the options and the pattern pick, the caller left out; or an exit status. */
function* picked(context: CommandContext, options: ParsedOptions): UserPath<ProcessRow[] | number> {
  const [text, extra] = options.operands;
  const criteria = ['P', 'g', 'u'].some((key) => hasOption(options, key));
  if (extra !== undefined) return yield* fail(context, `only one pattern can be provided\n${hint(context.name)}`, WRONG_USE);
  if (text === undefined && !criteria) return yield* fail(context, `no matching criteria specified\n${hint(context.name)}`, WRONG_USE);
  const pattern = compilePattern([text ?? ''], {
    extended: true,
    dialect: 'grep',
    ignoreCase: hasOption(options, 'i'),
    ...(hasOption(options, 'x') ? { whole: 'line' } : {}),
  });
  if ('error' in pattern) return yield* fail(context, `regex error: ${pattern.error}`, WRONG_USE);
  const full = hasOption(options, 'f');
  const rows = (yield* readProcesses(context)).filter((row) => {
    const fits =
      inList(optionValue(options, 'P'), row.ppid) &&
      inList(optionValue(options, 'g'), row.group) &&
      inList(optionValue(options, 'u'), row.uid);
    const matches = fits && (text === undefined || pattern.test(full ? row.args : row.name));
    return row.pid !== context.process.pid && matches !== hasOption(options, 'v');
  });
  if (hasOption(options, 'n')) return rows.slice(-1);
  return hasOption(options, 'o') ? rows.slice(0, 1) : rows;
}

export const pgrep: Command = defineTool({
  name: 'pgrep',
  usage: '[OPTION]... PATTERN',
  summary: 'print the pids of processes by their names',
  group: 'system',
  grammar: GRAMMAR,
  usageStatus: WRONG_USE,
  badOption,
  *run(context, options) {
    const rows = yield* picked(context, options);
    if (typeof rows === 'number') return rows;
    if (hasOption(options, 'c')) yield* context.out(`${rows.length}\n`);
    else if (rows.length > 0) {
      const line = (row: ProcessRow): string => {
        if (hasOption(options, 'a')) return `${row.pid} ${row.args}`;
        return hasOption(options, 'l') ? `${row.pid} ${row.name}` : String(row.pid);
      };
      yield* context.out(`${rows.map(line).join(optionValue(options, 'd') ?? '\n')}\n`);
    }
    return rows.length > 0 ? 0 : NO_MATCH;
  },
});

/** `-KILL`, `-9`: a signal may stand where an option would. */
function signalMarked(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg) => /^-(\d+|[A-Z][A-Z0-9]+)$/.test(arg) && signalNumber(arg.slice(1)) !== undefined);
  return at < 0 ? args : args.map((arg, index) => (index === at ? `--signal=${arg.slice(1)}` : arg));
}

export const pkill: Command = defineTool({
  name: 'pkill',
  usage: '[-SIGNAL] [OPTION]... PATTERN',
  summary: 'signal processes by their names',
  group: 'system',
  grammar: GRAMMAR,
  usageStatus: WRONG_USE,
  badOption,
  modernize: signalMarked,
  *run(context, options) {
    const word = optionValue(options, 'signal');
    const signal = word === undefined ? SIGTERM : signalNumber(word);
    if (signal === undefined) return yield* fail(context, `Unknown signal "${word}".`, WRONG_USE);
    const rows = yield* picked(context, options);
    if (typeof rows === 'number') return rows;
    let hit = 0;
    for (const row of rows) {
      const result = yield* context.sys.kill(row.pid, signal);
      if (result < 0) yield* fail(context, `killing pid ${row.pid} failed: ${errorText(result)}`);
      else {
        hit += 1;
        if (hasOption(options, 'e')) yield* context.out(`${row.name} killed (pid ${row.pid})\n`);
      }
    }
    if (hasOption(options, 'c')) yield* context.out(`${rows.length}\n`);
    return hit > 0 ? 0 : NO_MATCH;
  },
});

export const pidof: Command = defineTool({
  name: 'pidof',
  usage: '[-s] NAME...',
  summary: 'print the pids of programs, newest first',
  group: 'system',
  grammar: { short: 'cqsx' },
  *run(context, options) {
    const rows = yield* readProcesses(context);
    const found = rows.filter((row) => options.operands.includes(row.name) && row.state !== 'Z').reverse();
    const shown = hasOption(options, 's') ? found.slice(0, 1) : found;
    if (shown.length === 0) return NO_MATCH;
    yield* context.out(`${shown.map((row) => row.pid).join(' ')}\n`);
    return 0;
  },
});
