import type { UserPath } from '../../engine/step.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { userNumber } from './id.ts';
import { readProcesses } from './processes.ts';
import { LAYOUTS, type PsColumn, type PsRow, psColumn, psText } from './pscolumns.ts';

const USAGE = `
Usage:
 ps [options]

 Try 'ps --help <simple|list|output|threads|misc|all>'
  or 'ps --help <s|l|o|t|m|a>'
 for additional help text.

For more details see ps(1).
`;

/** What a command line asks for. */
export interface PsPlan {
  columns: readonly PsColumn[];
  header: boolean;
  /** Each picks processes; none: all of them, since all belong to this session. */
  readonly picks: ((row: PsRow) => boolean)[];
}

class PsError extends Error {}
const refuse = (message: string): never => {
  throw new PsError(message);
};

function numbers(list: string): number[] {
  return list.split(/[ ,]+/).map((word) => (/^\d+$/.test(word) ? Number(word) : refuse('process ID list syntax error')));
}

/** The columns of `-o`'s argument: names divided by commas or blanks; `name=HEADER` takes the rest as its header. */
function columnsOf(list: string): PsColumn[] {
  const columns: PsColumn[] = [];
  for (let rest = list; rest !== ''; ) {
    const [all = '', name = '', equals] = /^[ ,]*([^ ,=]*)(=)?/.exec(rest) ?? [];
    rest = rest.slice(all.length);
    const header = equals === undefined ? undefined : rest;
    const column = psColumn(name, header) ?? refuse(`unknown user-defined format specifier "${name}"`);
    columns.push(column);
    if (header !== undefined) break;
  }
  return columns;
}

interface Reading {
  readonly plan: PsPlan;
  readonly args: readonly string[];
  at: number;
  readonly custom: PsColumn[];
}

/** The argument of an option: what follows it in its word, or the next word. */
function argument(reading: Reading, attached: string): string {
  if (attached !== '') return attached;
  reading.at += 1;
  return reading.args[reading.at] ?? refuse('list of process IDs must follow -p');
}

const users = (list: string): number[] => list.split(',').map((name) => userNumber(name) ?? refuse(`user name does not exist`));

/** Options that take an argument. */
function withArgument(reading: Reading, letter: string, attached: string): void {
  const { picks } = reading.plan;
  const text = argument(reading, attached);
  if (letter === 'o') reading.custom.push(...columnsOf(text));
  else if (letter === 'C') picks.push((row) => text.split(',').includes(row.name));
  else if (letter === 'u' || letter === 'U') {
    const list = users(text);
    picks.push((row) => list.includes(row.uid));
  } else {
    const list = numbers(text);
    picks.push((row) => list.includes(row.pid));
  }
}

function cluster(reading: Reading, letters: string): void {
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters.charAt(at);
    if ('oCuUp'.includes(letter)) {
      withArgument(reading, letter, letters.slice(at + 1));
      return;
    }
    if (letter === 'f' || letter === 'F') reading.plan.columns = LAYOUTS.full;
    else if ('eAad'.includes(letter)) reading.plan.picks.push(() => true);
    else refuse('unsupported SysV option');
  }
}

function bsdWord(reading: Reading, word: string): void {
  const { plan } = reading;
  if (/^\d/.test(word)) {
    const list = numbers(word);
    plan.picks.push((row) => list.includes(row.pid));
    if (plan.columns === LAYOUTS.plain) plan.columns = LAYOUTS.bsd;
    return;
  }
  for (let at = 0; at < word.length; at += 1) {
    const letter = word.charAt(at);
    if (letter === 'o') {
      withArgument(reading, letter, word.slice(at + 1));
      return;
    }
    if (letter === 'h') plan.header = false;
    else if (letter === 'u') plan.columns = LAYOUTS.user;
    else if (!'axwfe'.includes(letter)) refuse('unsupported option (BSD syntax)');
    if (plan.columns === LAYOUTS.plain) plan.columns = LAYOUTS.bsd;
  }
}

function longWord(reading: Reading, word: string): void {
  const [name = '', value] = word.slice(2).split('=', 2);
  if (name === 'no-headers' || name === 'no-heading') reading.plan.header = false;
  else if (name === 'pid' || name === 'format' || name === 'user')
    withArgument(reading, { pid: 'p', format: 'o', user: 'u' }[name], value ?? '');
  else if (name === 'ppid') {
    const list = numbers(argument(reading, value ?? ''));
    reading.plan.picks.push((row) => list.includes(row.ppid));
  } else refuse('unknown gnu long option');
}

/** Reads ps's command line, in which options may have a minus or none. */
export function psPlan(args: readonly string[]): PsPlan | { readonly error: string } {
  const plan: PsPlan = { columns: LAYOUTS.plain, header: true, picks: [] };
  const reading: Reading = { plan, args, at: 0, custom: [] };
  try {
    for (; reading.at < args.length; reading.at += 1) {
      const word = args[reading.at] ?? '';
      if (word.startsWith('--')) longWord(reading, word);
      else if (word.startsWith('-')) cluster(reading, word.slice(1));
      else bsdWord(reading, word);
    }
  } catch (error) {
    if (error instanceof PsError) return { error: error.message };
    throw error;
  }
  if (reading.custom.length > 0) plan.columns = reading.custom;
  return plan;
}

function* psRows(context: CommandContext): UserPath<PsRow[]> {
  const { sys } = context;
  const terminal = (yield* sys.isatty(0)) || (yield* sys.isatty(1)) || (yield* sys.isatty(2));
  const foreground = terminal ? yield* sys.tcgetpgrp() : -1;
  return (yield* readProcesses(context)).map((row) => ({ ...row, tty: terminal ? 'pts/0' : '?', foreground: row.group === foreground }));
}

/** Not made by `defineTool`: its options may lack their minus. */
export const ps: Command = {
  name: 'ps',
  usage: '[-ef] [-o COLUMNS] [-p PIDS] [aux]',
  summary: 'list processes',
  group: 'system',
  examples: ['ps -o pid,comm,stat', 'ps aux'],
  *run(context) {
    if (context.args[0] === '--help') {
      yield* context.out(USAGE);
      return 0;
    }
    const plan = psPlan(context.args);
    if ('error' in plan) {
      yield* context.err(`error: ${plan.error}\n${USAGE}`);
      return 1;
    }
    const rows = yield* psRows(context);
    const picked = plan.picks.length === 0 ? rows : rows.filter((row) => plan.picks.some((pick) => pick(row)));
    yield* context.out(psText(picked, plan.columns, plan.header));
    return picked.length > 0 ? 0 : 1;
  },
};
