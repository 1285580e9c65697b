/** A matrix over the cores of one machine: threads that take the next case, the longest first, and give its row. */
import { Worker } from 'node:worker_threads';
import type { MatrixRow } from '../../explore/matrix.ts';
import type { Progress } from '../../explore/search/limits.ts';
import { type MatrixProgress, NOTHING_YET } from '../../explore/serveMatrix.ts';
import { UsageError } from '../cli/usage.ts';
import { MATRIX_THREAD, type Said } from './thread.ts';

/** The launcher, seen from the built program in dist/: it starts a thread as it starts the program, out of the code cache. */
const launcher = (): URL => new URL('../bin/modsh.js', import.meta.url);

const INTERNAL_FAULT = 70;

export interface Threads {
  readonly jobs: number;
  /** Ids of cases, in the order in which they are taken. */
  readonly ids: readonly string[];
  /** Ends it with the rows that are done. */
  readonly signal: AbortSignal;
  hear(progress: MatrixProgress): void;
}

/** Explores cases in threads; the rows as they came. Throws `UsageError` when a thread is lost. */
export async function exploreInThreads({ jobs, ids, signal, hear }: Threads): Promise<MatrixRow[]> {
  const waiting = [...ids];
  const done: MatrixRow[] = [];
  const running = new Map<string, Progress>();
  const workers: Worker[] = [];
  const start = (end: () => void, fail: (error: Error) => void): void => {
    const worker = new Worker(launcher(), { argv: process.argv.slice(2), workerData: MATRIX_THREAD, stdout: true, stderr: true });
    workers.push(worker);
    let id: string | undefined;
    const next = (): void => {
      id = waiting.shift();
      if (id !== undefined) {
        running.set(id, NOTHING_YET);
        worker.postMessage(id);
      } else if (running.size === 0) end();
    };
    const lost = (why: string): void => fail(new UsageError(`explore: ${id === undefined ? '' : `case ${id}: `}${why}`, INTERNAL_FAULT));
    worker.on('message', (said: Said) => {
      if ('failed' in said) return lost(said.failed);
      if (id !== undefined && 'row' in said) {
        running.delete(id);
        done.push(said.row);
        next();
      } else if (id !== undefined && 'at' in said) running.set(id, said.at);
      hear({ done, running });
    });
    worker.on('error', (error) => lost(error.message.split('\n')[0] ?? ''));
    worker.on('exit', (status) => lost(`its thread ended (status ${status})`));
    next();
  };
  try {
    await new Promise<void>((end, fail) => {
      signal.addEventListener('abort', () => end(), { once: true });
      if (signal.aborted) end();
      for (let at = 0; at < Math.min(jobs, ids.length); at += 1) start(end, fail);
      if (ids.length === 0) end();
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return done;
}
