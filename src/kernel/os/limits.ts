/** Limits of the operating-system side, by name. Reaching one is an error number, as on Linux. */

/** Characters that a pipe holds (Linux: 16 pages, pipe(7)). */
export const PIPE_ROOM = 65_536;
/** Writes up to this many characters are never mixed with others (PIPE_BUF). */
export const PIPE_ATOMIC = 4_096;
/** Descriptors of one process (RLIMIT_NOFILE as it usually is). */
export const FDS_MAX = 1_024;
/** Processes at one time, zombies too: a fork bomb ends in EAGAIN. */
export const PROCESSES_MAX = 4_096;
/** Symbolic links followed in one path (MAXSYMLINKS). */
export const LINKS_MAX = 40;
/** Characters of one name, and of one path (NAME_MAX, PATH_MAX). */
export const NAME_MAX = 255;
export const PATH_MAX = 4_096;
/** The first process has this pid, so that pids look like those of a system that has booted. */
export const FIRST_PID = 100;
/** Characters that one read of an endless device gives at most. */
export const READ_MAX = 65_536;
/** Characters of /proc/PID/comm (TASK_COMM_LEN without its final zero). */
export const COMM_MAX = 15;
