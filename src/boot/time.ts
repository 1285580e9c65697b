/** Letting virtual time pass under a face: up to a moment, or to the next thing that is due. */
import { nextDeadline } from '../engine/clock.ts';
import { fireDue, type Machine, run } from '../engine/machine.ts';
import type { Tick } from '../engine/step.ts';
import type { System } from './system.ts';

/** Steps of one call, so that a face stays responsive beside a busy script. */
const STEPS_A_TURN = 20_000;

/** Runs the machine up to this virtual time, where its clock then stands; stops early when it has run, or as `computed` says computed, for long enough. */
export function advance(machine: Machine, until: Tick, computed: () => boolean = () => false): void {
  if (machine.now < until && machine.ready.length === 0 && nextDeadline(machine.agenda) === undefined) machine.now = until;
  run(machine, { until, stepsMax: STEPS_A_TURN, nags: true, stopWhen: computed });
  if (computed()) return;
  const next = nextDeadline(machine.agenda);
  if (machine.ready.length === 0 && machine.now < until && (next === undefined || next.at > until)) machine.now = until;
  fireDue(machine);
}

/** Runs it for one turn of a terminal, which ends too where a command says that it has computed for long. */
export function advanceTurn(machine: Machine, until: Tick, turn: { computed: boolean }): void {
  turn.computed = false;
  advance(machine, until, () => turn.computed);
}

/** Runs the clock to the next thing that is due and more than a nag; a note when there is none. */
export function skip(system: System): string | undefined {
  const { machine } = system;
  if (machine.ready.length > 0) return undefined;
  if (machine.agenda.waking === 0) {
    const [wait] = system.view().waits;
    const who = wait?.wayOut === undefined || wait.wayOut === '' ? wait?.blockers[0]?.who : wait.wayOut;
    return wait === undefined
      ? 'nothing is due'
      : `nothing is due; only ${who === undefined || who === '' ? 'somebody else' : who} can end this`;
  }
  const waking = machine.agenda.heap.filter((entry) => !entry.nags && !entry.cancelled).map((entry) => entry.at);
  advance(machine, Math.min(...waking));
  return undefined;
}
