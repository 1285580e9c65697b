/** Puts the generated parts together and makes them run. */

import type { Footprints } from '../footprints.ts';
import type { Model } from '../model.ts';
import type { Layout } from '../packing.ts';
import { persistentText } from './persistent.ts';
import { canonicalText, conditionTables, storeText } from './store.ts';
import { MOVED, successorText, wordNames } from './successors.ts';

/** A fault that the search met: which state it was in, and which task did what. */
export interface Met {
  readonly kind: number;
  readonly task: number;
  readonly node: number;
  readonly cell: number;
  /** Number of the state before the faulty step; for a state at rest, that state. */
  readonly state: number;
  /** Steps from the start to the end of the schedule. */
  readonly length: number;
}

/** Edges between stored states: those of state s at the places starts[s] up to starts[s + 1]. */
export interface Edges {
  readonly starts: Int32Array;
  readonly targets: Int32Array;
  /** The task that makes each. */
  readonly movers: Uint8Array;
}

/** What a generated search tells and lets itself be told. */
export interface Program {
  /** Stores the state that everything begins with. */
  start(...words: readonly number[]): void;
  /** Expands states until so many are stored, so many have been expanded in this call, or the search is over. True: over. */
  run(expandMax: number, storeMax: number): boolean;
  count(): number;
  expanded(): number;
  transitions(): number;
  /** Steps of the layer that is being expanded; the longest schedule when over. */
  depth(): number;
  met(): Met | undefined;
  /** The words of a state. */
  words(state: number): number[];
  parent(state: number): number;
  /** Number of the state with these words, or -1. */
  find(words: readonly number[]): number;
  hazards: Uint8Array;
  bytes(): number;
  /** What followed each expanded state. Only in a program made for it, and without reductions. */
  edges?(): Edges;
  /** True when a task could move in a stored state. */
  able?(task: number, state: number): boolean;
}

/** A program that counts preemptions: `run` stops at a bound, and can be called again with a higher one. */
export interface PreemptionProgram extends Program {
  /** True: the bound's whole space is done, or something is met. */
  run(expandMax: number, storeMax: number, bound?: number): boolean;
  /** Preemptions of the layer that is being searched. */
  cost(): number;
  /** Everything is searched, or something is met: a higher bound would find nothing else. */
  over(): boolean;
}

/** What generated code calls back for: rare things. */
interface Environment {
  /** Judges a state in which nothing can move. The number of a verdict at rest, or -1. */
  rest(words: readonly number[]): number;
  /** True when this fault is one that is looked for. */
  wanted(kind: number): boolean;
  readonly footprints: Footprints | undefined;
}

type Factory = (environment: Environment, hazards: Uint8Array) => Omit<Program, 'hazards'>;

/** Makes a program of text that the functions in this folder have written: it holds numbers and fixed words only. */
export function makeProgram(text: string, environment: Environment, points: number): Program {
  const hazards = new Uint8Array(Math.max(1, points));
  const factory = new Function('environment', 'hazards', text) as Factory;
  return { ...factory(environment, hazards), hazards };
}

const readWords = (words: number, from: string): string =>
  wordNames(words)
    .map((name, at) => `const ${name} = arena[${from} + ${at}];`)
    .join(' ');

/** Faults and rest, shared by all kinds of search. `depthText` gives the steps before the state that is being expanded. */
export const meetText = `
let met = undefined;
let current = 0;
function meet(kind, task, node, cell, length) {
  if (met === undefined || length < met.length) met = { kind, task, node, cell, state: current, length };
}
`;

/** A faulty step ends the schedule. */
const faultText = `
function fault(kind, task, node, cell) {
  transitions++;
  if (environment.wanted(kind)) meet(kind, task, node, cell, depth + 1);
}
`;

/** Expanding one state whole: every task is asked. `moved`: some task that must move has moved. */
function fullText(model: Model, words: string, edges: boolean): string {
  const calls = model.tasks.map((task, at) => {
    const who = edges ? `mover = ${at}; ` : '';
    return `${who}${task.optional ? `t${at}(${words});` : `if (t${at}(${words}) === ${MOVED}) moved = true;`}`;
  });
  return `function full(${words}) { let moved = false; ${calls.join(' ')} if (!moved) { const verdict = environment.rest([${words}]); if (verdict >= 0) meet(verdict, -1, -1, -1, depth); } }`;
}

/** Keeps every edge as it is met, and looks at stored states again: who could move. Faults do not happen there any more. */
const EDGES = {
  declared: `
let asking = false;
let mover = 0;
let edges = 0;
let starts = new Int32Array(1024);
let targets = new Int32Array(4096);
let movers = new Uint8Array(4096);
function open(state) {
  if (state === starts.length) { const longer = new Int32Array(state * 2); longer.set(starts); starts = longer; }
  starts[state] = edges;
}
function edge(to) {
  if (edges === targets.length) {
    const longer = new Int32Array(edges * 2); longer.set(targets); targets = longer;
    const more = new Uint8Array(edges * 2); more.set(movers); movers = more;
  }
  targets[edges] = to; movers[edges++] = mover;
}`,
  asked: (words: number, names: string): string => `
function able(task, state) {
  const p = state * ${words}; ${readWords(words, 'p')}
  asking = true;
  const moved = call(task, ${names}) === ${MOVED};
  asking = false;
  return moved;
}`,
  given: `able, edges: () => { open(next); return { starts: starts.subarray(0, next + 1), targets: targets.subarray(0, edges), movers: movers.subarray(0, edges) }; },`,
} as const;

/** Breadth first over the states as they are, or over representatives where the layout has classes. */
export function breadthFirstText(
  model: Model,
  layout: Layout,
  options: { symmetry: boolean; persistent: boolean; edges?: boolean },
): string {
  const names = wordNames(layout.words);
  const words = names.join(', ');
  const canonical = options.symmetry ? canonicalText(layout) : '';
  const edges = options.edges === true;
  return `"use strict";
${storeText(layout.words)}
${options.symmetry ? conditionTables(layout) : ''}
let depth = 0;
let next = 0;
let layerEnd = 0;
let over = false;
${meetText}${faultText}
${edges ? EDGES.declared : ''}
function put(${words}) {
  ${edges ? 'if (asking) return;' : ''}
  transitions++;
  ${canonical}
  const i = find(${words});
  ${edges ? 'edge(i < 0 ? count : i);' : ''}
  if (i < 0) insert(-1 - i, current, ${words});
}
${successorText(model, layout)}
${fullText(model, words, edges)}
${options.persistent ? persistentText(model, layout, words) : 'const expand = full;'}
function start(${words}) { ${canonical} insert(-1 - find(${words}), -1, ${words}); transitions = 0; layerEnd = 1; }
function run(expandMax, storeMax) {
  const stop = next + expandMax;
  while (!over) {
    if (next === layerEnd) {
      if (met !== undefined && met.length <= depth + 1) { over = true; break; }
      if (next === count) { over = true; break; }
      depth++;
      layerEnd = count;
    }
    if (next >= stop || count >= storeMax) return false;
    current = next;
    ${edges ? 'open(next);' : ''}
    const p = next * ${layout.words};
    ${readWords(layout.words, 'p')}
    expand(${words});
    next++;
  }
  return true;
}
${edges ? EDGES.asked(layout.words, words) : ''}
return {
  ${edges ? EDGES.given : ''}
  start,
  run,
  count: () => count,
  expanded: () => next,
  transitions: () => transitions,
  depth: () => depth,
  met: () => met,
  words: (state) => Array.from(arena.subarray(state * ${layout.words}, (state + 1) * ${layout.words})),
  parent: (state) => parents[state],
  find: (given) => { const at = find(...given); return at < 0 ? -1 : at; },
  bytes: () => arena.byteLength + parents.byteLength + table.byteLength${edges ? ' + starts.byteLength + targets.byteLength + movers.byteLength' : ''},
};`;
}
