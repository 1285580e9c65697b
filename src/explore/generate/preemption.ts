/**
 * Source text of the search by preemptions: a state is the words and the task that ran last; a switch away from a task that
 * could go on costs one. Layer after layer of cost, each in the order of steps, so the first find has the fewest
 * preemptions, and of those the fewest steps. Under the big lock a task may be left only where the lock is not held.
 */
import type { Model } from '../model.ts';
import type { Field, Layout } from '../packing.ts';
import { meetText } from './program.ts';
import { storeText } from './store.ts';
import { fieldText, MOVED, successorText, wordNames } from './successors.ts';

/** Nodes of each task at which the big lock is free, as a table of bytes by task. */
function freeText(model: Model): string {
  const rows = model.tasks.map((task) => `new Uint8Array([${task.nodes.map((node) => (node.free ? 1 : 0)).join(', ')}])`);
  return `const free = [${rows.join(', ')}];`;
}

/** The whole program. Its states have one word more than the layout: the task that ran last. */
export function preemptionText(model: Model, layout: Layout): string {
  const names = wordNames(layout.words);
  const words = names.join(', ');
  const tasks = model.tasks.length;
  const last = `w${layout.words}`;
  const size = layout.words + 1;
  // A timer or a key press is an interrupt: under the big lock it neither takes the lock nor lets go of it.
  const interrupts = model.tasks.map((task) => (task.daemon || task.optional ? 1 : 0)).join(', ');
  const optional = model.tasks.map((task) => (task.optional ? 1 : 0)).join(', ');
  const nodes = model.tasks.map((_, at) => `case ${at}: return ${fieldText(layout.nodes[at] as Field)};`).join(' ');
  return `"use strict";
${storeText(size)}
const TASKS = ${tasks};
const interrupt = new Uint8Array([${interrupts}]);
const optional = new Uint8Array([${optional}]);
${freeText(model)}
let depth = 0;
let depths = new Int32Array(1024);
let costs = new Int32Array(1024);
let here = []; let hereAt = 0;
let came = [0]; let cameAt = 0;
let later = [];
let cost = 0;
let expanded = 0;
let over = false;
let runner = TASKS;
let dear = false;
${meetText}
let metLater = undefined;
// A faulty step that is itself a preemption belongs to the next layer.
function fault(kind, task, node, cell) {
  transitions++;
  if (!environment.wanted(kind)) return;
  if (!dear) meet(kind, task, node, cell, depth + 1);
  else if (metLater === undefined || depth + 1 < metLater.length) metLater = { kind, task, node, cell, state: current, length: depth + 1 };
}
function put(${words}) {
  transitions++;
  const i = find(${words}, runner);
  const price = dear ? cost + 1 : cost;
  if (i >= 0) {
    // Reached before, but only by way of more preemptions: from here on this way counts.
    if (costs[i] <= price) return;
    costs[i] = price; parents[i] = current; depths[i] = depth + 1;
    here.push(i);
    return;
  }
  const number = count;
  insert(-1 - i, current, ${words}, runner);
  if (number >= depths.length) { const wider = new Int32Array(depths.length * 2); wider.set(depths); depths = wider; const more = new Int32Array(depths.length); more.set(costs); costs = more; }
  depths[number] = depth + 1; costs[number] = price;
  if (dear) later.push(number); else here.push(number);
}
${successorText(model, layout)}
function nodeOf(task, ${words}) { switch (task) { ${nodes} } return 0; }
function expand(${words}, ${last}) {
  let moved = false;
  let goesOn = false;
  if (${last} < TASKS) {
    runner = ${last}; dear = false;
    goesOn = call(${last}, ${words}) === ${MOVED};
    if (goesOn && optional[${last}] === 0) moved = true;
  }
  const held = goesOn && ${model.bigLock ? `free[${last}][nodeOf(${last}, ${words})] === 0` : 'true'};
  for (let task = 0; task < TASKS; task++) {
    if (task === ${last}) continue;
    const aside = ${model.bigLock ? 'interrupt[task] === 1' : 'false'};
    runner = aside ? ${last} : task;
    dear = held && !aside;
    if (call(task, ${words}) === ${MOVED} && optional[task] === 0) moved = true;
  }
  if (!moved) { const verdict = environment.rest([${words}]); if (verdict >= 0) meet(verdict, -1, -1, -1, depth); }
}
function start(${words}) { insert(-1 - find(${words}, TASKS), -1, ${words}, TASKS); transitions = 0; }
function run(expandMax, storeMax, bound) {
  const stop = expanded + expandMax;
  while (!over) {
    if (cameAt === came.length && hereAt === here.length) {
      if (met !== undefined || (later.length === 0 && metLater === undefined)) { over = true; break; }
      if (cost === bound) return true;
      cost++;
      came = later; cameAt = 0; later = []; here = []; hereAt = 0;
      met = metLater; metLater = undefined;
      continue;
    }
    const fromCame = cameAt < came.length && (hereAt === here.length || depths[came[cameAt]] <= depths[here[hereAt]]);
    const number = fromCame ? came[cameAt] : here[hereAt];
    if (met !== undefined && depths[number] >= met.length) { over = true; break; }
    if (expanded >= stop || count >= storeMax) return false;
    if (fromCame) cameAt++; else hereAt++;
    if (costs[number] !== cost) continue;
    current = number;
    depth = depths[number];
    const p = number * ${size};
    ${names.map((name, at) => `const ${name} = arena[p + ${at}];`).join(' ')} const ${last} = arena[p + ${layout.words}];
    expand(${words}, ${last});
    expanded++;
  }
  return true;
}
return {
  start,
  run,
  cost: () => cost,
  over: () => over,
  count: () => count,
  expanded: () => expanded,
  transitions: () => transitions,
  depth: () => depth,
  met: () => met,
  words: (state) => Array.from(arena.subarray(state * ${size}, state * ${size} + ${layout.words})),
  parent: (state) => parents[state],
  find: () => -1,
  bytes: () => arena.byteLength + parents.byteLength + table.byteLength + depths.byteLength * 2,
};`;
}
