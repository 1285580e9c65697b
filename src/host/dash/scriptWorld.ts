/** A script whose time the dashboard steers. */
import type { ScriptRun } from '../../boot/scriptRun.ts';
import { type FaceClock, showAt, virtualAt } from '../../tui/clock.ts';
import { counting, type DashWorld } from './world.ts';

/** Events of one turn, so that keys are answered beside a busy script. */
const EVENTS_A_TURN = 500;

/** The world of a script that runs at this many times show time. */
export function scriptWorld(script: ScriptRun, startSpeed: number): DashWorld {
  let clock: FaceClock = { anchorMs: 0, anchorUs: script.view().now, speed: startSpeed };
  /** Something may still come by itself. */
  const alive = (): boolean => script.ready() || script.nextEventAt() !== undefined;
  const nowUs = (showMs: number): number => {
    const { now } = script.view();
    return alive() ? Math.max(now, virtualAt(clock, showMs)) : now;
  };
  const anchor = (showMs: number, anchorUs: number): void => {
    clock = { ...clock, anchorMs: showMs, anchorUs };
  };
  return {
    view: () => script.view(),
    closer: script.closer,
    nowUs,
    speed: () => clock.speed,
    setSpeed(speed, showMs) {
      anchor(showMs, nowUs(showMs));
      clock = { ...clock, speed };
    },
    wakeMs(showMs) {
      if (clock.speed === 0) return undefined;
      if (script.ready()) return showMs;
      const next = script.nextEventAt();
      return next === undefined ? undefined : Math.max(showMs, showAt(clock, next) ?? showMs);
    },
    run(showMs, look) {
      const horizon = nowUs(showMs);
      for (let events = 0; events < EVENTS_A_TURN && clock.speed > 0; events += 1) {
        const next = script.nextEventAt();
        if (!script.ready() && (next === undefined || next > horizon)) return;
        script.advance(Math.max(script.view().now, Math.min(next ?? horizon, horizon)));
        look();
        if (script.computing()) break;
      }
      // Where the machine cannot keep up, time does not run away from it.
      if (script.ready()) anchor(showMs, script.view().now);
    },
    catchUp(showMs) {
      const next = script.nextEventAt();
      const to = nowUs(showMs);
      if (!script.ready() && next !== undefined && next > to) script.advance(to);
    },
    step(showMs) {
      while (script.ready()) script.advance(script.view().now);
      const note = script.skip();
      anchor(showMs, script.view().now);
      return note;
    },
    moving: () => (script.status() === undefined && alive()) || counting(script.view()),
    ruleKept: () => 'a script runs under one rule: modsh top --regime ID FILE',
    outcome() {
      const status = script.status();
      if (status !== undefined) return `ended ${status}`;
      return script.ready() || script.nextEventAt() !== undefined ? '' : 'stuck';
    },
  };
}
