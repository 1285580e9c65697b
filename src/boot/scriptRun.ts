/** A script beside a viewer: it runs as far as the viewer's clock has come, not to its end at once. */
import { nextDeadline } from '../engine/clock.ts';
import { exitStatus } from '../engine/sys.ts';
import type { CloserLook, SystemView } from '../engine/view.ts';
import { shellProgram } from '../shell/shell.ts';
import { closerLook } from './closer.ts';
import { bootSystem, type StartOptions, startShell } from './system.ts';
import { advanceTurn, skip } from './time.ts';

export interface ScriptRunOptions extends StartOptions {
  readonly script: { readonly name: string; readonly text: string; readonly args: readonly string[] };
  hostWrite(stream: 'out' | 'err', text: string): void;
}

export interface ScriptRun {
  view(): SystemView;
  readonly closer: CloserLook;
  /** Runs up to this virtual time; may stop early, then `ready()` stays true. */
  advance(toUs: number): void;
  /** Could something run now? */
  ready(): boolean;
  /** The last `advance` ended since a command computes for long: whoever looks on gets a turn. */
  computing(): boolean;
  /** Virtual time of the next timer. */
  nextEventAt(): number | undefined;
  /** Runs to the next thing that is due; a note when nothing is. */
  skip(): string | undefined;
  /** The script's exit status, once it has ended. */
  status(): number | undefined;
}

/** Boots a system and starts the script; nothing has run yet. Nobody types into it: its standard input is empty. */
export function startScript(options: ScriptRunOptions): ScriptRun {
  const turn = { computed: false };
  const system = bootSystem({
    ...options,
    hostRead: () => '',
    computed() {
      turn.computed = true;
    },
  });
  const { machine } = system;
  const first = startShell(system, shellProgram({ script: options.script, find: system.find, services: system.services }));
  let seen: { key: string; view: SystemView } | undefined;
  return {
    view() {
      const key = `${machine.now} ${machine.counters.steps} ${system.kernel.log.total}`;
      if (seen?.key !== key) seen = { key, view: system.view() };
      return seen.view;
    },
    closer: closerLook(system),
    advance: (toUs) => advanceTurn(machine, toUs, turn),
    computing: () => turn.computed,
    ready: () => turn.computed || machine.ready.some((task) => task.state === 'ready' && !task.stopped),
    nextEventAt: () => nextDeadline(machine.agenda)?.at,
    skip: () => skip(system),
    status: () => (first.task.state === 'ended' && first.exiting !== undefined ? exitStatus(first.exiting) : undefined),
  };
}
