/** modprobe's command line and environment (kmod 30, tools/modprobe.c). */
import type { OptionSpec } from './getopt.ts';

export const MODPROBE_SPEC: OptionSpec = {
  short: 'arw:RibfDcnC:d:S:sqvVh',
  long: [
    { name: 'all', means: 'a' },
    { name: 'remove', means: 'r' },
    { name: 'remove-dependencies', means: 'holders' },
    { name: 'remove-holders', means: 'holders' },
    { name: 'wait', means: 'w', argument: true },
    { name: 'resolve-alias', means: 'R' },
    { name: 'first-time', means: 'first-time' },
    { name: 'ignore-install', means: 'i' },
    { name: 'ignore-remove', means: 'i' },
    { name: 'use-blacklist', means: 'b' },
    { name: 'force', means: 'f' },
    { name: 'force-modversion', means: 'force-modversion' },
    { name: 'force-vermagic', means: 'force-vermagic' },
    { name: 'show-depends', means: 'D' },
    { name: 'showconfig', means: 'c' },
    { name: 'show-config', means: 'c' },
    { name: 'show-modversions', means: 'modversions' },
    { name: 'dump-modversions', means: 'modversions' },
    { name: 'show-exports', means: 'exports' },
    { name: 'dry-run', means: 'n' },
    { name: 'show', means: 'n' },
    { name: 'config', means: 'C', argument: true },
    { name: 'dirname', means: 'd', argument: true },
    { name: 'set-version', means: 'S', argument: true },
    { name: 'syslog', means: 's' },
    { name: 'quiet', means: 'q' },
    { name: 'verbose', means: 'v' },
    { name: 'version', means: 'V' },
    { name: 'help', means: 'h' },
  ],
};

/** What modprobe is to do, as its options say. */
export interface ModprobeOptions {
  all: boolean;
  remove: boolean;
  removeHolders: boolean;
  /** Milliseconds; 0: does not wait. */
  waitMs: number;
  firstTime: boolean;
  ignoreCommands: boolean;
  ignoreLoaded: boolean;
  blacklist: boolean;
  force: boolean;
  forceVersions: boolean;
  forceVermagic: boolean;
  resolve: boolean;
  /** What to show instead of loading. */
  show: 'config' | 'modversions' | 'exports' | undefined;
  showActions: boolean;
  dryRun: boolean;
  configPaths: string[];
  root: string | undefined;
  release: string | undefined;
  syslog: boolean;
  /** syslog's level: -v adds one, -q makes it 0. */
  verbosity: number;
  /** Options that a modprobe started by a command of the configuration gets through MODPROBE_OPTIONS. */
  passedOn: string[];
}

export const DEFAULT_VERBOSITY = 4;

export const defaultOptions = (): ModprobeOptions => ({
  all: false,
  remove: false,
  removeHolders: false,
  waitMs: 0,
  firstTime: false,
  ignoreCommands: false,
  ignoreLoaded: false,
  blacklist: false,
  force: false,
  forceVersions: false,
  forceVermagic: false,
  resolve: false,
  show: undefined,
  showActions: false,
  dryRun: false,
  configPaths: [],
  root: undefined,
  release: undefined,
  syslog: false,
  verbosity: DEFAULT_VERBOSITY,
  passedOn: [],
});

/** Returns a number as strtoul(3) with base 0 reads it: decimal, 0x or octal; undefined for anything else. */
export function parseUnsigned(text: string): number | undefined {
  const match = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.exec(text);
  if (match === null) return undefined;
  const digits = match[2] ?? '';
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return match[1] === '-' && value !== 0 ? Number.MAX_SAFE_INTEGER : value;
}

/** Notes one option; false for one that needs more than a note (help, version, a bad value). */
export function noteOption(options: ModprobeOptions, option: string, value: string): boolean {
  switch (option) {
    case 'a':
      options.all = true;
      return true;
    case 'r':
      options.remove = true;
      return true;
    case 'holders':
      options.removeHolders = true;
      return true;
    case 'first-time':
      options.firstTime = true;
      return true;
    case 'i':
      options.ignoreCommands = true;
      return true;
    case 'b':
      options.blacklist = true;
      return true;
    case 'f':
      options.force = true;
      return true;
    case 'force-modversion':
      options.forceVersions = true;
      return true;
    case 'force-vermagic':
      options.forceVermagic = true;
      return true;
    case 'D':
      options.ignoreLoaded = true;
      options.dryRun = true;
      options.showActions = true;
      return true;
    case 'R':
      options.resolve = true;
      return true;
    case 'n':
      options.dryRun = true;
      return true;
    default:
      return noteGeneralOption(options, option, value);
  }
}

function noteGeneralOption(options: ModprobeOptions, option: string, value: string): boolean {
  switch (option) {
    case 'w': {
      const waitMs = parseUnsigned(value);
      if (waitMs === undefined) return false;
      options.waitMs = waitMs;
      return true;
    }
    case 'c':
      // Of several things to show, the configuration wins, then versions, then exports.
      options.show = 'config';
      return true;
    case 'modversions':
      if (options.show !== 'config') options.show = 'modversions';
      return true;
    case 'exports':
      options.show ??= 'exports';
      return true;
    case 'C':
      options.configPaths.push(value);
      options.passedOn.push('-C', value);
      return true;
    case 'd':
      options.root = value;
      return true;
    case 'S':
      options.release = value;
      return true;
    case 's':
      options.syslog = true;
      options.passedOn.push('-s');
      return true;
    case 'q':
      options.passedOn.push('-q');
      options.verbosity = 0;
      return true;
    case 'v':
      options.passedOn.push('-v');
      options.verbosity += 1;
      return true;
    default:
      return false;
  }
}

/** Returns the words of MODPROBE_OPTIONS: split at each blank; quotes keep blanks together. */
export function splitEnvironmentOptions(text: string): string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  for (const char of text) {
    if (quote !== '') {
      if (char === quote) quote = '';
      else word += char;
    } else if (char === '"' || char === "'") quote = char;
    else if (char === ' ') {
      words.push(word);
      word = '';
    } else word += char;
  }
  if (word !== '') words.push(word);
  return words;
}

/** Returns module parameters as one text; a value with a blank is put in quotes. */
export function joinParameters(words: readonly string[]): string {
  return words
    .map((word) => {
      const equals = word.indexOf('=');
      if (equals < 0) return word;
      const value = word.slice(equals + 1);
      return value.includes(' ') && !/^["']/.test(value) ? `${word.slice(0, equals + 1)}"${value}"` : word;
    })
    .join(' ');
}
