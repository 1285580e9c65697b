/** Plays key scripts on a face over the fake session, with show time that only the script moves. */

import { faceFrame, wakesOf } from '../../src/tui/face/frame.ts';
import { pressKey } from '../../src/tui/face/keys.ts';
import { runFace } from '../../src/tui/face/run.ts';
import { createFace, type Face, takeAbove } from '../../src/tui/face/state.ts';
import type { History } from '../../src/tui/history.ts';
import type { Look } from '../../src/tui/look.ts';
import { createFakeSession, type FakeOptions } from '../tui/fakeSession.ts';
import { frameText, plainLook } from './frames.ts';
import { keysOf } from './keys.ts';

export interface Player {
  readonly face: Face;
  /** Plays keys; `@500` lets half a second of show time pass. */
  play(script: string): void;
  /** The transcript so far, without escapes. */
  transcript(): string;
  /** The same with escapes. */
  raw(): string;
  frame(): string;
  showMs(): number;
  /** Frames drawn because a wake asked for one. */
  drawn(): number;
}

export const stripEscapes = (text: string): string => text.replace(/\x1b(?:\[[0-9;?]*[a-zA-Z]|\][^\x1b]*\x1b\\)/g, '');

export interface PlayerOptions extends FakeOptions {
  readonly look?: Partial<Look>;
  readonly history?: History;
  readonly columns?: number;
}

export function createPlayer({ look = {}, history = [], columns = 80, ...options }: PlayerOptions = {}): Player {
  const face = createFace({
    session: createFakeSession(options),
    look: { ...plainLook, ...look },
    history,
    size: { columns, rows: 24 },
    showMs: 0,
  });
  let showMs = 0;
  let text = '';
  let drawn = 0;
  const pass = (untilMs: number): void => {
    for (let wakes = 0; wakes < 10_000; wakes += 1) {
      const { runMs, drawMs } = wakesOf(face, showMs);
      const next = Math.min(runMs ?? Number.POSITIVE_INFINITY, drawMs ?? Number.POSITIVE_INFINITY);
      if (next > untilMs) break;
      showMs = Math.max(showMs, next);
      if (runMs !== undefined && runMs <= showMs) runFace(face, showMs);
      if (drawMs !== undefined && drawMs <= showMs) {
        faceFrame(face, showMs);
        drawn += 1;
      }
    }
    showMs = untilMs;
    text += takeAbove(face);
  };
  pass(0);
  drawn = 0;
  return {
    face,
    play(script) {
      for (const [part] of script.matchAll(/@\d+|(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^\s@"<]\S*|\s)+/g)) {
        if (part.startsWith('@')) pass(showMs + Number(part.slice(1)));
        else
          for (const key of keysOf(part)) {
            pressKey(face, key, showMs);
            text += takeAbove(face);
          }
      }
      text += takeAbove(face);
    },
    transcript: () => stripEscapes(text),
    raw: () => text,
    frame: () => frameText(faceFrame(face, showMs)),
    showMs: () => showMs,
    drawn: () => drawn,
  };
}
