/** What a command gets: its words, its process, ways to write and to run others. */
import { ERRNO, strerror } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { exitStatus, failed, type Pid, type Process, sys } from '../../engine/sys.ts';
import type { CommandContext } from '../command.ts';
import { writeAll } from '../writing.ts';
import { type Image, runImage } from './image.ts';
import { resolveProgram } from './resolve.ts';

/** Where execvp looks when there is no PATH (confstr, _CS_PATH). */
const DEFAULT_PATH = '/bin:/usr/bin';

/** A context that remembers whether the command's output could be written. */
export interface OwnContext extends CommandContext {
  writeFailed: boolean;
}

/** Makes the context of one run of a command. */
export function createContext(process: Process, image: Image, name: string, args: readonly string[]): OwnContext {
  const start = function* (words: readonly string[], environment: ReadonlyMap<string, string>, group?: number): UserPath<Pid> {
    const path = environment.get('PATH') ?? DEFAULT_PATH;
    const inner: Image = { ...image, words, environment, path, depth: 0, prefix: `${name}: failed to run command ` };
    return yield* sys.fork((child) => runImage(child, inner), group === undefined ? {} : { group });
  };
  const runWords: CommandContext['runWords'] = function* (words, options) {
    const pid = yield* start(words, options?.env ?? image.environment);
    return pid < 0 ? ERRNO.EAGAIN : yield* waitFor(process, pid);
  };
  const context: OwnContext = {
    name,
    args,
    env: image.environment,
    process,
    sys,
    services: image.around.services,
    writeFailed: false,
    *out(text) {
      const wrong = yield* writeAll(1, text);
      if (wrong === 0) return true;
      if (!context.writeFailed && wrong !== -ERRNO.EPIPE) yield* writeAll(2, `${name}: write error: ${strerror(-wrong)}\n`);
      context.writeFailed = true;
      return false;
    },
    *err(text) {
      return (yield* writeAll(2, text)) === 0;
    },
    runWords,
    runShell: (text, env) => runWords(['sh', '-c', text], env === undefined ? {} : { env }),
    *startWords(words, options) {
      const environment = options?.env ?? image.environment;
      const found = yield* resolveProgram(image.around.find, words[0] ?? '', environment.get('PATH') ?? DEFAULT_PATH);
      if (found.kind === 'missing') return found.status === 127 ? -ERRNO.ENOENT : -ERRNO.EACCES;
      return yield* start(words, environment, options?.group);
    },
  };
  return context;
}

/** Waits for one child; a command that catches signals is not disturbed by them here. */
function* waitFor(process: Process, pid: Pid): UserPath<number> {
  for (;;) {
    const status = yield* sys.wait4([pid], {});
    if (!failed(status)) return exitStatus(status);
    if (!process.children.includes(pid)) return 127;
    yield* sys.sigpending();
  }
}
