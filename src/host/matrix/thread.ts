/**
 * One of the threads that explore a matrix. It runs the program's own command line, so that it knows the same request, drivers and rules, but
 * prints nothing: it is told ids of cases and answers with how far it is, and with rows.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { MatrixRow } from '../../explore/matrix.ts';
import type { Progress } from '../../explore/search/limits.ts';
import { exploringRow, type MatrixWork } from '../../explore/serveMatrix.ts';

/** What the thread is started with: a worker of somebody else's, in which the program runs, is none. */
export const MATRIX_THREAD = 'a thread of the matrix';

/** What a thread says. */
export type Said = { readonly at: Progress } | { readonly row: MatrixRow } | { readonly failed: string };

/** Progress goes to the main thread no more often. */
const SAY_MS = 200;

export const isMatrixThread = (): boolean => parentPort !== null && workerData === MATRIX_THREAD;

const say = (said: Said): void => parentPort?.postMessage(said);

function explore(id: string, { cases, setting }: MatrixWork): MatrixRow {
  const one = cases.find((each) => each.id === id);
  if (one === undefined) throw new Error(`no case ${id}`);
  const searching = exploringRow(one, setting);
  let last = performance.now();
  let at = searching.next(true);
  while (at.done !== true) {
    const now = performance.now();
    if (now - last >= SAY_MS) {
      say({ at: at.value });
      last = now;
    }
    at = searching.next(true);
  }
  if (at.value === undefined) throw new Error(`case ${id} ended early`);
  return at.value;
}

/** Explores the cases that the main thread names, until it ends this thread. */
export async function serveCases(prepare: () => Promise<MatrixWork>): Promise<void> {
  try {
    const work = await prepare();
    parentPort?.on('message', (id: string) => say({ row: explore(id, work) }));
  } catch (error) {
    say({ failed: error instanceof Error ? error.message : String(error) });
  }
  await new Promise((end) => parentPort?.once('close', end));
}
