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

/** `2 lingering sockets`. */
export const pluralKind = (kind: HoldKind, count: number): string => `${count} ${WORDS[kind][count === 1 ? 0 : 1]}`;
