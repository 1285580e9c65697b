/** A comparison as a table: for a terminal, or as Markdown. */
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

/** Columns that never jump; the last one is cut at the width. */
export function comparisonTable(comparison: Comparison, width: number): string {
  const rows = [
    ['REGIME', 'END', 'STATUS', 'TIME', 'GETS', 'FIRST DIFFERENCE'],
    ...comparison.rows.map((row) => [row.regime, row.end, String(row.status), seconds(row.timeUs), String(row.gets), difference(row)]),
  ];
  const widths = [10, 8, 6, 7, 5].map((least, column) => Math.max(least, ...rows.map((row) => row[column]?.length ?? 0)));
  const text = rows.map((row) => {
    const [regime = '', end = '', status = '', time = '', gets = '', whole = ''] = row;
    const first = brief(whole);
    const head = `${regime.padEnd(widths[0] ?? 0)}  ${end.padEnd(widths[1] ?? 0)}${status.padStart(widths[2] ?? 0)}  ${time.padStart(widths[3] ?? 0)} ${gets.padStart(widths[4] ?? 0)}  `;
    const room = Math.max(10, width - head.length);
    return `${head}${first.length > room ? `${first.slice(0, room - 3)}...` : first}`.trimEnd();
  });
  return `${text.join('\n')}\n${sumLine(comparison.rows)}\n`;
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
