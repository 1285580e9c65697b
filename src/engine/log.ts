/** The event log: the last things that happened, in order, as plain data with snake_case names. */
import { EVENTS_KEPT } from './limits.ts';
import type { NoteEvent, Tick } from './step.ts';

export interface LoggedEvent {
  readonly seq: number;
  readonly t: Tick;
  readonly task: number;
  readonly event: NoteEvent;
}

/** Rings of EVENTS_KEPT places: an event, when it happened, in which task. Columns, since most entries are never looked at. */
export interface EventLog {
  readonly events: NoteEvent[];
  readonly times: Tick[];
  readonly tasks: number[];
  /** How many events there ever were. */
  total: number;
}

export const createEventLog = (): EventLog => ({ events: [], times: [], tasks: [], total: 0 });

export function logEvent(log: EventLog, t: Tick, task: number, event: NoteEvent): void {
  const place = log.total % EVENTS_KEPT;
  log.events[place] = event;
  log.times[place] = t;
  log.tasks[place] = task;
  log.total += 1;
}

/** The events that are kept, oldest first. */
export function loggedEvents(log: EventLog): LoggedEvent[] {
  const entries: LoggedEvent[] = [];
  for (let nth = Math.max(0, log.total - EVENTS_KEPT); nth < log.total; nth += 1) {
    const place = nth % EVENTS_KEPT;
    entries.push({
      seq: nth + 1,
      t: log.times[place] as Tick,
      task: log.tasks[place] as number,
      event: log.events[place] as NoteEvent,
    });
  }
  return entries;
}
