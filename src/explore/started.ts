/** What the kernel runs on its own account once a path has started it: the timers of lingering sockets, a driver's timers and threads. */
import { cellValue } from '../engine/cells.ts';
import { spawn } from '../engine/machine.ts';
import type { CellId, NoteEvent, Path } from '../engine/step.ts';
import { type Kernel, moduleOf } from '../kernel/kernel.ts';
import { KERNEL_THREAD } from '../kernel/model.ts';
import { lingerTimer, socketOf } from '../kernel/socket.ts';
import { threadBody, threadOf, timerBody, timerOf } from '../kernel/work.ts';

export interface Started {
  /** What its task is called. What has one name is one task, started again. */
  readonly name: string;
  readonly kind: 'timer' | 'kthread';
  /** How long a timer runs, in microseconds; 0 for a thread. */
  readonly us: number;
  /** Not 0 from the start until it begins. */
  readonly asked: CellId;
  path(): Path<void>;
}

/** Notes that start something. */
const STARTS = ['linger_arm', 'timer_start', 'thread_start'];

/** What a note starts; undefined: nothing. */
export function startedBy(k: Kernel, event: NoteEvent): Started | undefined {
  const us = Number(event['us'] ?? 0);
  if (event.name === 'linger_arm') {
    const socket = Number(event['socket']);
    const asked = socketOf(k, socket).armed;
    return { name: `timer ${socket}`, kind: 'timer', us, asked, path: () => lingerTimer(k, socket, us) };
  }
  if (event.name === 'timer_start') {
    const m = moduleOf(k, Number(event['id']));
    const timer = String(event['timer']);
    const asked = timerOf(k, m, timer).armed;
    return { name: `timer ${m.name}.${timer}`, kind: 'timer', us, asked, path: () => timerBody(k, m, timer, us) };
  }
  if (event.name !== 'thread_start') return undefined;
  const m = moduleOf(k, Number(event['id']));
  const thread = String(event['thread']);
  return {
    name: `kthread ${m.name}.${thread}`,
    kind: 'kthread',
    us,
    asked: threadOf(k, m, thread).asked,
    path: () => threadBody(k, m, thread),
  };
}

/** From now on `hear` is told of what is started, and nothing else happens. */
function onStart(k: Kernel, hear: (one: Started) => void): void {
  for (const name of STARTS) {
    k.handlers.set(name, (event) => {
      const one = startedBy(k, event);
      if (one !== undefined) hear(one);
      return 0;
    });
  }
}

/** Gathers what is started while a world is set up: nothing of it runs yet. */
export function gatherStarts(k: Kernel): Started[] {
  const started: Started[] = [];
  onStart(k, (one) => void started.push(one));
  return started;
}

/** Starts what is still asked for after the set-up, and from now on everything at once. */
export function keepStarts(k: Kernel, gathered: readonly Started[]): void {
  const start = ({ name, kind, path }: Started): void => {
    spawn(k.machine, name, { op: 'call', name: KERNEL_THREAD, args: [name] }, path(), { daemon: kind === 'timer' });
  };
  for (const one of gathered) if (cellValue(k.machine.cells, one.asked) !== 0) start(one);
  onStart(k, start);
}
