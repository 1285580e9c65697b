/** Every limit of the commands, by name. */

/** Characters that one read asks for. */
export const READ_CHUNK = 65_536;
/** The longest regular expression, in characters. */
export const PATTERN_MAX = 4_096;
/** The largest count in an interval expression (RE_DUP_MAX of glibc). */
export const REPEAT_MAX = 32_767;
/** Longer matches looked for at one place before the longest found so far is taken. */
export const LONGER_TRIES_MAX = 1_000;
/** Symbolic links followed before a path counts as a loop. */
export const LINKS_MAX = 40;
/** Directories nested deeper than this are not entered. */
export const DEPTH_MAX = 1_000;
