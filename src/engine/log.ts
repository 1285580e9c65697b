/** The event log: everything that happened, in order, as plain data with snake_case names. */
import { EVENTS_KEPT } from './limits.ts';
import type { NoteEvent, Tick } from './step.ts';

export interface LoggedEvent {
  readonly seq: number;
  readonly t: Tick;
  readonly task: number;
  readonly event: NoteEvent;
}

export interface EventLog {
  entries: LoggedEvent[];
  nextSeq: number;
  /** How many old entries were let go to stay within EVENTS_KEPT. */
  dropped: number;
}

export const createEventLog = (): EventLog => ({ entries: [], nextSeq: 1, dropped: 0 });

export function logEvent(log: EventLog, t: Tick, task: number, event: NoteEvent): void {
  log.entries.push({ seq: log.nextSeq, t, task, event });
  log.nextSeq += 1;
  if (log.entries.length >= EVENTS_KEPT * 2) {
    log.dropped += log.entries.length - EVENTS_KEPT;
    log.entries = log.entries.slice(-EVENTS_KEPT);
  }
}
