/** Source text of the reduction by persistent sets. */
import { hasLoops, type Model } from '../model.ts';
import type { Field, Layout } from '../packing.ts';
import { fieldText, MOVED } from './successors.ts';

/** `expand`, beside a `full` that asks every task: only tasks whose next step nothing that the others may ever do can touch, where there are such. */
export function persistentText(model: Model, layout: Layout, words: string): string {
  const tasks = model.tasks.length;
  const optional = model.tasks.reduce((mask, task, at) => (task.optional ? mask | (1 << at) : mask), 0);
  const all = model.tasks.map((_, at) => at);
  const seeds = all.filter((at) => model.tasks[at]?.optional !== true);
  const nodes = all.map((at) => `const a${at} = ${fieldText(layout.nodes[at] as Field)}; const f${at} = future${at}[a${at}];`).join('\n  ');
  // A task alone is the common case, and costs no more than a look at what the others may do.
  const alone = seeds.map((at) => {
    const others = all.filter((other) => other !== at).map((other) => `conflicts[r${at} + f${other}]`);
    const free = others.length === 0 ? 'true' : `(${others.join(' | ')}) === 0`;
    return `const r${at} = step${at}[a${at}] * columns; if (${free} && t${at}(${words}) === ${MOVED}) return true;`;
  });
  return `
const { steps, futures, conflicts, columns } = environment.footprints;
${all.map((at) => `const step${at} = steps[${at}]; const future${at} = futures[${at}];`).join('\n')}
const rows = new Int32Array(${tasks});
const ahead = new Int32Array(${tasks});
const needs = new Int32Array(${tasks});
function closure(seed) {
  let set = 1 << seed;
  for (let todo = needs[seed]; todo !== 0; todo &= ~set) {
    const task = 31 - Math.clz32(todo);
    set |= 1 << task;
    todo |= needs[task];
  }
  return set;
}
function bitCount(set) { let n = 0; while (set !== 0) { set &= set - 1; n++; } return n; }
const sets = new Int32Array(${tasks});
// No task alone: the smallest set of several that need each other.
function several(${words}) {
  for (let task = 0; task < ${tasks}; task++) {
    let need = 0;
    for (let other = 0; other < ${tasks}; other++) if (other !== task && conflicts[rows[task] + ahead[other]] === 1) need |= 1 << other;
    needs[task] = need;
  }
  let found = 0;
  for (let seed = 0; seed < ${tasks}; seed++) {
    const set = closure(seed);
    if ((set & ${optional}) === 0 && set !== (1 << seed)) sets[found++] = set;
  }
  for (let size = 2; size < ${tasks}; size++) {
    for (let i = 0; i < found; i++) {
      const set = sets[i];
      if (bitCount(set) !== size) continue;
      let moved = false;
      for (let task = 0; task < ${tasks}; task++) if ((set >>> task) & 1 && call(task, ${words}) === ${MOVED}) moved = true;
      if (moved) return true;
    }
  }
  return false;
}
function reduced(${words}) {
  ${nodes}
  ${alone.join('\n  ')}
  ${all.map((at) => `rows[${at}] = step${at}[a${at}] * columns; ahead[${at}] = f${at};`).join(' ')}
  return several(${words});
}
function expand(${words}) {
  const before = count;
  if (reduced(${words})${hasLoops(model) ? ' && count > before' : ''}) return;
  full(${words});
}`;
}
