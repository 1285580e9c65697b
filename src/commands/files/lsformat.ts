/** What ls(1) prints, once it is known what is there (coreutils 9.1, ls.c). */
import type { Stat } from '../../engine/sys.ts';
import { dateAt, MICROS, MONTHS, two } from '../calendar.ts';
import { compareText } from '../order.ts';
import { quoteListed } from '../quote.ts';
import { modeText } from './mode.ts';
import { userText } from './owner.ts';

export interface LsEntry {
  readonly name: string;
  /** Undefined: it could not be looked at. */
  readonly stat: Stat | undefined;
  /** Where a link leads, as it says. */
  readonly target: string | undefined;
  /** What a link leads to. */
  readonly targetStat: Stat | undefined;
}

export interface LsStyle {
  readonly layout: 'long' | 'lines' | 'columns';
  readonly classify: boolean;
  readonly slashes: boolean;
  readonly inodes: boolean;
  readonly numeric: boolean;
  readonly human: boolean;
  readonly order: 'name' | 'time' | 'size' | 'none';
  readonly reverse: boolean;
  /** Names are quoted where a shell would need it. */
  readonly quotes: boolean;
  readonly width: number;
}

/** Half a mean Gregorian year: what is older shows its year instead of its hour. */
const RECENT_SECONDS = 31_556_952 / 2;

/** `Jan  1 00:00`, or `Jan  1  1970` for what is old or lies ahead. */
export function lsDate(time: number, now: number): string {
  const at = dateAt(time);
  const recent = time <= now && now - time < RECENT_SECONDS * MICROS;
  return `${MONTHS[at.month - 1]} ${String(at.day).padStart(2)} ${recent ? `${two(at.hour)}:${two(at.minute)}` : String(at.year).padStart(5)}`;
}

/** Entries in the order asked for. */
export function lsSorted(entries: readonly LsEntry[], style: LsStyle): LsEntry[] {
  const compare = (a: LsEntry, b: LsEntry): number => {
    let size = 0;
    if (style.order === 'time') size = (b.stat?.mtime ?? 0) - (a.stat?.mtime ?? 0);
    if (style.order === 'size') size = (b.stat?.size ?? 0) - (a.stat?.size ?? 0);
    return size || compareText(a.name, b.name);
  };
  const sorted = style.order === 'none' ? [...entries] : [...entries].sort(compare);
  return style.reverse && style.order !== 'none' ? sorted.reverse() : sorted;
}

function indicator(stat: Stat | undefined, style: LsStyle): string {
  if (stat?.kind === 'dir' && (style.classify || style.slashes)) return '/';
  if (!style.classify || stat === undefined) return '';
  if (stat.kind === 'link') return '@';
  if (stat.kind === 'fifo') return '|';
  if (stat.kind === 'sock') return '=';
  return stat.kind === 'file' && (stat.mode & 0o111) !== 0 ? '*' : '';
}

const shown = (name: string, style: LsStyle): string => (style.quotes ? quoteListed(name) : name);

const UNITS = ['', 'K', 'M', 'G', 'T'];

/** A size with a unit, rounded up, as `-h` shows it. */
export function humanSize(size: number): string {
  let value = size;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  if (unit === 0) return String(size);
  const tenths = Math.ceil(value * 10) / 10;
  return `${tenths < 10 ? tenths.toFixed(1) : Math.ceil(value)}${UNITS[unit]}`;
}

interface Columns {
  readonly links: number;
  readonly owner: number;
  readonly size: number;
  readonly major: number;
  readonly minor: number;
  readonly inode: number;
}

const widest = (entries: readonly LsEntry[], text: (stat: Stat) => string): number =>
  Math.max(0, ...entries.map((entry) => (entry.stat === undefined ? 1 : text(entry.stat).length)));

const sizeText = (stat: Stat, style: LsStyle): string => (style.human ? humanSize(stat.size) : String(stat.size));
const ownerText = (stat: Stat, style: LsStyle): string => (style.numeric ? String(stat.uid) : userText(stat.uid));

function columnsOf(entries: readonly LsEntry[], style: LsStyle): Columns {
  const devices = entries.filter((entry) => entry.stat?.kind === 'chr');
  const major = widest(devices, (stat) => String(stat.major));
  const minor = widest(devices, (stat) => String(stat.minor));
  const sizes = widest(
    entries.filter((entry) => entry.stat?.kind !== 'chr'),
    (stat) => sizeText(stat, style),
  );
  return {
    links: widest(entries, (stat) => String(stat.nlink)),
    owner: widest(entries, (stat) => ownerText(stat, style)),
    size: devices.length === 0 ? sizes : Math.max(sizes, major + 2 + minor),
    major,
    minor,
    inode: widest(entries, (stat) => String(stat.ino)),
  };
}

function longLine(entry: LsEntry, columns: Columns, style: LsStyle, now: number): string {
  const { stat } = entry;
  const name = shown(entry.name, style);
  const inode = style.inodes ? `${(stat === undefined ? '?' : String(stat.ino)).padStart(columns.inode)} ` : '';
  if (stat === undefined) {
    const [links, owner, size] = [columns.links, columns.owner, columns.size].map((width) => '?'.padStart(width));
    return `${inode}?????????? ${links} ${'?'.padEnd(owner?.length ?? 1)} ${'?'.padEnd(owner?.length ?? 1)} ${size}            ? ${name}\n`;
  }
  const owner = ownerText(stat, style).padEnd(columns.owner);
  const majors = String(stat.major).padStart(Math.max(columns.major, columns.size - 2 - columns.minor));
  const size =
    stat.kind === 'chr' ? `${majors}, ${String(stat.minor).padStart(columns.minor)}` : sizeText(stat, style).padStart(columns.size);
  const leads = entry.target === undefined ? '' : ` -> ${shown(entry.target, style)}${indicator(entry.targetStat, style)}`;
  const mark = stat.kind === 'link' ? '' : indicator(stat, style);
  const start = `${inode}${modeText(stat.kind, stat.mode)} ${String(stat.nlink).padStart(columns.links)} ${owner} ${owner} ${size}`;
  return `${start} ${lsDate(stat.mtime, now)} ${name}${mark}${leads}\n`;
}

/** The widths of the most columns in which these cells fit; cells run down the columns. */
function columnLayout(widths: readonly number[], room: number): number[] {
  for (let count = widths.length; count > 1; count -= 1) {
    const rows = Math.ceil(widths.length / count);
    const columns: number[] = [];
    for (let at = 0; at < widths.length; at += rows) columns.push(Math.max(...widths.slice(at, at + rows)));
    if (columns.reduce((sum, width) => sum + width + 2, -2) < room) return columns;
  }
  return [Math.max(0, ...widths)];
}

function inColumns(cells: readonly string[], room: number): string {
  if (cells.length === 0) return '';
  const columns = columnLayout(
    cells.map((cell) => cell.length),
    room,
  );
  const rows = Math.ceil(cells.length / columns.length);
  let text = '';
  for (let row = 0; row < rows; row += 1) {
    let line = '';
    for (let column = 0; column < columns.length; column += 1) {
      const cell = cells[column * rows + row];
      if (cell === undefined) break;
      const last = cells[(column + 1) * rows + row] === undefined;
      line += last ? cell : cell.padEnd((columns[column] ?? 0) + 2);
    }
    text += `${line}\n`;
  }
  return text;
}

/** The lines for entries that are in order. */
export function lsText(entries: readonly LsEntry[], style: LsStyle, now: number): string {
  const columns = columnsOf(entries, style);
  if (style.layout === 'long') return entries.map((entry) => longLine(entry, columns, style, now)).join('');
  const cells = entries.map(({ name, stat }) => {
    const inode = style.inodes ? `${(stat === undefined ? '?' : String(stat.ino)).padStart(columns.inode)} ` : '';
    return inode + shown(name, style) + indicator(stat, style);
  });
  return style.layout === 'columns' ? inColumns(cells, style.width) : cells.map((cell) => `${cell}\n`).join('');
}

const BLOCK = 4_096;
const BLOCK_KILOBYTES = 4;

/** Kilobytes that a file takes on disk. What the kernel makes up (/proc, /sys, /dev) takes none. */
export function diskKilobytes(stat: Stat, path: string): number {
  if (/^\/(proc|sys|dev)(\/|$)/.test(path)) return 0;
  return stat.kind === 'file' || stat.kind === 'dir' ? Math.ceil(stat.size / BLOCK) * BLOCK_KILOBYTES : 0;
}
