/** The virtual clock's agenda: deadlines in order, equal ones in the order in which they were set. */
import type { Tick } from './step.ts';

export interface Deadline {
  readonly at: Tick;
  readonly seq: number;
  readonly task: number;
  readonly nags: boolean;
  cancelled: boolean;
}

export interface Agenda {
  readonly heap: Deadline[];
  nextSeq: number;
  /** Deadlines ahead that are more than a nag: only these can change anything. */
  waking: number;
}

export const createAgenda = (): Agenda => ({ heap: [], nextSeq: 1, waking: 0 });

const before = (a: Deadline, b: Deadline): boolean => a.at < b.at || (a.at === b.at && a.seq < b.seq);

export function addDeadline(agenda: Agenda, at: Tick, task: number, nags: boolean): Deadline {
  const entry: Deadline = { at, seq: agenda.nextSeq, task, nags, cancelled: false };
  agenda.nextSeq += 1;
  if (!nags) agenda.waking += 1;
  const { heap } = agenda;
  let at_ = heap.length;
  heap.push(entry);
  while (at_ > 0) {
    const parent = (at_ - 1) >> 1;
    if (!before(entry, heap[parent] as Deadline)) break;
    heap[at_] = heap[parent] as Deadline;
    at_ = parent;
  }
  heap[at_] = entry;
  return entry;
}

export function cancelDeadline(agenda: Agenda, entry: Deadline): void {
  if (entry.cancelled) return;
  entry.cancelled = true;
  if (!entry.nags) agenda.waking -= 1;
  dropCancelled(agenda);
}

/** The next deadline that still counts, or undefined. */
export const nextDeadline = (agenda: Agenda): Deadline | undefined => agenda.heap[0];

/** Takes the next deadline off the agenda. */
export function takeDeadline(agenda: Agenda): Deadline {
  const first = removeTop(agenda);
  if (!first.nags) agenda.waking -= 1;
  first.cancelled = true;
  dropCancelled(agenda);
  return first;
}

function dropCancelled(agenda: Agenda): void {
  while (agenda.heap[0]?.cancelled) removeTop(agenda);
}

function removeTop(agenda: Agenda): Deadline {
  const { heap } = agenda;
  const first = heap[0] as Deadline;
  const last = heap.pop() as Deadline;
  if (heap.length === 0) return first;
  let at = 0;
  for (;;) {
    const left = at * 2 + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const child = right < heap.length && before(heap[right] as Deadline, heap[left] as Deadline) ? right : left;
    if (!before(heap[child] as Deadline, last)) break;
    heap[at] = heap[child] as Deadline;
    at = child;
  }
  heap[at] = last;
  return first;
}
