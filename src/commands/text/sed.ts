import { ERRNO } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { hasOption, optionValue, type ParsedOptions } from '../getopt.ts';
import { chomp, closeInput, type LineReader, lineReader, nextLines, openInput, readAll, writeAll } from '../stream.ts';
import { defineTool, errorText, fail } from '../tool.ts';
import { parseSed } from './sed/parse.ts';
import { NoPatternYet, runSed, type SedInput, type SedOutput, type SedState, sedState } from './sed/run.ts';
import type { ScriptSource, SedScript } from './sed/script.ts';

/** Output is handed on when this much has come together. */
const FLUSH_CHARS = 8_192;

const usageText = (name: string): string => `Usage: ${name} [OPTION]... {script-only-if-no-other-script} [input-file]...\n`;

/** One input after another as one stream of lines. */
interface Stream {
  readonly names: string[];
  name: string;
  reader: LineReader | undefined;
  lines: readonly string[];
  at: number;
  status: number;
}

const streamOf = (names: readonly string[]): Stream => ({ names: [...names], name: '', reader: undefined, lines: [], at: 0, status: 0 });

/** A file that cannot be opened is passed over with status 2; one that cannot be read ends the run with status 4. */
function* inputFault(context: CommandContext, stream: Stream, error: number, reading: boolean): UserPath<void> {
  const { name } = stream;
  if (!reading && error !== -ERRNO.EISDIR) {
    stream.status = yield* fail(context, `can't read ${name}: ${errorText(error)}`, 2);
    return;
  }
  stream.status = yield* fail(context, `read error on ${name === '-' ? 'stdin' : name}: ${errorText(error)}`, 4);
  stream.names.length = 0;
}

/** Opens the next input that can be opened; false when there is none. */
function* openNext(context: CommandContext, stream: Stream): UserPath<boolean> {
  for (;;) {
    const name = stream.names.shift();
    if (name === undefined) return false;
    stream.name = name;
    const fd = yield* openInput(context, name);
    if (fd < 0) yield* inputFault(context, stream, fd, false);
    else {
      stream.reader = lineReader(fd);
      return true;
    }
  }
}

/** Reads on until a line is there; false at the end of all inputs. */
function* fill(context: CommandContext, stream: Stream): UserPath<boolean> {
  while (stream.at >= stream.lines.length) {
    if (stream.reader === undefined && !(yield* openNext(context, stream))) return false;
    const { reader } = stream;
    if (reader === undefined) return false;
    const lines = yield* nextLines(context, reader);
    if (!failed(lines) && lines.length > 0) {
      stream.lines = lines;
      stream.at = 0;
      return true;
    }
    yield* closeInput(context, reader.fd);
    stream.reader = undefined;
    if (failed(lines)) yield* inputFault(context, stream, lines, true);
  }
  return true;
}

function inputOf(context: CommandContext, stream: Stream): SedInput {
  return {
    *next() {
      if (!(yield* fill(context, stream))) return undefined;
      const raw = stream.lines[stream.at] ?? '';
      stream.at += 1;
      return { line: chomp(raw), whole: raw.endsWith('\n') };
    },
    *isLast() {
      return !(yield* fill(context, stream));
    },
  };
}

interface Mode {
  readonly script: SedScript;
  readonly quiet: boolean;
  /** The suffix of the copies that `-i` leaves, empty for none; undefined: the files stay as they are. */
  readonly inPlace: string | undefined;
}

/** Runs the script over one stream into `output`; what is ready goes to descriptor 1 unless `keep`. */
function* runOver(
  context: CommandContext,
  mode: Mode,
  stream: Stream,
  state: SedState,
  output: SedOutput,
  keep: boolean,
): UserPath<boolean> {
  const flush = function* (): UserPath<boolean> {
    const idle = stream.at >= stream.lines.length;
    if (keep || output.text === '' || (!idle && output.text.length < FLUSH_CHARS)) return true;
    const { text } = output;
    output.text = '';
    return yield* context.out(text);
  };
  yield* runSed({ script: mode.script, quiet: mode.quiet, input: inputOf(context, stream), output, state }, flush);
  const { text } = output;
  if (keep || text === '') return true;
  output.text = '';
  return yield* context.out(text);
}

function* writeBack(context: CommandContext, name: string, text: string, suffix: string): UserPath<number> {
  const { sys } = context;
  const stat = yield* sys.stat(name);
  const copy = suffix.includes('*') ? suffix.replaceAll('*', name) : name + suffix;
  const renamed = suffix === '' ? 0 : yield* sys.rename(name, copy);
  const mode = failed(stat) ? 0o666 : stat.mode;
  const fd = renamed < 0 ? renamed : yield* sys.open(name, { write: true, create: true, truncate: true, mode });
  if (fd < 0) return yield* fail(context, `couldn't open file ${name}: ${errorText(fd)}`, 4);
  if (text !== '') yield* writeAll(context, fd, text);
  yield* sys.close(fd);
  return 0;
}

/** Runs the script over each file by itself, as -s and -i ask. */
function* runEach(context: CommandContext, mode: Mode, names: readonly string[], state: SedState): UserPath<number> {
  let status = 0;
  const output: SedOutput = { text: '', owesNewline: false };
  for (const name of names) {
    state.line = 0;
    state.ranges.clear();
    const stream = streamOf([name]);
    if (mode.inPlace === undefined) {
      if (!(yield* runOver(context, mode, stream, state, output, false))) return status;
    } else {
      const stat = yield* context.sys.stat(name);
      if (!failed(stat) && stat.kind !== 'file') {
        status = yield* fail(context, `couldn't edit ${name}: not a regular file`, 4);
        continue;
      }
      const own: SedOutput = { text: '', owesNewline: false };
      yield* runOver(context, mode, stream, state, own, true);
      if (stream.status === 0) status = Math.max(status, yield* writeBack(context, name, own.text, mode.inPlace));
    }
    status = Math.max(status, stream.status);
    if (state.status !== undefined) return state.status === 0 ? status : state.status;
  }
  return status;
}

/** The scripts of -e, -f and the first operand, and the operands that are left; or an exit status. */
function* sourcesOf(
  context: CommandContext,
  options: ParsedOptions,
): UserPath<{ sources: ScriptSource[]; names: readonly string[] } | number> {
  const sources: ScriptSource[] = [];
  let expressions = 0;
  for (const { key, value } of options.given) {
    if (key === 'e') {
      expressions += 1;
      sources.push({ text: value, label: `-e expression #${expressions}`, isFile: false });
    }
    if (key !== 'f') continue;
    const fd = yield* openInput(context, value);
    const text = fd < 0 ? fd : yield* readAll(context, fd);
    if (failed(text)) return yield* fail(context, `couldn't open file ${value}: ${errorText(text)}`, fd < 0 ? 1 : 4);
    yield* closeInput(context, fd);
    sources.push({ text: chomp(text), label: `file ${value}`, isFile: true });
  }
  if (sources.length > 0) return { sources, names: options.operands };
  const [first, ...names] = options.operands;
  if (first === undefined) {
    yield* context.err(usageText(context.name));
    return 1;
  }
  return { sources: [{ text: first, label: '-e expression #1', isFile: false }], names };
}

function* run(context: CommandContext, options: ParsedOptions): UserPath<number> {
  const found = yield* sourcesOf(context, options);
  if (typeof found === 'number') return found;
  const script = parseSed(found.sources, hasOption(options, 'E') || hasOption(options, 'r'));
  if ('error' in script) return yield* fail(context, script.error, script.status);
  const inPlace = optionValue(options, 'i');
  const mode: Mode = { script, quiet: hasOption(options, 'n') || script.silent, inPlace };
  const names = found.names.length === 0 ? ['-'] : found.names;
  const state = sedState();
  if (inPlace !== undefined && found.names.length === 0) return yield* fail(context, 'no input files', 1);
  if (inPlace !== undefined || hasOption(options, 's')) return yield* runEach(context, mode, names, state);
  const stream = streamOf(names);
  yield* runOver(context, mode, stream, state, { text: '', owesNewline: false }, false);
  return state.status === undefined || state.status === 0 ? stream.status : state.status;
}

export const sed: Command = defineTool({
  name: 'sed',
  usage: '[OPTION]... {SCRIPT-ONLY-IF-NO-OTHER-SCRIPT} [INPUT-FILE]...',
  summary: 'edit text line by line as a script says',
  group: 'text',
  examples: ["sed -n '2,4p' FILE", "sed 's/[0-9]/N/g' FILE"],
  grammar: {
    short: 'Ee:f:i::nrsu',
    long: {
      expression: 'e', file: 'f', 'in-place': 'i', quiet: 'n', silent: 'n', 'regexp-extended': 'E', separate: 's', unbuffered: 'u',
    }, // biome-ignore format: a table of words
  },
  badOption: usageText,
  *run(context, options) {
    try {
      return yield* run(context, options);
    } catch (error) {
      if (error instanceof NoPatternYet) return yield* fail(context, '-e expression #1, char 0: no previous regular expression');
      throw error;
    }
  },
});
