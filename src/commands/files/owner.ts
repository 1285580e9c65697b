/** The name of a user by number: the system knows root and a few that every Debian has. */
const NAMES: Readonly<Record<number, string>> = { 0: 'root', 1: 'daemon', 1000: 'user', 65534: 'nobody' };

/** The name, or undefined when nobody has this number. */
export const userName = (uid: number): string | undefined => NAMES[uid];

/** The name, or the number where there is none. */
export const userText = (uid: number): string => NAMES[uid] ?? String(uid);
