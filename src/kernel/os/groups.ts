/** Process groups: the jobs of job control (Linux 6.1, kernel/exit.c, will_become_orphaned_pgrp). */
import type { Pid } from '../../engine/sys.ts';
import type { Os, OsProcess } from './types.ts';

/** The processes of a group, in the order of their pids; zombies too. */
export const membersOf = (os: Os, group: Pid): OsProcess[] => [...os.processes.values()].filter((process) => process.group === group);

/** True when nobody outside the group is left who could let a stopped member of it go on. */
export function isOrphaned(os: Os, group: Pid): boolean {
  return membersOf(os, group).every((member) => {
    const parent = os.processes.get(member.ppid);
    return member.zombie || parent === undefined || parent.zombie || parent.group === group;
  });
}
