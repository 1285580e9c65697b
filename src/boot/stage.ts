/** The interactive shell as a stage: the same face as on a terminal, but keys and time come from a tape. */
import type { Stage, StageKeyPress, StageOutput } from '../record/stage.ts';
import { faceFrame, wakesOf } from '../tui/face/frame.ts';
import { pressKey } from '../tui/face/keys.ts';
import { runFace } from '../tui/face/run.ts';
import { createFace, takeAbove, takeFinished, takeRequests } from '../tui/face/state.ts';
import { paint } from '../tui/frame/paint.ts';
import type { Look } from '../tui/look.ts';
import { createSession } from './session/session.ts';
import type { SessionOptions } from './session/talk.ts';

export interface StageOptions extends SessionOptions {
  readonly cols: number;
  readonly rows: number;
  readonly theme: 'dark' | 'light';
}

/** Looks of recordings depend on nothing around them: neither terminal nor locale nor environment. */
const lookOfStage = (theme: 'dark' | 'light'): Look => ({
  theme,
  signs: 'unicode',
  motion: true,
  projector: false,
  hints: true,
  marks: false,
});

/** A fresh session on a stage of that size. */
export function createStage(options: StageOptions): Stage {
  const session = createSession(options);
  const face = createFace({
    session,
    look: lookOfStage(options.theme),
    history: [],
    size: { columns: options.cols, rows: options.rows },
    showMs: 0,
  });
  let showUs = 0;
  const showMs = (): number => Math.floor(showUs / 1_000);
  const gathered: StageOutput[] = [];
  const gather = (): void => {
    const text = takeAbove(face);
    if (text !== '') gathered.push({ kind: 'text', text });
    for (const request of takeRequests(face)) if (request.do === 'clear') gathered.push({ kind: 'clear' });
    takeFinished(face);
  };
  const runTo = (untilMs: number): void => {
    for (;;) {
      const { runMs } = wakesOf(face, showMs());
      // The face looks at whole milliseconds: rounded down, what is due would never be.
      const dueMs = runMs === undefined ? undefined : Math.ceil(runMs);
      if (dueMs === undefined || dueMs > untilMs) break;
      showUs = Math.max(showUs, dueMs * 1_000);
      runFace(face, showMs());
    }
    gather();
  };
  return {
    press(key: StageKeyPress) {
      pressKey(face, key, showMs());
      gather();
    },
    advance(us) {
      const until = showUs + us;
      runTo(Math.floor(until / 1_000));
      showUs = until;
    },
    takeOutput: () => gathered.splice(0),
    frame() {
      const { lines, cursor } = faceFrame(face, showMs());
      return { lines: lines.map((line) => paint(line, face.look)), cursor };
    },
    idle: () => face.state.at === 'prompt' && face.ahead.length === 0,
    over: () => (face.state.at === 'over' ? (face.state.exitStatus ?? 0) : undefined),
    virtualUs: () => face.view.now,
  };
}
