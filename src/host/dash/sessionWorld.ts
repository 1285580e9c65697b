/** The session of the interactive shell, under its own face: what happens while the dashboard is open is told when it is left. */
import type { CloserLook } from '../../engine/view.ts';
import { wakesOf } from '../../tui/face/frame.ts';
import { skip } from '../../tui/face/keys.ts';
import { gather, nowUs, runFace, startBlock } from '../../tui/face/run.ts';
import type { Face } from '../../tui/face/state.ts';
import { counting, type DashWorld } from './world.ts';

const NOTHING: CloserLook = { refsOf: () => [], logTail: () => [] };

/** The world of a face. */
export function sessionWorld(face: Face): DashWorld {
  const { session } = face;
  const moving = (): boolean => face.state.at === 'running' || counting(face.view);
  return {
    view: () => face.view,
    get closer() {
      return session.closer ?? NOTHING;
    },
    nowUs: (showMs) => (moving() ? nowUs(face, showMs) : face.view.now),
    speed: () => session.speed(),
    setSpeed(speed, showMs) {
      // The machine first comes to where the clock is under the old speed.
      runFace(face, showMs);
      session.setSpeed?.(speed);
      gather(face, showMs);
    },
    wakeMs: (showMs) => wakesOf(face, showMs).runMs,
    run(showMs, look) {
      runFace(face, showMs);
      look();
    },
    catchUp(showMs) {
      if (!moving() || session.ready()) return;
      session.advance(nowUs(face, showMs));
      gather(face, showMs);
    },
    step: (showMs) => skip(face, showMs),
    moving,
    ruleKept() {
      if (face.state.at !== 'prompt') return 'a command runs: the rule changes only at the prompt';
      const { jobs = [] } = face.state;
      return jobs.length === 0
        ? undefined
        : `${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'} still there: the rule changes when they are over`;
    },
    switchRule(id, showMs) {
      startBlock(face, `regime ${id}`, showMs);
      runFace(face, showMs);
    },
    outcome: () => (face.state.at === 'over' ? `ended ${face.state.exitStatus ?? face.state.status}` : ''),
  };
}
