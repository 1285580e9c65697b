/** Cases of the matrix: rows of a table, each a scenario with its parameters and what is known of it. */
import { DEFAULT_PARAMS, type Params } from './scenario.ts';
import { VERDICTS, type Verdict } from './verdict.ts';

export interface Case {
  readonly id: string;
  readonly scenario: string;
  readonly params: Params;
  /** Only this verdict is looked for. */
  readonly only: string | undefined;
  /** What the table says; undefined where it says nothing. */
  readonly verdict: Verdict | undefined;
  readonly steps: number | undefined;
  readonly preemptions: number | undefined;
  readonly states: number | undefined;
  /** Thousands of transitions that its search makes, roughly; undefined: few. For the order of the work and for estimates, nothing else. */
  readonly work: number | undefined;
}

type Row = ReadonlyMap<string, string>;

/** Rows of a tab-separated table with one header line, as maps from column to text. */
export function readTable(text: string): Row[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const columns = (lines[0] ?? '').split('\t');
  return lines.slice(1).map((line) => new Map(line.split('\t').map((cell, at) => [columns[at] ?? '', cell])));
}

const word = (row: Row, column: string, otherwise: string): string => {
  const text = row.get(column) ?? '-';
  return text === '-' || text === '' ? otherwise : text;
};

function number(row: Row, column: string, otherwise: number): number {
  const text = word(row, column, String(otherwise));
  const value = Number(text);
  if (!Number.isInteger(value)) throw new Error(`column ${column} is no number: ${text}`);
  return value;
}

const known = (row: Row, column: string): number | undefined => (word(row, column, '') === '' ? undefined : number(row, column, 0));

function verdictOf(text: string): Verdict | undefined {
  const found = VERDICTS.find((one) => one === text);
  if (found === undefined && text !== '') throw new Error(`no verdict ${text}`);
  return found;
}

/** `broken: ...; only the leak is looked for` says which verdict alone counts. */
export const onlyOf = (variant: string): string | undefined => /only the ([\w-]+) is looked for/.exec(variant)?.[1];

function paramsOf(row: Row): Params {
  const part = word(row, 'part', 'whole');
  return {
    ...DEFAULT_PARAMS,
    regime: word(row, 'regime', DEFAULT_PARAMS.regime),
    variant: word(row, 'variant', '-'),
    model: row.get('model') === 'big-lock' ? 'big-lock' : 'smp',
    users: number(row, 'users', 0),
    devices: number(row, 'devices', 1),
    rounds: word(row, 'rounds', '') === 'endless' ? 'endless' : number(row, 'rounds', 1),
    rmmods: number(row, 'rmmods', 0),
    faults: word(row, 'faults', '')
      .split(',')
      .filter((site) => site !== ''),
    interrupts: number(row, 'interrupts', 0),
    holder: number(row, 'holder', 0) === 1,
    notify: number(row, 'notify', 0) === 1,
    stuck: number(row, 'stuck', 0) === 1,
    part: part === 'open' || part === 'close' ? part : 'whole',
    pick: number(row, 'pick', 0) === 1,
    insmods: number(row, 'insmods', 0),
    calls: word(row, 'calls', 'open'),
  };
}

/** The cases of a table. Throws on a row that cannot be understood. */
export function readCases(text: string): Case[] {
  return readTable(text).map((row) => {
    const params = paramsOf(row);
    return {
      id: word(row, 'id', ''),
      scenario: word(row, 'scenario', ''),
      params,
      only: onlyOf(params.variant),
      verdict: verdictOf(word(row, 'verdict', '')),
      steps: known(row, 'steps'),
      preemptions: known(row, 'preemptions'),
      states: known(row, 'states'),
      work: known(row, 'work'),
    };
  });
}
