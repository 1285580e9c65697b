import type { UserPath } from '../../engine/step.ts';
import { failed, type Stat } from '../../engine/sys.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { isoTime, MICROS } from '../calendar.ts';
import { hasOption, optionValue } from '../getopt.ts';
import { quoteAlways } from '../quote.ts';
import { namedChar } from '../text/escapes.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';
import { diskKilobytes } from './lsformat.ts';
import { KIND_BITS, KIND_NAMES, modeText } from './mode.ts';
import { userName } from './owner.ts';
import { absolute } from './paths.ts';

export interface StatSubject {
  readonly name: string;
  readonly stat: Stat;
  /** Where it leads, when it is a link. */
  readonly target: string | undefined;
  /** From the root. */
  readonly path: string;
}

const BLOCKS_PER_KILOBYTE = 2;
const IO_BLOCK = 4_096;

const kindText = ({ kind, size }: Stat): string => (kind === 'file' && size === 0 ? 'regular empty file' : KIND_NAMES[kind]);
const nameText = ({ name, target }: StatSubject): string => quoteAlways(name) + (target === undefined ? '' : ` -> ${quoteAlways(target)}`);
const secondsText = (stat: Stat): string => String(Math.floor(stat.mtime / MICROS));
const blocks = ({ stat, path }: StatSubject): number => diskKilobytes(stat, path) * BLOCKS_PER_KILOBYTE;

/** What each letter of a format stands for. Times of access and change of status are those of the last change. */
const FIELDS: Readonly<Record<string, (subject: StatSubject) => string>> = {
  a: ({ stat }) => stat.mode.toString(8),
  A: ({ stat }) => modeText(stat.kind, stat.mode),
  b: (subject) => String(blocks(subject)),
  B: () => '512',
  f: ({ stat }) => (KIND_BITS[stat.kind] | stat.mode).toString(16),
  F: ({ stat }) => kindText(stat),
  g: ({ stat }) => String(stat.uid),
  G: ({ stat }) => userName(stat.uid) ?? 'UNKNOWN',
  h: ({ stat }) => String(stat.nlink),
  i: ({ stat }) => String(stat.ino),
  n: ({ name }) => name,
  N: nameText,
  o: () => String(IO_BLOCK),
  s: ({ stat }) => String(stat.size),
  t: ({ stat }) => stat.major.toString(16),
  T: ({ stat }) => stat.minor.toString(16),
  u: ({ stat }) => String(stat.uid),
  U: ({ stat }) => userName(stat.uid) ?? 'UNKNOWN',
  w: () => '-',
  W: () => '0',
  x: ({ stat }) => isoTime(stat.mtime),
  X: ({ stat }) => secondsText(stat),
  y: ({ stat }) => isoTime(stat.mtime),
  Y: ({ stat }) => secondsText(stat),
  z: ({ stat }) => isoTime(stat.mtime),
  Z: ({ stat }) => secondsText(stat),
};

/** Letters whose values are numbers, which a leading 0 of the width fills with zeros. */
const NUMBERS = 'abBfghiosuTtXYZW';

function filled(text: string, flags: string, width: number, letter: string): string {
  if (flags.includes('-')) return text.padEnd(width);
  return text.padStart(width, flags.includes('0') && NUMBERS.includes(letter) ? '0' : ' ');
}

/** A format with its directives replaced; `escapes`: backslash sequences too, as --printf has it. */
export function statFormatted(format: string, subject: StatSubject, escapes: boolean): string {
  let result = '';
  for (let at = 0; at < format.length; at += 1) {
    const char = format.charAt(at);
    if (char === '\\' && escapes) {
      const named = namedChar(format, at + 1);
      result += named?.char ?? format.charAt(at + 1);
      at += named?.length ?? 1;
      continue;
    }
    const directive = char === '%' ? /^%([-+ #0']*)(\d*)(?:\.\d*)?([\s\S]?)/.exec(format.slice(at)) : null;
    if (directive === null) {
      result += char;
      continue;
    }
    const [all, flags = '', width = '', letter = ''] = directive;
    at += all.length - 1;
    if (letter === '%' || letter === '') result += '%';
    else result += filled(Object.hasOwn(FIELDS, letter) ? (FIELDS[letter]?.(subject) ?? '?') : '?', flags, Number(width), letter);
  }
  return result;
}

/** The several lines that stat prints without a format. */
export function statText(subject: StatSubject): string {
  const { stat, name, target } = subject;
  const device = stat.kind === 'chr' ? `     Device type: ${stat.major},${stat.minor}` : '';
  const owner = `${String(stat.uid).padStart(5)}/${(userName(stat.uid) ?? 'UNKNOWN').padStart(8)}`;
  const time = isoTime(stat.mtime);
  return [
    `  File: ${name}${target === undefined ? '' : ` -> ${target}`}`,
    `  Size: ${String(stat.size).padEnd(10)}\tBlocks: ${String(blocks(subject)).padEnd(10)} IO Block: ${String(IO_BLOCK).padEnd(6)} ${kindText(stat)}`,
    `Device: 0,1\tInode: ${String(stat.ino).padEnd(11)} Links: ${device === '' ? stat.nlink : String(stat.nlink)}${device}`,
    `Access: (${stat.mode.toString(8).padStart(4, '0')}/${modeText(stat.kind, stat.mode)})  Uid: (${owner})   Gid: (${owner})`,
    `Access: ${time}`,
    `Modify: ${time}`,
    `Change: ${time}`,
    ' Birth: -\n',
  ].join('\n');
}

function* subjectAt(context: CommandContext, name: string, follow: boolean): UserPath<StatSubject | number> {
  const { sys } = context;
  const stat = name === '-' ? yield* sys.fstat(0) : yield* follow ? sys.stat(name) : sys.lstat(name);
  if (failed(stat)) return stat;
  const target = stat.kind === 'link' ? yield* sys.readlink(name) : undefined;
  return { name, stat, target: typeof target === 'string' ? target : undefined, path: absolute(name, context.process.cwd) };
}

export const stat: Command = defineTool({
  name: 'stat',
  usage: '[OPTION]... FILE...',
  summary: 'show what the system knows about files',
  group: 'files',
  examples: ["stat -c '%A %n' /sys/module/chardev/*"],
  grammar: { short: 'Lc:', long: { dereference: 'L', format: 'c', printf: 'printf:' } },
  *run(context, options) {
    const { operands } = options;
    if (operands.length === 0) return yield* misuse(context, 'missing operand');
    const format = optionValue(options, 'c');
    const raw = optionValue(options, 'printf');
    let status = 0;
    for (const name of operands) {
      const subject = yield* subjectAt(context, name, hasOption(options, 'L'));
      if (typeof subject === 'number') {
        status = yield* fail(context, `cannot statx ${quoteAlways(name)}: ${errorText(subject)}`);
        continue;
      }
      if (raw !== undefined) yield* context.out(statFormatted(raw, subject, true));
      else if (format !== undefined) yield* context.out(`${statFormatted(format, subject, false)}\n`);
      else yield* context.out(statText(subject));
    }
    return status;
  },
});
