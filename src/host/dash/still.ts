/** One picture of the dashboard beside a script, at a moment of virtual time: the same bytes from every terminal and on every day. */
import type { ScriptRun } from '../../boot/scriptRun.ts';
import { createPainter } from '../../dash/draw/painter.ts';
import { type CountHistory, createHistory, recordCounts } from '../../dash/history.ts';
import type { Size } from '../../dash/layout.ts';
import type { DashLook } from '../../dash/look.ts';
import { dashModel } from '../../dash/model.ts';
import { firstState } from '../../dash/state.ts';
import { createScreen } from '../../record/screen.ts';
import { clockText, type Shot } from '../../record/shots.ts';
import { createDashScreen } from './screen.ts';
import { DashSink } from './sink.ts';
import { dashWords } from './words.ts';

export interface StillOptions {
  readonly run: ScriptRun;
  /** Virtual microseconds; where the script ends earlier, its end. */
  readonly atUs: number;
  readonly size: Size;
  readonly theme: 'dark' | 'light';
  readonly projector: boolean;
  readonly title: string;
}

/** Runs the script up to the moment; the counts on the way, for the chart. */
function runTo(run: ScriptRun, atUs: number): CountHistory {
  const history = createHistory();
  for (;;) {
    const next = run.nextEventAt();
    if (!run.ready() && (next === undefined || next > atUs)) break;
    run.advance(run.ready() ? run.view().now : Math.min(next ?? atUs, atUs));
    recordCounts(history, run.view());
  }
  // Between two events too the clock moves on, and with it all that is left of a wait.
  if (run.nextEventAt() !== undefined) run.advance(atUs);
  return history;
}

/** What the dashboard shows at that moment, drawn by the widgets that a viewer would see. */
export function dashStill({ run, atUs, size, theme, projector, title }: StillOptions): Shot {
  const history = runTo(run, atUs);
  const view = run.view();
  const look: DashLook = { theme, signs: 'unicode', motion: true, braille: true };
  const terminal = createScreen(size.columns, size.rows);
  const status = run.status();
  const screen = createDashScreen(new DashSink(size, (text) => terminal.write(text)), true);
  createPainter(screen, look).paint(
    dashModel({
      view,
      state: firstState(projector),
      size,
      look,
      words: dashWords,
      history,
      nowUs: view.now,
      speed: 1,
      outcome: status === undefined ? '' : `ended ${status}`,
      note: '',
      rules: [],
      refsOf: (module) => run.closer.refsOf(module),
      logTail: (lines) => run.closer.logTail(lines),
    }),
  );
  screen.render();
  // blessed gathers what it writes until it is asked for it.
  screen.program.flush();
  const image = { ...terminal.image(), cursor: undefined };
  screen.destroy();
  return { atUs: 0, image, title, clock: clockText(view.now) };
}
