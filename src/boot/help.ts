/** One screen of help at 80 by 24, grouped by what one wants. A word that is not there is not shown. */
import { drivers } from '../../fixtures/drivers/index.ts';
import { builtins } from '../shell/builtins/index.ts';
import { programNames } from './commands.ts';

interface Segment {
  readonly text: string;
  /** Words that must exist for the segment to be shown. */
  readonly needs: readonly string[];
}

const say = (text: string, ...needs: string[]): Segment => ({ text, needs });

const WIDTH = 10;
const COLUMNS = 79;

const GROUPS: readonly (readonly [string, readonly (readonly Segment[])[]])[] = [
  [
    'modules',
    [
      [say('insmod modprobe rmmod lsmod modinfo        rmmod -w waits, -f forces', 'insmod')],
      [say('cat /proc/modules /sys/module/NAME/refcnt  dmesg', 'dmesg'), say('      psock open|hold', 'psock')],
    ],
  ],
  [
    'who, why',
    [
      [say('refs NAME      every reference: who, what, since when', 'refs')],
      [say('plan NAME      what to close, in which order', 'plan')],
      [say('modtop         dashboard                   ', 'modtop'), say('table on|off (F2)', 'table')],
    ],
  ],
  [
    'rules',
    [
      [say('regime         the ten rules, and which holds now', 'regime')],
      [say('regime ID      boot a fresh kernel under another rule', 'regime')],
      [say('compare FILE   one script under all ten, one table', 'compare')],
    ],
  ],
  ['races', [[say('explore NAME   all interleavings         ', 'explore'), say('replay FILE  step by step', 'replay')]]],
  ['time', [[say('speed N, speed pause, speed go         Ctrl-F  skip to the next event', 'speed')]]],
  ['waits', [[say('Ctrl-C cancel  Ctrl-Z stop, or leave in background   Ctrl-T details')]]],
  ['jobs', [[say('CMD &   jobs   fg   bg   kill %1   wait', 'jobs')]]],
  ['editing', [[say('Tab complete   Ctrl-R search   Up older   Right take the suggestion')]]],
  ['shell', [[say('POSIX sh: | && ; & < > 3< $(...) if for while case functions trap')]]],
  [
    'world',
    [
      [say('reboot  fresh kernel   ', 'reboot'), say('system DIR  a real one   ', 'system'), say('tour  the debate', 'tour')],
      [say('record start FILE.cast, record stop    this terminal, as it happens', 'record')],
    ],
  ],
  ['try', [[say('insmod chardev.ko; exec 3</dev/chardev0; rmmod chardev', 'insmod'), say('; refs chardev', 'refs')]]],
];

/** Names in lines that fit beside the group's word. */
function driverLines(): string[] {
  const lines = [''];
  for (const { name } of drivers) {
    const last = lines.at(-1) ?? '';
    const next = last === '' ? name : `${last} ${name}`;
    if (next.length > COLUMNS - WIDTH) lines.push(name);
    else lines[lines.length - 1] = next;
  }
  return lines;
}

/** The text, newline-ended. */
export function helpText(strict: boolean): string {
  const words = new Set([...programNames(strict), ...builtins.map((builtin) => builtin.name)]);
  const lines: string[] = [];
  const put = (group: string, texts: readonly string[]): void => {
    for (const [at, text] of texts.entries()) lines.push(`${(at === 0 ? group : '').padEnd(WIDTH)}${text}`);
  };
  for (const [group, rows] of GROUPS) {
    const shown = rows.map((row) =>
      row
        .filter(({ needs }) => needs.every((word) => words.has(word)))
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    );
    put(
      group,
      shown.filter((text) => text !== ''),
    );
    if (group === 'editing') put('drivers', driverLines());
  }
  return `${lines.join('\n')}\n`;
}
