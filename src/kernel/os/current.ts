import { EngineBug } from '../../engine/bug.ts';
import type { Task } from '../../engine/task.ts';
import type { Os, OsProcess } from './types.ts';

/** The process whose task this is. System calls are made by processes only. */
export function currentProcess(os: Os, task: Task): OsProcess {
  const process = os.processes.get(task.id);
  if (process === undefined) throw new EngineBug(`task ${task.id} (${task.name}) is no process`);
  return process;
}
