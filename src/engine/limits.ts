/** Every limit of the engine, by name. Reaching one is an outcome that is reported, never a silent stop. */

/** Virtual time that one step of one task takes, in microseconds. It keeps busy loops from standing still in time. */
export const STEP_US = 1;
/** Virtual time that starting a program takes (fork, exec, wait), in microseconds. */
export const EXEC_US = 500;
/** Virtual time between two looks for signals, that is of a shell command that starts no program, in microseconds. */
export const COMMAND_US = 20;
/** Steps a task may take before the next ready one gets its turn. */
export const QUANTUM_STEPS = 4_096;
/** Events kept in the log; older ones are dropped, and the log says how many there were. */
export const EVENTS_KEPT = 16_384;
/** Frames (calls within calls) one task may stack. */
export const FRAMES_MAX = 64;
/** Lines that the kernel log keeps, as its ring buffer would. */
export const PRINTK_LINES_KEPT = 16_384;
/** Notes a path may make between two shared accesses: more is a driver that never ends. */
export const NOTES_PER_STEP_MAX = 100_000;
/** Answers that one call may be given: more is a path that never ends. */
export const CALL_ANSWERS_MAX = 100_000;
