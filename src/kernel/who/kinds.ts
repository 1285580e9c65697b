/** Words for the kinds of holds, as the face and `refs` say them. */
import type { HoldKind } from '../../engine/view.ts';

const WORDS: Readonly<Record<HoldKind, readonly [string, string]>> = {
  file: ['file', 'files'],
  socket: ['socket', 'sockets'],
  linger: ['lingering socket', 'lingering sockets'],
  dev_hold: ['dev_hold', 'dev_holds'],
  thread: ['thread', 'threads'],
  timer: ['timer', 'timers'],
  object: ['object', 'objects'],
  init: ['init', 'inits'],
  self: ['self reference', 'self references'],
  exit: ['exit()', 'exit()'],
};

/** What holds a reference of which a list of loaded modules says the number and nothing else. */
export const UNNAMED_HOLDER = 'something the list does not name';

/** `2 lingering sockets`. */
export const pluralKind = (kind: HoldKind, count: number): string => `${count} ${WORDS[kind][count === 1 ? 0 : 1]}`;
