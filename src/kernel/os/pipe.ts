/** Pipes and FIFOs (pipe(7); Linux 6.1, fs/pipe.c). */
import { addCell, cellValue, dropCell } from '../../engine/cells.ts';
import { ERRNO } from '../../engine/errno.ts';
import { add, tryAtomic } from '../../engine/ops.ts';
import { SIGNALS } from '../../engine/signals.ts';
import { type Path, set, test } from '../../engine/step.ts';
import type { OpenFile, OrErrno } from '../../engine/sys.ts';
import type { Task } from '../../engine/task.ts';
import { currentProcess } from './current.ts';
import { newOpenFile } from './descriptors.ts';
import { PIPE_ATOMIC, PIPE_ROOM } from './limits.ts';
import type { FifoNode } from './node.ts';
import { signalProcess, waitRestarting } from './signal.ts';
import type { NewFile, Os, OsFile, OsFileOps, Pipe } from './types.ts';

/** Stands for a side that will never wait again, since the other one is gone. */
const WITHOUT_END = 0x40000000;

function newPipe(os: Os): Pipe {
  const { cells } = os.machine;
  const id = os.nextPipeId;
  os.nextPipeId += 1;
  const owner = `pipe ${id}`;
  return {
    id,
    data: '',
    readers: 0,
    writers: 0,
    readersEver: 0,
    writersEver: 0,
    readable: addCell(cells, owner, 'readable', { init: 0 }),
    writable: addCell(cells, owner, 'writable', { init: PIPE_ROOM }),
    opens: addCell(cells, owner, 'opens', { init: 0 }),
  };
}

/** Brings the cells up to what the pipe holds, in one step, and so wakes whoever waited for that. */
function* settle(os: Os, pipe: Pipe, at: string): Path<void> {
  const { cells } = os.machine;
  const readable = pipe.writers === 0 ? WITHOUT_END : pipe.data.length;
  const writable = pipe.readers === 0 ? WITHOUT_END : Math.max(0, PIPE_ROOM - pipe.data.length);
  if (cellValue(cells, pipe.readable) === readable && cellValue(cells, pipe.writable) === writable) return;
  yield* tryAtomic([], [set(pipe.readable, readable), set(pipe.writable, writable)], at, 'store');
}

/** Waits until a read need not wait. False: a signal came first, and there is still nothing. */
function* awaitData(os: Os, pipe: Pipe, task: Task): Path<boolean> {
  const isIdle = (): boolean => pipe.data.length === 0 && pipe.writers > 0;
  while (isIdle()) {
    const waited = yield* waitRestarting(os, task, [test(pipe.readable, '>', 0)], 'pipe_read');
    if (waited === 'signal' && isIdle()) return false;
  }
  return true;
}

function* take(os: Os, pipe: Pipe, count: number): Path<string> {
  const taken = pipe.data.slice(0, count);
  pipe.data = pipe.data.slice(taken.length);
  yield* settle(os, pipe, 'pipe_read');
  return taken;
}

function* readPipe(os: Os, pipe: Pipe, count: number, task: Task): Path<OrErrno<string>> {
  if (count === 0) return '';
  if (!(yield* awaitData(os, pipe, task))) return -ERRNO.EINTR;
  return yield* take(os, pipe, count);
}

/** Takes one line, in pieces as they come: a writer may wait for the room that they leave. */
function* readPipeLine(os: Os, pipe: Pipe, task: Task): Path<OrErrno<string>> {
  let line = '';
  for (;;) {
    const end = pipe.data.indexOf('\n');
    if (end >= 0) return line + (yield* take(os, pipe, end + 1));
    line += yield* take(os, pipe, pipe.data.length);
    if (yield* awaitData(os, pipe, task)) {
      if (pipe.data.length === 0) return line;
      continue;
    }
    pipe.data = line + pipe.data; // an interrupted read of a line loses nothing
    yield* settle(os, pipe, 'pipe_read');
    return -ERRNO.EINTR;
  }
}

function* writePipe(os: Os, pipe: Pipe, data: string, task: Task): Path<number> {
  let written = 0;
  while (written < data.length) {
    if (pipe.readers === 0) {
      signalProcess(os, currentProcess(os, task), SIGNALS.PIPE);
      return written > 0 ? written : -ERRNO.EPIPE;
    }
    const room = PIPE_ROOM - pipe.data.length;
    const least = data.length <= PIPE_ATOMIC ? data.length : 1;
    if (room >= least) {
      const piece = data.slice(written, written + room);
      pipe.data += piece;
      written += piece.length;
      yield* settle(os, pipe, 'pipe_write');
      continue;
    }
    const waited = yield* waitRestarting(os, task, [test(pipe.writable, '>', least - 1)], 'pipe_write');
    const stillFull = pipe.readers > 0 && PIPE_ROOM - pipe.data.length < least;
    if (waited === 'signal' && stillFull) return written > 0 ? written : -ERRNO.EINTR;
  }
  return written;
}

function* releasePipe(os: Os, pipe: Pipe, file: OpenFile, node: FifoNode | undefined): Path<void> {
  if (file.readable) pipe.readers -= 1;
  if (file.writable) pipe.writers -= 1;
  if (pipe.readers > 0 || pipe.writers > 0) {
    yield* settle(os, pipe, 'pipe_release');
    return;
  }
  if (node !== undefined) os.fifos.delete(node);
  for (const cell of [pipe.readable, pipe.writable, pipe.opens]) dropCell(os.machine.cells, cell);
}

/** Another end of a pipe that is open: it can be had while anybody has one. */
function* reopenPipe(os: Os, pipe: Pipe, wanted: NewFile): Path<OsFile> {
  if (wanted.readable) pipe.readers += 1;
  if (wanted.writable) pipe.writers += 1;
  yield* settle(os, pipe, 'fifo_open');
  return newOpenFile(os, wanted);
}

const pipeOps = (os: Os, pipe: Pipe, node: FifoNode | undefined): OsFileOps => ({
  kind: 'fifo',
  read: (_file, count, task) => readPipe(os, pipe, count, task),
  readLine: (_file, task) => readPipeLine(os, pipe, task),
  write: (_file, data, task) => writePipe(os, pipe, data, task),
  release: (file) => releasePipe(os, pipe, file, node),
  reopen: (wanted) => reopenPipe(os, pipe, wanted),
});

/** A new pipe's two ends: the one to read from, the one to write to. */
export function openPipe(os: Os, opener: number): [OsFile, OsFile] {
  const pipe = newPipe(os);
  const ops = pipeOps(os, pipe, undefined);
  pipe.readers = 1;
  pipe.writers = 1;
  const path = `pipe:[${pipe.id}]`;
  return [
    newOpenFile(os, { path, readable: true, writable: false, ops, opener }),
    newOpenFile(os, { path, readable: false, writable: true, ops, opener }),
  ];
}

/** Opens a FIFO: waits for a partner at the other end, unless it opens both ends itself. -EINTR: a signal came first. */
export function* openFifo(
  os: Os,
  node: FifoNode,
  ends: { path: string; readable: boolean; writable: boolean },
  task: Task,
): Path<OrErrno<OsFile>> {
  let pipe = os.fifos.get(node);
  if (pipe === undefined) {
    pipe = newPipe(os);
    os.fifos.set(node, pipe);
  }
  const file = newOpenFile(os, { ...ends, ops: pipeOps(os, pipe, node), opener: task.id, node });
  const seen = ends.readable ? pipe.writersEver : pipe.readersEver;
  if (ends.readable) {
    pipe.readers += 1;
    pipe.readersEver += 1;
  }
  if (ends.writable) {
    pipe.writers += 1;
    pipe.writersEver += 1;
  }
  yield* add(pipe.opens, 1, 'fifo_open');
  yield* settle(os, pipe, 'fifo_open');
  if (ends.readable && ends.writable) return file;
  const met = (at: Pipe): boolean =>
    ends.readable ? at.writers > 0 || at.writersEver !== seen : at.readers > 0 || at.readersEver !== seen;
  while (!met(pipe)) {
    const opens = cellValue(os.machine.cells, pipe.opens);
    const waited = yield* waitRestarting(os, task, [test(pipe.opens, '!=', opens)], 'fifo_open');
    if (waited === 'signal' && !met(pipe)) {
      yield* releasePipe(os, pipe, file, node);
      return -ERRNO.EINTR;
    }
  }
  return file;
}
