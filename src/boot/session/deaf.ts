/** Who lets no signal through. */
import type { OsProcess } from '../../kernel/os/os.ts';
import type { System } from '../system.ts';

/** A process of the foreground that waits inside the kernel, deaf to signals. */
export function deafForeground(system: System): OsProcess | undefined {
  const { foreground } = system.os.tty;
  for (const process of system.os.processes.values()) {
    if (process.group === foreground && process.task.state === 'blocked' && process.task.waiting?.mode === 'wait') return process;
  }
  return undefined;
}
