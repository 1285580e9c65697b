/** Dates on the virtual clock. Boot is the first second of 1970 (UTC), so that the same run always shows the same dates. */
import type { Tick } from '../engine/step.ts';

export interface DateParts {
  readonly year: number;
  /** 1 to 12, 1 to 31. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Microseconds within the second. */
  readonly micros: number;
  /** 0: Sunday. */
  readonly weekday: number;
  /** 1: the first of January. */
  readonly yearday: number;
}

export const MICROS = 1_000_000;
export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
export const MONTHS_LONG = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
] as const; // biome-ignore format: a table of words
export const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
export const DAYS_LONG = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

const DAY_SECONDS = 86_400;
/** Days from 1 March of the year 0 to 1 January 1970, and in 400 years. */
const EPOCH_DAYS = 719_468;
const ERA_DAYS = 146_097;

/** A number with at least two digits. */
export const two = (value: number): string => String(value).padStart(2, '0');

/** Days since 1970-01-01 as year, month and day (proleptic Gregorian calendar). */
function civil(days: number): { year: number; month: number; day: number } {
  const shifted = days + EPOCH_DAYS;
  const era = Math.floor(shifted / ERA_DAYS);
  const inEra = shifted - era * ERA_DAYS;
  const yearInEra = Math.floor((inEra - Math.floor(inEra / 1_460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365);
  const inYear = inEra - (365 * yearInEra + Math.floor(yearInEra / 4) - Math.floor(yearInEra / 100)); // from 1 March
  const marchMonth = Math.floor((5 * inYear + 2) / 153);
  const day = inYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return { year: yearInEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** Days from 1970-01-01 to a date. */
export function daysTo(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearInEra = marchYear - era * 400;
  const inYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * ERA_DAYS + yearInEra * 365 + Math.floor(yearInEra / 4) - Math.floor(yearInEra / 100) + inYear - EPOCH_DAYS;
}

/** The date at so many microseconds since boot. */
export function dateAt(time: Tick): DateParts {
  const seconds = Math.floor(time / MICROS);
  const days = Math.floor(seconds / DAY_SECONDS);
  const inDay = seconds - days * DAY_SECONDS;
  const date = civil(days);
  return {
    ...date,
    hour: Math.floor(inDay / 3_600),
    minute: Math.floor(inDay / 60) % 60,
    second: inDay % 60,
    micros: time - seconds * MICROS,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearday: days - daysTo(date.year, 1, 1) + 1,
  };
}

/** `1970-01-01 00:00:07.336728000 +0000`, as stat shows times. */
export function isoTime(time: Tick): string {
  const at = dateAt(time);
  const nanos = String(at.micros).padStart(6, '0').padEnd(9, '0');
  return `${at.year}-${two(at.month)}-${two(at.day)} ${two(at.hour)}:${two(at.minute)}:${two(at.second)}.${nanos} +0000`;
}
