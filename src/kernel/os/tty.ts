/** The terminal: lines that the host hands in, job control, signals for the foreground (Linux 6.1, drivers/tty). */
import { addCell } from '../../engine/cells.ts';
import { ERRNO } from '../../engine/errno.ts';
import { type Machine, pokeCell } from '../../engine/machine.ts';
import { store } from '../../engine/ops.ts';
import { bit, SIGNALS } from '../../engine/signals.ts';
import { type Path, test } from '../../engine/step.ts';
import type { OrErrno } from '../../engine/sys.ts';
import type { Task } from '../../engine/task.ts';
import { currentProcess } from './current.ts';
import { newOpenFile } from './descriptors.ts';
import { isOrphaned } from './groups.ts';
import { signalGroup, standStill, takeStop, waitRestarting } from './signal.ts';
import type { Os, OsFile, OsFileOps, SysPaths, Tty } from './types.ts';

/** Device numbers of /dev/tty: whatever terminal the process has. */
export const TTY_MAJOR = 5;
export const TTY_MINOR = 0;

export const createTty = (machine: Machine): Tty => ({
  lines: [],
  partial: '',
  typed: addCell(machine.cells, 'tty', 'typed', { init: 0 }),
  foreground: 0,
  attached: false,
});

const recount = (os: Os): void => pokeCell(os.machine, os.tty.typed, os.tty.lines.length);

/** The user typed this text. Lines can be read once their newline has come. */
export function ttyInput(os: Os, text: string): void {
  const { tty } = os;
  const lines = (tty.partial + text).split('\n');
  tty.partial = lines.pop() ?? '';
  for (const line of lines) tty.lines.push(`${line}\n`);
  recount(os);
}

/** The user typed Ctrl-D: what stands before it can be read; on an empty line that is an end of file. */
export function ttyEof(os: Os): void {
  const { tty } = os;
  tty.lines.push(tty.partial);
  tty.partial = '';
  recount(os);
}

/** Sends a signal to the foreground group, as Ctrl-C, Ctrl-\ and Ctrl-Z do; what was typed so far is forgotten (termios(3), NOFLSH off). */
export function ttySignal(os: Os, signal: number): void {
  const { tty } = os;
  tty.partial = '';
  tty.lines.length = 0;
  recount(os);
  if (tty.foreground > 0) signalGroup(os, tty.foreground, signal);
}

/** A background process that reads is stopped, and reads on once it is in the foreground. -EIO: it ignores that stop. */
function* beForeground(os: Os, task: Task): Path<number> {
  const process = currentProcess(os, task);
  while (os.tty.foreground !== 0 && process.group !== os.tty.foreground) {
    if (task.ignored & bit(SIGNALS.TTIN) || isOrphaned(os, process.group)) return -ERRNO.EIO;
    signalGroup(os, process.group, SIGNALS.TTIN);
    if (!takeStop(os, task)) return -ERRNO.EINTR;
    yield* standStill();
  }
  return 0;
}

/** Reads at most one line; an empty answer is the end of file that was typed. */
function* readTty(os: Os, count: number, task: Task): Path<OrErrno<string>> {
  const { tty } = os;
  if (count === 0) return '';
  for (;;) {
    const refused = yield* beForeground(os, task);
    if (refused < 0) return refused;
    const line = tty.lines[0];
    if (line !== undefined) {
      const taken = line.slice(0, count);
      if (taken.length < line.length) tty.lines[0] = line.slice(taken.length);
      else tty.lines.shift();
      yield* store(tty.typed, tty.lines.length, 'n_tty_read');
      return taken;
    }
    const waited = yield* waitRestarting(os, task, [test(tty.typed, '>', 0)], 'n_tty_read');
    if (waited === 'signal' && tty.lines.length === 0) return -ERRNO.EINTR;
  }
}

/** Operations of a file that is the terminal. */
export function ttyOps(os: Os): OsFileOps {
  return {
    kind: 'chr',
    isTty: true,
    read: (_file, count, task) => readTty(os, count, task),
    readLine: (_file, task) => readTty(os, Number.POSITIVE_INFINITY, task),
    *write(_file, data) {
      os.hooks.hostWrite('out', data);
      return data.length;
    },
    *release() {},
    *reopen(wanted) {
      return newOpenFile(os, wanted);
    },
  };
}

/** Opens the terminal for a session: from now on /dev/tty leads to it. */
export function openTty(os: Os, opener = 0): OsFile {
  os.tty.attached = true;
  return newOpenFile(os, { path: '/dev/tty', readable: true, writable: true, ops: ttyOps(os), opener });
}

/** The system calls about the terminal's foreground group. */
export function ttyCalls(os: Os): SysPaths<'tcsetpgrp' | 'tcgetpgrp'> {
  return {
    *tcsetpgrp(_task, group) {
      if (!os.tty.attached) return -ERRNO.ENOTTY;
      const exists = [...os.processes.values()].some((process) => process.group === group);
      if (!exists) return -ERRNO.ESRCH;
      os.tty.foreground = group;
      return 0;
    },
    *tcgetpgrp() {
      return os.tty.attached ? os.tty.foreground : -ERRNO.ENOTTY;
    },
  };
}
