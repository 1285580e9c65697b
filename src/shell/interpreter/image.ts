/** Becoming a program: one of the system's commands, a script, a shell. Runs in the process that is given to it. */
import { ERRNO, strerror } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed, type Process, sys } from '../../engine/sys.ts';
import type { Shell, Surroundings } from '../state.ts';
import { createShell } from '../state.ts';
import { setUpVariables } from '../variables.ts';
import { readFile, writeAll } from '../writing.ts';
import { createContext } from './context.ts';
import { type Found, resolveProgram } from './resolve.ts';
import { runScript } from './script.ts';
import { runShellCommand } from './shellcommand.ts';

/** What execve is given, and how to complain when it cannot be done. */
export interface Image {
  readonly around: Surroundings;
  readonly words: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
  /** How deep this process is in already, when the program takes the place of a shell. */
  readonly depth: number;
  /** What a message begins with. */
  readonly prefix: string;
  /** Where the program is looked for, when not along the PATH of its environment. */
  readonly path?: string;
}

/** What a program that takes a shell's place adds to the depth of its process. */
const DEPTH_OF_A_SHELL = 10;

/** The image of words that a shell runs; `depth` when it takes the shell's own place. */
export const imageOf = (shell: Shell, words: readonly string[], environment: ReadonlyMap<string, string>, depth = 0): Image => ({
  around: shell.around,
  words,
  environment,
  depth,
  prefix: shell.options.interactive ? 'modsh: ' : `${shell.label}: line ${shell.line}: `,
});

/** Runs the program that the words name in this process; its status, or 127 or 126 with a message. */
export function* runImage(process: Process, image: Image): UserPath<number> {
  const [name = ''] = image.words;
  const found = yield* resolveProgram(image.around.find, name, image.path ?? image.environment.get('PATH'));
  if (found.kind === 'missing') {
    yield* writeAll(2, `${image.prefix}${name}: ${found.message}\n`);
    return found.status;
  }
  yield* sys.exec(name.slice(name.lastIndexOf('/') + 1), image.words);
  return yield* runFound(process, image, found);
}

function* runFound(process: Process, image: Image, found: Exclude<Found, { kind: 'missing' }>): UserPath<number> {
  const [name = '', ...args] = image.words;
  switch (found.kind) {
    case 'command': {
      const context = createContext(process, image, name.slice(name.lastIndexOf('/') + 1), args);
      const status = yield* found.command.run(context);
      return context.writeFailed && status === 0 ? 1 : status;
    }
    case 'builtin':
      return yield* found.builtin.run(freshShell(process, image, name, args), args, found.builtin.name);
    case 'shell':
      return yield* runShellCommand({
        process,
        around: image.around,
        words: image.words,
        environment: image.environment,
        depth: image.depth + DEPTH_OF_A_SHELL,
      });
    case 'script':
      return yield* runFile(process, image, found.path, args);
  }
}

function freshShell(process: Process, image: Image, name: string, args: readonly string[]): Shell {
  const shell = createShell({ process, around: image.around, name, args, env: image.environment, depth: image.depth + DEPTH_OF_A_SHELL });
  setUpVariables(shell);
  return shell;
}

function* runFile(process: Process, image: Image, path: string, args: readonly string[]): UserPath<number> {
  const text = yield* readFile(path);
  if (failed(text) || isBinary(text)) {
    const why = failed(text) ? strerror(-text) : `cannot execute binary file: ${strerror(ERRNO.ENOEXEC)}`;
    yield* writeAll(2, `${image.prefix}${path}: ${why}\n`);
    return 126;
  }
  return yield* runScript(freshShell(process, image, path, args), text);
}

const isBinary = (text: string): boolean => text.startsWith('\x7fELF') || text.slice(0, 80).includes('\0');
