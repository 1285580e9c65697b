/**
 * What every tool of kmod has: its name, standard output with stdio's buffering, messages by level, the texts of its
 * generation. Output to a pipe or file is kept until the buffer is full or the tool ends, as stdio does: so lines of a
 * child may come before those that the tool printed first.
 */
import type { UserPath } from '../../engine/step.ts';
import { failed, type Sys } from '../../engine/sys.ts';
import type { CommandContext } from '../../shell/command.ts';
import type { ModuleToolServices } from '../modules/services.ts';
import { kmodTexts } from '../texts/kmod.ts';
import type { LibraryMessage } from '../texts/libkmod.ts';
import { LEVELS, type Level, type ToolTexts } from '../texts/texts.ts';
import { baseName } from './names.ts';

/** stdio's buffer for pipes and files. */
const BUFFER_CHARS = 4096;
/** Reads ask for all there is. */
const READ_ALL = 1 << 30;

export type ToolContext = CommandContext<ModuleToolServices>;

export interface Tool {
  readonly context: ToolContext;
  readonly sys: Sys;
  /** As it was called, and the last part of that. */
  readonly argv0: string;
  readonly prog: string;
  readonly texts: ToolTexts;
  readonly services: ModuleToolServices;
  /** Messages above this level are not printed. */
  priority: number;
  /** True: messages go to the system log, that is nowhere to be seen. */
  syslog: boolean;
  /** libkmod's own limit, and whether the tool gave it its own way to print. */
  libraryPriority: number;
  libraryPrefix: 'libkmod' | 'tool';
  buffer: string;
  /** Unknown until something is printed. */
  lineBuffered: boolean | undefined;
}

/** Ends a tool from within, as exit(3) does. */
class ToolExit extends Error {
  override readonly name = 'ToolExit';
  readonly status: number;
  constructor(status: number) {
    super(`exit ${status}`);
    this.status = status;
  }
}

/** Prints to standard output through the buffer. */
export function* print(tool: Tool, text: string): UserPath<void> {
  tool.lineBuffered ??= yield* tool.sys.isatty(1);
  tool.buffer += text;
  if (tool.lineBuffered) {
    if (text.includes('\n')) yield* flush(tool);
    return;
  }
  if (tool.buffer.length < BUFFER_CHARS) return;
  const whole = tool.buffer.length - (tool.buffer.length % BUFFER_CHARS);
  const full = tool.buffer.slice(0, whole);
  tool.buffer = tool.buffer.slice(whole);
  yield* tool.context.out(full);
}

/** Writes out what the buffer holds. */
export function* flush(tool: Tool): UserPath<void> {
  const text = tool.buffer;
  tool.buffer = '';
  if (text !== '') yield* tool.context.out(text);
}

/** Prints to standard error, at once. */
export function* printError(tool: Tool, text: string): UserPath<void> {
  yield* tool.context.err(text);
}

/** A message of the tool. A `critical` one that is printed ends the tool with status 1. */
export function* say(tool: Tool, level: Level, message: string): UserPath<void> {
  if (LEVELS[level] > tool.priority) return;
  if (!tool.syslog) yield* printError(tool, tool.texts.line(tool.prog, level, message));
  if (level === 'critical') throw new ToolExit(1);
}

const LIBRARY_WORDS: Readonly<Record<Level, string>> = {
  critical: 'CRITICAL',
  error: 'ERROR',
  warning: 'WARNING',
  notice: 'NOTICE',
  info: 'INFO',
};

/** A message of libkmod. */
export function* sayLibrary(tool: Tool, message: LibraryMessage): UserPath<void> {
  if (LEVELS[message.level] > tool.libraryPriority) return;
  const { where, text } = message;
  if (tool.libraryPrefix === 'libkmod') {
    yield* printError(tool, `libkmod: ${LIBRARY_WORDS[message.level]} ${where} ${message.function}: ${text}\n`);
  } else if (!tool.syslog) yield* printError(tool, tool.texts.line(tool.prog, message.level, `${where} ${message.function}() ${text}`));
}

function createTool(context: ToolContext): Tool {
  const [called = ''] = context.process.argv;
  return {
    context,
    sys: context.sys,
    argv0: baseName(called) === context.name ? called : context.name,
    prog: baseName(context.name),
    texts: context.services?.toolTexts ?? kmodTexts,
    services: context.services ?? {},
    priority: LEVELS.warning,
    syslog: false,
    libraryPriority: LEVELS.error,
    libraryPrefix: 'libkmod',
    buffer: '',
    lineBuffered: undefined,
  };
}

/** Runs a tool to its end and writes out what it printed; its exit status. */
export function* runTool(context: ToolContext, main: (tool: Tool) => UserPath<number>): UserPath<number> {
  const tool = createTool(context);
  let status: number;
  try {
    status = yield* main(tool);
  } catch (error) {
    if (!(error instanceof ToolExit)) throw error;
    status = error.status;
  }
  yield* flush(tool);
  return status;
}

/** Reads a whole file; a negative errno. */
export function* readFile(sys: Sys, path: string): UserPath<string | number> {
  const fd = yield* sys.open(path, { read: true });
  if (fd < 0) return fd;
  const text = yield* readAll(sys, fd);
  yield* sys.close(fd);
  return text;
}

/** Reads an open file from where it stands to its end; a negative errno. */
export function* readAll(sys: Sys, fd: number): UserPath<string | number> {
  let text = '';
  for (;;) {
    const part = yield* sys.read(fd, READ_ALL);
    if (failed(part)) return part;
    text = text === '' ? part : text + part;
    // A file that gives less than was asked for has no more.
    if (part.length < READ_ALL) return text;
  }
}
