/** Reading sed scripts: addresses, commands, blocks and labels (GNU sed 4.9, compile.c). */

import { namedChar } from '../escapes.ts';
import {
  compile,
  endCommand,
  fault,
  peek,
  type ScriptReader,
  SedFault,
  scriptReader,
  skip,
  take,
  takeDelimited,
  takeDigits,
} from './reader.ts';
import type { Action, Address, RangeEnd, ScriptSource, SedCommand, SedError, SedScript } from './script.ts';
import { parseSubstitution } from './substitution.ts';

const BLANKS = ' \t\r\v\f';
const PLAIN_VERBS = ['d', 'D', 'g', 'G', 'h', 'H', 'n', 'N', 'p', 'P', 'x', 'z', '='] as const;

function patternAddress(reader: ScriptReader, delimiter: string): Address {
  const text = takeDelimited(reader, delimiter, true);
  if (text === undefined) return fault(reader, 'unterminated address regex');
  let ignoreCase = false;
  let multiline = false;
  for (;;) {
    skip(reader, BLANKS);
    if (peek(reader) === 'I') ignoreCase = true;
    else if (peek(reader) === 'M') multiline = true;
    else break;
    reader.at += 1;
  }
  return { kind: 'pattern', pattern: compile(reader, text, { ignoreCase, multiline }) };
}

/** Reads an address, if one stands here. */
function address(reader: ScriptReader): Address | undefined {
  const char = peek(reader);
  if (char === '/') {
    reader.at += 1;
    return patternAddress(reader, '/');
  }
  if (char === '\\') {
    reader.at += 1;
    return patternAddress(reader, take(reader));
  }
  if (char === '$') {
    reader.at += 1;
    return { kind: 'last' };
  }
  const line = takeDigits(reader);
  if (line === '') return undefined;
  skip(reader, BLANKS);
  if (peek(reader) !== '~') return { kind: 'line', line: Number(line) };
  reader.at += 1;
  return { kind: 'step', first: Number(line), step: Number(takeDigits(reader)) };
}

function rangeEnd(reader: ScriptReader): RangeEnd | undefined {
  const sign = peek(reader);
  if (sign !== '+' && sign !== '~') return address(reader);
  reader.at += 1;
  const digits = takeDigits(reader);
  if (digits === '') return undefined;
  return sign === '+' ? { kind: 'plus', lines: Number(digits) } : { kind: 'multiple', of: Number(digits) };
}

/** The text of a, i, c: up to a newline without a backslash before it; ends with a newline unless empty. */
function takeText(reader: ScriptReader): string {
  skip(reader, BLANKS);
  if (peek(reader) === '') fault(reader, "expected \\ after `a', `c' or `i'");
  const behind = /^\\[ \t]*(\n|$)/.exec(reader.text.slice(reader.at));
  if (behind !== null) reader.at += behind[0].length;
  else if (peek(reader) === '\\') reader.at += 1;
  let text = '';
  for (;;) {
    const char = take(reader);
    if (char === '' || char === '\n') break;
    if (char !== '\\') {
      text += char;
      continue;
    }
    const named = namedChar(reader.text, reader.at);
    text += named?.char ?? peek(reader);
    reader.at += named?.length ?? 1;
  }
  return text === '' ? '' : `${text}\n`;
}

function transliteration(reader: ScriptReader): Action {
  const delimiter = take(reader);
  const from = takeDelimited(reader, delimiter, false);
  const to = from === undefined ? undefined : takeDelimited(reader, delimiter, false);
  if (from === undefined || to === undefined) return fault(reader, "unterminated `y' command");
  const chars = (text: string): string[] =>
    [...text.matchAll(/\\([\s\S])|[\s\S]/gu)].flatMap(([all, next]) => {
      if (next === undefined || next === '\\') return [next ?? all];
      const named = namedChar(next, 0);
      return named === undefined ? ['\\', next] : [named.char];
    });
  const source = chars(from);
  const target = chars(to);
  if (source.length !== target.length) fault(reader, "strings for `y' command are different lengths");
  endCommand(reader);
  return { verb: 'y', map: new Map(source.map((char, at) => [char, target[at] ?? char])) };
}

function label(reader: ScriptReader, ends: RegExp): string {
  skip(reader, BLANKS);
  let name = '';
  while (peek(reader) !== '' && !ends.test(peek(reader))) name += take(reader);
  return name;
}

function action(reader: ScriptReader, verb: string, addresses: number): Action {
  if ((PLAIN_VERBS as readonly string[]).includes(verb)) {
    endCommand(reader);
    return { verb: verb as (typeof PLAIN_VERBS)[number] };
  }
  switch (verb) {
    case 's':
      return { verb, substitution: parseSubstitution(reader) };
    case 'y':
      return transliteration(reader);
    case 'a':
    case 'i':
    case 'c':
      return { verb, text: takeText(reader) };
    case 'q':
    case 'Q': {
      if (addresses > 1) fault(reader, 'command only uses one address');
      skip(reader, BLANKS);
      const status = Number(takeDigits(reader));
      endCommand(reader);
      return { verb, status };
    }
    case 'b':
    case 't':
    case 'T': {
      const name = label(reader, /[\s;}]/);
      endCommand(reader);
      return { verb, label: name };
    }
    case '{':
      return { verb, end: -1 };
    case '}':
      if (addresses > 0) fault(reader, "`}' doesn't want any addresses");
      endCommand(reader);
      return { verb };
    default:
      return fault(reader, `unknown command: \`${verb}'`);
  }
}

interface Addresses {
  readonly from: Address | undefined;
  readonly to: RangeEnd | undefined;
}

function addresses(reader: ScriptReader): Addresses {
  const from = address(reader);
  if (from === undefined) return { from, to: undefined };
  skip(reader, BLANKS);
  let to: RangeEnd | undefined;
  if (peek(reader) === ',') {
    reader.at += 1;
    skip(reader, BLANKS);
    to = rangeEnd(reader);
    if (to === undefined) fault({ ...reader, at: reader.at + 1 }, "unexpected `,'");
  }
  if (from.kind === 'line' && from.line === 0 && to?.kind !== 'pattern')
    fault({ ...reader, at: reader.at + 1 }, 'invalid usage of line address 0');
  return { from, to };
}

interface Parsing {
  readonly commands: SedCommand[];
  readonly labels: Map<string, number>;
  /** Indexes of the blocks that are open. */
  readonly open: number[];
}

function closeBlock(parsing: Parsing): void {
  const opened = parsing.open.pop();
  const block = opened === undefined ? undefined : parsing.commands[opened];
  if (opened === undefined || block === undefined) return;
  parsing.commands[opened] = { ...block, action: { verb: '{', end: parsing.commands.length } };
}

/** Reads one command, or passes a comment or a label. */
function command(reader: ScriptReader, parsing: Parsing): void {
  const { from, to } = addresses(reader);
  skip(reader, BLANKS);
  const negate = peek(reader) === '!';
  if (negate) reader.at += 1;
  skip(reader, BLANKS);
  if (negate && peek(reader) === '!') fault({ ...reader, at: reader.at + 1 }, "multiple `!'s");
  const verb = take(reader);
  const count = (from === undefined ? 0 : 1) + (to === undefined ? 0 : 1);
  if (verb === '') fault(reader, 'missing command');
  if (verb === '#') {
    if (count > 0) fault(reader, "comments don't accept any addresses");
    while (peek(reader) !== '' && peek(reader) !== '\n') reader.at += 1;
    return;
  }
  if (verb === ':') {
    if (count > 0) fault(reader, ": doesn't want any addresses");
    const name = label(reader, /[\s;]/);
    if (name === '') fault(reader, '":" lacks a label');
    parsing.labels.set(name, parsing.commands.length);
    return;
  }
  if (verb === '}' && parsing.open.length === 0) fault(reader, "unexpected `}'");
  const act = action(reader, verb, count);
  if (act.verb === '}') closeBlock(parsing);
  if (act.verb === '{') parsing.open.push(parsing.commands.length);
  parsing.commands.push({ from, to, negate, action: act });
}

function checkJumps(parsing: Parsing): void {
  for (const { action: act } of parsing.commands) {
    if (act.verb !== 'b' && act.verb !== 't' && act.verb !== 'T') continue;
    if (act.label !== '' && !parsing.labels.has(act.label)) throw new SedFault(`can't find label for jump to \`${act.label}'`, 4);
  }
}

/** Reads a script; or gives sed's own error text. */
export function parseSed(sources: readonly ScriptSource[], extended: boolean): SedScript | SedError {
  const reader = scriptReader(sources, extended);
  const parsing: Parsing = { commands: [], labels: new Map(), open: [] };
  try {
    for (;;) {
      skip(reader, `${BLANKS};\n`);
      if (peek(reader) === '') break;
      command(reader, parsing);
    }
    if (parsing.open.length > 0) fault(reader, "unmatched `{'", 0);
    checkJumps(parsing);
  } catch (error) {
    if (error instanceof SedFault) return { error: error.message, status: error.status };
    throw error;
  }
  return { commands: parsing.commands, labels: parsing.labels, silent: /^#n(\n|$)/.test(sources[0]?.text ?? '') };
}
