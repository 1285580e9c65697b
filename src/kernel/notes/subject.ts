/** What the handlers of notes about modules have in common. */
import type { NoteEvent } from '../../engine/step.ts';
import type { Task } from '../../engine/task.ts';
import { type Kernel, type LoadRequest, moduleOf } from '../kernel.ts';
import type { ModuleRecord } from '../module.ts';

export type Handlers = Record<string, (k: Kernel, event: NoteEvent, task: Task | undefined) => number>;

/** The module that a note is about. */
export const subject = (k: Kernel, event: NoteEvent): ModuleRecord => moduleOf(k, Number(event['id']));

/** The load that a note is about. Throws when it is over. */
export const requestOf = (k: Kernel, event: NoteEvent): LoadRequest => {
  const found = k.requests.get(Number(event['request']));
  if (found === undefined) throw new Error('no such load request');
  return found;
};
