/** A comparison as a table: for a terminal, or as Markdown. */

import { paint } from '../tui/frame/paint.ts';
import { bold, type Role, type StyledLine, span, textOf } from '../tui/frame/styled.ts';
import type { Look } from '../tui/look.ts';
import type { ComparedRow, Comparison, End } from './compare.ts';

const seconds = (us: number): string => `${(us / 1_000_000).toFixed(1)} s`;

const ENDS: readonly End[] = ['OOPS', 'stuck', 'refused', 'waited', 'removed', 'ran'];

/** `3 OOPS, 4 waited, 3 refused.` */
export const sumLine = (rows: readonly ComparedRow[]): string =>
  `${ENDS.map((end) => [end, rows.filter((row) => row.end === end).length] as const)
    .filter(([, count]) => count > 0)
    .map(([end, count]) => `${count} ${end}`)
    .join(', ')}.`;

const difference = (row: ComparedRow): string =>
  row.firstDifference === '' ? (row.regime === 'today' ? '' : 'as today') : row.firstDifference;

/** A difference without what every line of its kind begins with: the script's name, a pid, the tool, where in its source it spoke. */
const brief = (text: string): string =>
  text
    .replace(/^\S+: line (\d+): +\d+ +/, 'line $1: ')
    .replace(/^\w+: ERROR: (?:\S*libkmod\S* \S+\(\) )?/, '')
    .replace(/ {2,}/g, ' ');

/** What an end means to who reads it: a bug, a wait without end, a user turned away, or all well. */
const END_ROLES = {
  OOPS: 'danger',
  stuck: 'change',
  refused: 'wait',
  waited: 'good',
  removed: 'good',
  ran: 'plain',
} as const satisfies Readonly<Record<End, Role>>;

const HEADS = ['REGIME', 'END', 'STATUS', 'TIME', 'GETS', 'FIRST DIFFERENCE'] as const;
const LEAST = [10, 8, 6, 7, 5] as const;

const columnsOf = (row: ComparedRow): string[] => [row.regime, row.end, String(row.status), seconds(row.timeUs), String(row.gets)];

/** The last column, cut to the room that is left. */
function cut(text: string, room: number): string {
  const first = brief(text);
  return first.length > room ? `${first.slice(0, room - 3)}...` : first;
}

function tableLines({ rows }: Comparison, width: number): StyledLine[] {
  const cells = [[...HEADS], ...rows.map(columnsOf)];
  const [regimes = 0, ends = 0, statuses = 0, times = 0, gets = 0] = LEAST.map((least, column) =>
    Math.max(least, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const room = Math.max(10, width - (regimes + ends + statuses + times + gets + 7));
  const numbers = ([, , status = '', time = '', got = '']: readonly string[]): string =>
    `${status.padStart(statuses)}  ${time.padStart(times)} ${got.padStart(gets)}  `;
  const head = `${HEADS[0].padEnd(regimes)}  ${HEADS[1].padEnd(ends)}${numbers(HEADS)}${HEADS[5]}`;
  return [
    [bold(head)],
    ...rows.map((row) => [
      span(`${row.regime.padEnd(regimes)}  `),
      span(row.end.padEnd(ends), END_ROLES[row.end]),
      span(numbers(columnsOf(row))),
      span(cut(difference(row), room), 'faint'),
    ]),
  ];
}

/** Columns that never jump; the last one is cut at the width. In colour where a look is given. */
export function comparisonTable(comparison: Comparison, width: number, look?: Look): string {
  const lines = tableLines(comparison, width).map((line) => (look === undefined ? textOf(line) : paint(line, look)).trimEnd());
  return `${lines.join('\n')}\n${sumLine(comparison.rows)}\n`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('`', "'");

/** Each unload: its status, and when it returned; nothing for one that never did. */
const returned = (row: ComparedRow): string =>
  row.unloads.map((unload) => `${unload.status} at ${seconds(unload.endedAt)}`).join(', ') || 'never';

const HEAD = [
  'regime',
  'end',
  'rmmod returned',
  'oopses',
  'leaks',
  'refused gets',
  'lost packets',
  'gets',
  'puts',
  'first difference from `today`',
];

/** The same for a README, with every count there is. */
export function comparisonMarkdown(comparison: Comparison): string {
  const rows = comparison.rows.map((row) => [
    `\`${row.regime}\``,
    row.end,
    returned(row),
    ...[row.oopses, row.leaks, row.failedGets, row.lost, row.gets, row.puts].map(String),
    cell(brief(difference(row))),
  ]);
  const rule = HEAD.map((_, column) => (column > 2 && column < HEAD.length - 1 ? '--:' : '---'));
  return [HEAD, rule, ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
}
