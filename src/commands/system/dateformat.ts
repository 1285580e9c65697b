/** The formats of date(1) (coreutils 9.1; gnulib nstrftime.c in the C locale, UTC). */

import type { Tick } from '../../engine/step.ts';
import { DAYS, DAYS_LONG, type DateParts, dateAt, daysTo, MICROS, MONTHS, MONTHS_LONG, two } from '../calendar.ts';

interface Field {
  /** How wide it is, and what fills it. */
  readonly width: number;
  readonly fill: '0' | ' ' | '';
  text(at: DateParts, time: Tick): string;
}

const number = (width: number, value: (at: DateParts, time: Tick) => number, fill: '0' | ' ' = '0'): Field => ({
  width,
  fill,
  text: (at, time) => String(value(at, time)),
});
const word = (text: (at: DateParts) => string): Field => ({ width: 0, fill: '', text });
const composed = (format: string): Field => ({ width: 0, fill: '', text: (_at, time) => formatDate(format, time) });

const hour12 = (at: DateParts): number => at.hour % 12 || 12;
const seconds = (time: Tick): number => Math.floor(time / MICROS);
/** Weeks of the year, the first one beginning with the first day of this number. */
const weeksFrom = (at: DateParts, first: number): number => Math.floor((at.yearday + 6 - ((at.weekday - first + 7) % 7)) / 7);

/** The year and week of ISO 8601: week 1 holds the year's first Thursday. */
export function isoWeek(at: DateParts): { year: number; week: number } {
  const weekday = (at.weekday + 6) % 7; // 0: Monday
  const thursday = daysTo(at.year, at.month, at.day) - weekday + 3;
  const { year, yearday } = dateAt(thursday * 86_400 * MICROS);
  return { year, week: Math.floor((yearday - 1) / 7) + 1 };
}

const FIELDS: Readonly<Record<string, Field>> = {
  a: word((at) => DAYS[at.weekday] ?? ''),
  A: word((at) => DAYS_LONG[at.weekday] ?? ''),
  b: word((at) => MONTHS[at.month - 1] ?? ''),
  B: word((at) => MONTHS_LONG[at.month - 1] ?? ''),
  c: composed('%a %b %e %H:%M:%S %Y'),
  C: number(2, (at) => Math.floor(at.year / 100)),
  d: number(2, (at) => at.day),
  D: composed('%m/%d/%y'),
  e: number(2, (at) => at.day, ' '),
  F: composed('%Y-%m-%d'),
  g: number(2, (at) => isoWeek(at).year % 100),
  G: number(4, (at) => isoWeek(at).year),
  h: word((at) => MONTHS[at.month - 1] ?? ''),
  H: number(2, (at) => at.hour),
  I: number(2, hour12),
  j: number(3, (at) => at.yearday),
  k: number(2, (at) => at.hour, ' '),
  l: number(2, hour12, ' '),
  m: number(2, (at) => at.month),
  M: number(2, (at) => at.minute),
  n: word(() => '\n'),
  p: word((at) => (at.hour < 12 ? 'AM' : 'PM')),
  P: word((at) => (at.hour < 12 ? 'am' : 'pm')),
  q: number(1, (at) => Math.floor((at.month - 1) / 3) + 1),
  r: composed('%I:%M:%S %p'),
  R: composed('%H:%M'),
  s: number(1, (_at, time) => seconds(time)),
  S: number(2, (at) => at.second),
  t: word(() => '\t'),
  T: composed('%H:%M:%S'),
  u: number(1, (at) => at.weekday || 7),
  U: number(2, (at) => weeksFrom(at, 0)),
  V: number(2, (at) => isoWeek(at).week),
  w: number(1, (at) => at.weekday),
  W: number(2, (at) => weeksFrom(at, 1)),
  x: composed('%m/%d/%y'),
  X: composed('%H:%M:%S'),
  y: number(2, (at) => at.year % 100),
  Y: number(4, (at) => at.year),
  z: word(() => '+0000'),
  ':z': word(() => '+00:00'),
  Z: word(() => 'UTC'),
  '%': word(() => '%'),
};

const nanoseconds = (at: DateParts, digits: number): string =>
  `${String(at.micros).padStart(6, '0')}000`.slice(0, digits).padEnd(digits, '0');

function filled(text: string, field: Field, flags: string, width: number): string {
  if (flags.includes('-')) return text;
  let fill: string = field.fill;
  if (flags.includes('_')) fill = ' ';
  if (flags.includes('0')) fill = '0';
  const wide = Math.max(width, field.width);
  return fill === '' ? text.padStart(width) : text.padStart(wide, fill);
}

function cased(text: string, flags: string): string {
  if (flags.includes('^')) return text.toUpperCase();
  return flags.includes('#') ? (/[a-z]/.test(text) && !/^[a-z]+$/.test(text) ? text.toUpperCase() : text.toLowerCase()) : text;
}

/** A time as the format says; what is no directive stays as it is. */
export function formatDate(format: string, time: Tick): string {
  const at = dateAt(time);
  return format.replace(/%([-_0^#]*)(\d*)[EO]?(:z|N|[a-zA-Z%])/g, (all, flags: string, digits: string, letter: string) => {
    if (letter === 'N') return nanoseconds(at, flags.includes('-') || digits === '' ? 9 : Number(digits));
    const field = Object.hasOwn(FIELDS, letter) ? FIELDS[letter] : undefined;
    return field === undefined ? all : cased(filled(field.text(at, time), field, flags, Number(digits)), flags);
  });
}

/** What `-d` understands: `now`, `@SECONDS`, `YYYY-MM-DD [HH:MM[:SS]]`; undefined for anything else. */
export function parseDate(text: string, now: Tick): Tick | undefined {
  const word_ = text.trim();
  if (word_ === '' || word_ === 'now' || word_ === 'today') return now;
  const since = /^@(-?\d+)(?:\.(\d{1,9}))?$/.exec(word_);
  if (since !== null) return Number(since[1]) * MICROS + Number((since[2] ?? '').padEnd(6, '0').slice(0, 6));
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?(?: ?(?:Z|UTC|\+0000))?$/.exec(word_);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map((part) => Number(part ?? '0'));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return undefined;
  return (daysTo(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second) * MICROS;
}

/** `01:02:03`, as clocks show a time of day. */
export const clockText = (at: DateParts): string => `${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
