import type { Command } from '../../shell/command.ts';
import { dateAt, MICROS } from '../calendar.ts';
import { hasOption } from '../getopt.ts';
import { defineTool } from '../tool.ts';
import { clockText } from './dateformat.ts';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** `up 1 day, 2 hours, 3 minutes` (procps-ng 4.0, library/uptime.c). */
export function prettyUptime(seconds: number): string {
  const parts: string[] = [];
  const [days, hours, minutes] = [Math.floor(seconds / DAY), Math.floor(seconds / HOUR) % 24, Math.floor(seconds / MINUTE) % 60];
  if (days > 0) parts.push(counted(days, 'day'));
  if (hours > 0) parts.push(counted(hours, 'hour'));
  if (minutes > 0 || parts.length === 0) parts.push(counted(minutes, 'minute'));
  return `up ${parts.join(', ')}`;
}

/** ` 00:03:04 up 3 min,  1 user,  load average: 0.00, 0.00, 0.00` */
export function uptimeLine(seconds: number): string {
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor(seconds / HOUR) % 24;
  const minutes = Math.floor(seconds / MINUTE) % 60;
  const day = days > 0 ? `${counted(days, 'day')}, ` : '';
  const time = hours > 0 ? `${String(hours).padStart(2)}:${String(minutes).padStart(2, '0')}` : `${minutes} min`;
  return ` ${clockText(dateAt(seconds * MICROS))} up ${day}${time},  1 user,  load average: 0.00, 0.00, 0.00`;
}

export const uptime: Command = defineTool({
  name: 'uptime',
  usage: '[-ps]',
  summary: 'tell how long the system has run, on the virtual clock',
  group: 'system',
  grammar: { short: 'ps', long: { pretty: 'p', since: 's' } },
  badOption: (name) => `\nUsage:\n ${name} [options]\n`,
  *run(context, options) {
    const seconds = Math.floor((yield* context.sys.clock()) / MICROS);
    if (hasOption(options, 's')) yield* context.out('1970-01-01 00:00:00\n');
    else yield* context.out(`${hasOption(options, 'p') ? prettyUptime(seconds) : uptimeLine(seconds)}\n`);
    return 0;
  },
});
