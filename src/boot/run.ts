/** Running a script in a system: as fast as possible, on virtual time, to its end or until nothing can go on. */
import { run } from '../engine/machine.ts';
import { exitStatus, type Program, type WaitStatus } from '../engine/sys.ts';
import { type System, startShell } from './system.ts';

/** What a script came to. */
export interface ScriptEnd {
  /** The status that modsh ends with. */
  readonly status: number;
  /** What waits for ever, when nothing could go on any more; empty otherwise. */
  readonly stuck: readonly string[];
}

/** The status of a script that waits for something that cannot come, as of timeout(1). */
export const STUCK_STATUS = 124;
/** Virtual time that background commands are given after the script itself has ended. */
const AFTERLIFE_US = 60_000_000;
const STEPS_A_ROUND = 1_000_000;

const waitingTexts = (system: System): string[] => {
  const told = system.view().waits.map((wait) => `${wait.command}: ${wait.reason}`);
  if (told.length > 0) return told;
  return [...system.os.processes.values()]
    .filter((process) => process.task.state === 'blocked')
    .map((process) => `${process.argv.join(' ')}: waits in ${process.task.waiting?.at}`);
};

/**
 * Runs a program as the first process until it ends. What it left in the background may go on for a while of virtual
 * time, as the background commands of a real script would. `tick` is called between turns: where it answers false, the machine stops.
 */
export function runToEnd(system: System, program: Program, tick?: () => boolean, afterlifeUs = AFTERLIFE_US): ScriptEnd {
  const { machine } = system;
  const first = startShell(system, program);
  let end: WaitStatus | undefined;
  const over = (): boolean => {
    if (end === undefined && first.task.state === 'ended') end = first.exiting;
    return end !== undefined;
  };
  const ended = (): boolean => over() || tick?.() === false;
  for (;;) {
    const stopped = run(machine, { until: Number.POSITIVE_INFINITY, stepsMax: STEPS_A_ROUND, nags: false, stopWhen: ended });
    if (ended()) break;
    if (stopped === 'idle') return { status: STUCK_STATUS, stuck: waitingTexts(system) };
  }
  if (end === undefined) return { status: 130, stuck: [] };
  if (afterlifeUs > 0) run(machine, { until: machine.now + afterlifeUs, stepsMax: STEPS_A_ROUND * 10, nags: false });
  return { status: exitStatus(end), stuck: [] };
}
