/** `--driver FILE`: a user's own driver, as JavaScript. Its code runs in this process, so it comes from the command line only. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createContext, Script } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { driverProblems, isDriver } from '../kernel/checkDriver.ts';
import type { Driver } from '../kernel/driver.ts';
import { UsageError } from './cli/usage.ts';
import { importFile } from './nativeImport.ts';

/** How long a driver's code may run without yielding, and how long its file may take to load, in milliseconds. */
const STEP_MS_MAX = 1_000;
const LOAD_MS_MAX = 5_000;
const ERROR_FIRST_MS = 500;

const oneLine = (text: string): string => text.split('\n')[0] ?? text;

/** Where a syntax error lies, as `:3`; Node tells that only when it prints the error itself, so the bundler is asked. */
async function lineOf(error: Error, file: string): Promise<string> {
  if (error.name !== 'SyntaxError') return '';
  const { transform } = await import('esbuild');
  try {
    await transform(readFileSync(file, 'utf8'), { loader: 'js', logLevel: 'silent' });
  } catch (failure) {
    const line = (failure as { errors?: readonly { location?: { line: number } | null }[] }).errors?.[0]?.location?.line;
    if (line !== undefined) return `:${line}`;
  }
  return '';
}

/** Loads the file once in a thread of its own, so that one which never ends or ends everything harms nothing. */
async function rehearse(file: string, url: string): Promise<void> {
  const code = `import(${JSON.stringify(url)}).then(() => require('node:worker_threads').parentPort.postMessage('ok'), (e) => { throw e; })`;
  const worker = new Worker(code, { eval: true, stdout: true, stderr: true });
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((done, fail) => {
      timer = setTimeout(() => fail(new UsageError(`${file}: its code does not end`)), LOAD_MS_MAX);
      worker.once('message', () => done());
      worker.once('error', (error) => {
        lineOf(error, file).then((line) => fail(new UsageError(`${file}${line}: ${oneLine(error.message)}`)), fail);
      });
      // An error is followed by an exit: it may say first what it was.
      worker.once('exit', (status) =>
        setTimeout(() => fail(new UsageError(`${file}: its code ends the process (status ${status})`)), ERROR_FIRST_MS),
      );
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

/** Runs one turn of a driver's generator under a watchdog. */
const guard = createContext({ turn: (): unknown => undefined });
const turnScript = new Script('turn()');

function guardedTurn<T>(turn: () => T, what: string): T {
  guard['turn'] = turn;
  try {
    return turnScript.runInContext(guard, { timeout: STEP_MS_MAX }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new Error(`${what} runs on without an end`);
    throw error;
  }
}

type AnyGenerator = Generator<unknown, unknown, unknown>;

/** The next turn; what it throws is said with the function's name. */
function nextOf(path: AnyGenerator, told: unknown, what: string): IteratorResult<unknown, unknown> {
  try {
    return guardedTurn(() => path.next(told), what);
  } catch (error) {
    const message = error instanceof Error ? oneLine(error.message) : String(error);
    throw new Error(message.startsWith(what) ? message : `${what}: ${message}`);
  }
}

/** The same driver, each of its functions watched turn by turn. */
function watched<T>(value: T, what: string): T {
  if (typeof value === 'function') {
    const original = value as unknown as (...args: unknown[]) => AnyGenerator;
    return function* (this: unknown, ...args: unknown[]): AnyGenerator {
      const path = original.apply(this, args);
      let answer: unknown;
      for (;;) {
        const told = answer;
        const at = nextOf(path, told, what);
        if (at.done === true) return at.value;
        answer = yield at.value;
      }
    } as unknown as T;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, watched(inner, `${what}.${key}`)])) as T;
}

async function loadOne(file: string): Promise<Driver[]> {
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`${file}: No such file or directory`);
  const url = pathToFileURL(path).href;
  await rehearse(file, url);
  const exported = await importFile(url);
  const candidates = Object.values(exported).flatMap((value) => (Array.isArray(value) ? value : [value]));
  const objects = candidates.filter((value) => typeof value === 'object' && value !== null);
  if (objects.length === 0) throw new UsageError(`${file}: it exports no driver (export default { name: ..., *init(k) { ... } })`);
  for (const value of objects) {
    const [problem] = driverProblems(value);
    if (problem !== undefined) throw new UsageError(`${file}: ${problem}`);
  }
  return objects.filter(isDriver).map((driver) => watched(driver, `driver ${driver.name}`));
}

/** The drivers of the files, added to those that are there. A usage error where a file is no driver or takes a name twice. */
export async function loadDriverFiles(files: readonly string[], before: readonly Driver[]): Promise<Driver[]> {
  const all = [...before];
  for (const file of files) {
    for (const driver of await loadOne(file)) {
      if (all.some((other) => other.name === driver.name)) throw new UsageError(`${file}: there is a driver ${driver.name} already`);
      all.push(driver);
    }
  }
  return all;
}
