/** The words of an `explore` command line, read into what is asked for. The same for the shell's command and the program's. */

import { MODELS } from '../kernel/model.ts';
import { REGIME_IDS } from '../regimes/index.ts';
import { loadedWord } from './generic.ts';
import { readShard } from './matrix.ts';
import { DEFAULT_PARAMS, type Params, TIMERS } from './scenario.ts';

export interface ExploreRequest {
  /** A scenario's name, a file, a module or a case's id; empty with --matrix or `merge`. */
  readonly what: string;
  readonly merge: readonly string[] | undefined;
  readonly matrix: boolean;
  readonly shard: { readonly shard: number; readonly of: number } | undefined;
  /** Threads that explore the matrix; undefined: nobody said. */
  readonly jobs: number | undefined;
  readonly json: boolean;
  readonly promela: boolean;
  /** File for the schedule of a bug, or empty. */
  readonly output: string;
  readonly symmetry: boolean;
  readonly persistent: boolean;
  readonly statesMax: number;
  readonly width: number;
  /** Parameters that were said; the rest is the scenario's. */
  readonly params: Partial<Params>;
}

/** What is wrong with a command line. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

type Taking = Record<string, (value: string, into: Draft) => void>;
type Flags = Record<string, (into: Draft) => void>;
type Draft = { -readonly [Key in keyof ExploreRequest]: ExploreRequest[Key] } & { given: Record<string, unknown> };

const STATES_MAX = 50_000_000;

function count(value: string, least = 0): number {
  if (!/^\d+$/.test(value) || Number(value) < least) throw new BadRequest(`not a number from ${least} on: ${value}`);
  return Number(value);
}

function oneOf<T extends string>(value: string, words: readonly T[]): T {
  const found = words.find((word) => word === value);
  if (found === undefined) throw new BadRequest(`${value} is none of ${words.join(', ')}`);
  return found;
}

const TAKING: Taking = {
  '--regime': (value, into) => void Object.assign(into.given, { regime: oneOf(value, REGIME_IDS) }),
  '--variant': (value, into) => void Object.assign(into.given, { variant: value }),
  '--model': (value, into) => void Object.assign(into.given, { model: oneOf(value, MODELS) }),
  '--users': (value, into) => void Object.assign(into.given, { users: count(value) }),
  '--devices': (value, into) => void Object.assign(into.given, { devices: count(value, 1) }),
  '--rounds': (value, into) => void Object.assign(into.given, { rounds: value === 'endless' ? value : count(value, 1) }),
  '--rmmods': (value, into) => void Object.assign(into.given, { rmmods: count(value) }),
  '--insmods': (value, into) => void Object.assign(into.given, { insmods: count(value) }),
  '--fault': (value, into) =>
    void Object.assign(into.given, { faults: [...((into.given['faults'] as string[] | undefined) ?? []), value] }),
  '--faults': (value, into) => void Object.assign(into.given, { faultBudget: count(value) }),
  '--interrupts': (value, into) => void Object.assign(into.given, { interrupts: count(value) }),
  '--part': (value, into) => void Object.assign(into.given, { part: oneOf(value, ['whole', 'open', 'close']) }),
  '--calls': (value, into) => void Object.assign(into.given, { calls: oneOf(value, ['open', 'insmod']) }),
  '--timers': (value, into) => void Object.assign(into.given, { timers: oneOf(value, TIMERS) }),
  '--loaded': (value, into) =>
    void Object.assign(into.given, { loaded: [...((into.given['loaded'] as string[] | undefined) ?? []), loadedWord(value, '')] }),
  '--states': (value, into) => {
    into.statesMax = count(value, 1);
  },
  '--width': (value, into) => {
    into.width = count(value, 40);
  },
  '--output': (value, into) => {
    into.output = value;
  },
  '--export': (value, into) => {
    into.promela = oneOf(value, ['promela']) === 'promela';
  },
  '--shard': (value, into) => {
    into.shard = readShard(value);
    if (into.shard === undefined) throw new BadRequest(`not a shard I/N: ${value}`);
  },
  '--jobs': (value, into) => {
    into.jobs = count(value, 1);
  },
};

const given =
  (name: keyof Params) =>
  (into: Draft): void =>
    void Object.assign(into.given, { [name]: true });

const FLAGS: Flags = {
  '--holder': given('holder'),
  '--notify': given('notify'),
  '--stuck': given('stuck'),
  '--pick': given('pick'),
  '--matrix': (into) => {
    into.matrix = true;
  },
  '--json': (into) => {
    into.json = true;
  },
  '--no-symmetry': (into) => {
    into.symmetry = false;
  },
  '--no-persistent': (into) => {
    into.persistent = false;
  },
};

/** Reads the words after `explore`. Throws `BadRequest`. */
export function readRequest(args: readonly string[], width = 80): ExploreRequest {
  const draft: Draft = {
    what: '',
    merge: undefined,
    matrix: false,
    shard: undefined,
    jobs: undefined,
    json: false,
    promela: false,
    output: '',
    symmetry: true,
    persistent: true,
    statesMax: STATES_MAX,
    width,
    params: {},
    given: {},
  };
  if (args[0] === 'merge') {
    const files = args.slice(1).filter((word) => word !== '--json');
    if (files.length === 0) throw new BadRequest('merge needs reports');
    return { ...request(draft), merge: files };
  }
  const words = args.flatMap((word) =>
    /^--[\w-]+=/.test(word) ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word],
  );
  for (let at = 0; at < words.length; at += 1) at = readWord(words, at, draft);
  if (draft.what === '' && !draft.matrix) throw new BadRequest('which scenario?');
  for (const [word, said] of [
    ['--shard', draft.shard],
    ['--jobs', draft.jobs],
  ])
    if (said !== undefined && !draft.matrix) throw new BadRequest(`${word} divides a matrix: say --matrix`);
  return { ...request(draft), params: draft.given as Partial<Params> };
}

function request({ given: _given, ...rest }: Draft): ExploreRequest {
  return rest;
}

/** Reads one word and what belongs to it; the place of the last word read. */
function readWord(words: readonly string[], at: number, into: Draft): number {
  const word = words[at] as string;
  const taking = TAKING[word];
  if (taking !== undefined) {
    const value = words[at + 1];
    if (value === undefined) throw new BadRequest(`${word} needs a value`);
    taking(value, into);
    return at + 1;
  }
  const flag = FLAGS[word];
  if (flag !== undefined) flag(into);
  else if (word.startsWith('-')) throw new BadRequest(`unknown option ${word}`);
  else if (into.what === '') into.what = word;
  else throw new BadRequest(`one scenario at a time: ${word}`);
  return at;
}

/** The parameters of a scenario under a request. */
export const paramsFor = (defaults: Partial<Params> | undefined, said: Partial<Params>): Params => ({
  ...DEFAULT_PARAMS,
  ...defaults,
  ...said,
});
