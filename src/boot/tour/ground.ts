/** The kernel under a step of the tour: what is set up in it, and what it has to tell. */
import { loggedEvents } from '../../engine/log.ts';
import { run } from '../../engine/machine.ts';
import { openHostFiles, startProcess } from '../../kernel/os/os.ts';
import { shellProgram } from '../../shell/shell.ts';
import type { System } from '../system.ts';
import type { Happened } from './guide.ts';

/** Far more than any set-up takes. */
const STEPS_MAX = 1_000_000;

/** Runs commands in a fresh kernel before its shell is there. What they write goes to the terminal. */
export function setUp(system: System, text: string): void {
  const { machine, os, find, services } = system;
  const script = { name: 'sh', text, args: [] };
  const process = startProcess(os, 'sh', shellProgram({ script, find, services }), { fds: openHostFiles(os), cwd: '/fixtures' });
  const over = (): boolean => process.task.state === 'ended';
  run(machine, { until: Number.POSITIVE_INFINITY, stepsMax: STEPS_MAX, nags: false, stopWhen: over });
}

/** What happened in a kernel so far. */
export const happenedIn = ({ machine, kernel }: System): Happened => ({
  events: loggedEvents(machine.events),
  oopses: kernel.oopses.length,
});
