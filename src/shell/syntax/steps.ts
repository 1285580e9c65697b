/** Lists of commands: the complete commands of a script, and the bodies of what stands inside them. */
import type { Unbash } from '../parse.ts';
import { convertNode } from './commands.ts';
import { faultOf } from './faults.ts';
import type { Reading } from './reading.ts';
import { lineAt, type Source } from './source.ts';
import type { Item, List, Step } from './tree.ts';

/** The complete commands of a script: its statements, those that share a line together. Throws ProblemError. */
export function convertSteps(reading: Reading): Step[] {
  const { source } = reading;
  const tree = reading.read(source.text);
  checkErrors(source, tree);
  const steps: Step[] = [];
  let group: Unbash.Statement[] = [];
  const close = (): void => {
    const [first] = group;
    const last = group[group.length - 1];
    if (first === undefined || last === undefined) return;
    const list = group.map((statement) => convertItem(reading, statement));
    steps.push({ line: lineAt(source, first.pos), text: textOf(source, first.pos, last), list });
    group = [];
  };
  for (const statement of tree.commands) {
    const last = group[group.length - 1];
    if (last !== undefined && source.text.slice(last.end, statement.pos).includes('\n')) close();
    group.push(statement);
  }
  close();
  return steps;
}

/** The source of a complete command: with the `&` that ends it. */
function textOf(source: Source, from: number, last: Unbash.Statement): string {
  const text = source.text.slice(from, last.end).trimEnd();
  return last.background === true && !text.endsWith('&') ? `${text} &` : text;
}

/** Throws for the first error of a (nested) script. */
function checkErrors(source: Source, tree: Unbash.ParsedScript): void {
  if (tree.errors !== undefined && tree.errors.length > 0) throw faultOf(source, tree.errors);
}

/** The list inside a command substitution. */
export function convertBody(reading: Reading, script: Unbash.ParsedScript): List {
  checkErrors(reading.source, script);
  return convertList(reading, script.commands);
}

export const convertList = (reading: Reading, statements: readonly Unbash.Statement[]): List =>
  statements.map((statement) => convertItem(reading, statement));

function convertItem(reading: Reading, statement: Unbash.Statement): Item {
  return { node: convertNode(reading, statement.command), background: statement.background === true };
}
