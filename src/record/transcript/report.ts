/** Results of transcripts as text: a unified diff, the rewritten file, TAP, one line of summary. */
import type { CommandResult, TranscriptResult } from './run.ts';
import type { TranscriptCommand } from './transcript.ts';

interface Row {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** Lines of context around a change. */
const CONTEXT = 3;

/** The whole file, line by line, as it is and as it would be. */
function rowsOf(result: TranscriptResult): Row[] {
  const byCommand = new Map(result.results.map((one) => [one.command, one]));
  return result.transcript.parts.flatMap((part) =>
    part.kind === 'text' ? part.lines.map(kept) : commandRows(part.command, byCommand.get(part.command)),
  );
}

const kept = (text: string): Row => ({ sign: ' ', text });

function commandRows(command: TranscriptCommand, result: CommandResult | undefined): Row[] {
  const { indent, head, blanks } = command;
  const status = result?.ran ? result.status : command.status;
  const told = (value: number, sign: Row['sign']): Row[] => (value === 0 ? [] : [{ sign, text: `${indent}[${value}]` }]);
  return [
    ...head.map(kept),
    ...outputRows(command, result),
    ...(status === command.status ? told(status, ' ') : [...told(command.status, '-'), ...told(status, '+')]),
    ...blanks.map(kept),
  ];
}

/** Expected lines as they stand in the file, new ones with its indent. */
function outputRows(command: TranscriptCommand, result: CommandResult | undefined): Row[] {
  let at = 0;
  return (result?.lines ?? command.expected.map(kept)).map(({ sign, text }) => {
    if (sign === '+') return { sign, text: command.indent + text };
    at += 1;
    return { sign, text: command.rows[at - 1] ?? '' };
  });
}

/** The file as it would pass: for `--update`. Patterns that fit stay. */
export function updatedText(result: TranscriptResult): string {
  if (result.skipped) return result.transcript.parts.length === 0 ? '' : sourceOf(rowsOf({ ...result, results: [] }), result);
  return sourceOf(rowsOf(result), result);
}

function sourceOf(rows: readonly Row[], { transcript }: TranscriptResult): string {
  if (transcript.parts.length === 0) return '';
  return (
    rows
      .filter((row) => row.sign !== '-')
      .map((row) => row.text)
      .join('\n') + (transcript.ended ? '\n' : '')
  );
}

/** A unified diff from what the file expects to what was seen, and a line for each command that was not run; empty when it passed. */
export function diffText(result: TranscriptResult): string {
  const { file } = result.transcript;
  const missed = result.results.filter((one) => !one.ran);
  const notes = missed.map(({ command }) => `${file}:${command.line}: not run, the shell had ended: ${firstLine(command)}\n`).join('');
  const rows = rowsOf(result);
  if (rows.every((row) => row.sign === ' ')) return notes;
  return `--- ${file}\n+++ ${file} as run\n${hunks(rows)}${notes}`;
}

function hunks(rows: readonly Row[]): string {
  let text = '';
  let [oldLine, newLine] = [1, 1];
  for (let at = 0; at < rows.length; ) {
    const change = rows.findIndex((row, index) => index >= at && row.sign !== ' ');
    if (change < 0) break;
    const start = Math.max(at, change - CONTEXT);
    oldLine += start - at;
    newLine += start - at;
    const end = hunkEnd(rows, change);
    const hunk = rows.slice(start, end);
    const [olds, news] = [hunk.filter((row) => row.sign !== '+').length, hunk.filter((row) => row.sign !== '-').length];
    text += `@@ -${range(oldLine, olds)} +${range(newLine, news)} @@\n${hunk.map((row) => `${row.sign}${row.text}\n`).join('')}`;
    oldLine += olds;
    newLine += news;
    at = end;
  }
  return text;
}

/** As diff writes it: an empty range stands behind the line before it. */
const range = (line: number, count: number): string => (count === 1 ? String(line) : `${count === 0 ? line - 1 : line},${count}`);

/** Changes that are near each other share a hunk. */
function hunkEnd(rows: readonly Row[], change: number): number {
  let last = change;
  for (let at = change + 1; at < rows.length && at <= last + 2 * CONTEXT + 1; at += 1) if (rows[at]?.sign !== ' ') last = at;
  return Math.min(rows.length, last + 1 + CONTEXT);
}

const firstLine = (command: TranscriptCommand): string => command.source.split('\n', 1)[0] ?? '';

/** Test Anything Protocol, version 13: one point for each command, the differences as diagnostics. */
export function tapText(results: readonly TranscriptResult[]): string {
  let number = 0;
  const points = results.flatMap((result) => {
    const { file } = result.transcript;
    if (result.skipped) {
      number += 1;
      return [`ok ${number} - ${file} # SKIP exit 80\n`];
    }
    return result.results.map((one) => {
      number += 1;
      const name = `${file}:${one.command.line} ${firstLine(one.command).replace(/#/g, '\\#')}`;
      return one.passed ? `ok ${number} - ${name}\n` : `not ok ${number} - ${name}\n${diagnostics(one)}`;
    });
  });
  return `TAP version 13\n1..${number}\n${points.join('')}`;
}

function diagnostics(one: CommandResult): string {
  const lines = one.ran ? commandRows(one.command, one).map((row) => `${row.sign}${row.text}`) : ['not run, the shell had ended'];
  return lines.map((line) => `# ${line}\n`).join('');
}

/** `# 3 transcripts, 17 commands: 1 skipped, 2 failed`. */
export function summaryText(results: readonly TranscriptResult[]): string {
  const skipped = results.filter((result) => result.skipped).length;
  const failed = results.filter((result) => !result.passed).length;
  const commands = results.reduce((sum, result) => sum + result.results.length, 0);
  const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  return `# ${counted(results.length, 'transcript')}, ${counted(commands, 'command')}: ${skipped} skipped, ${failed} failed\n`;
}
