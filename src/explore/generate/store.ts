/** Source text of the store of states: exact words in one array, an open-addressing table of their numbers, and parents. */
import type { Exchange, Field, Layout } from '../packing.ts';
import { fieldText, wordNames } from './successors.ts';

const FIRST_STATES = 1 << 10;
const MULTIPLIERS = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f, 0x165667b1, 0xd3a2646c, 0xfd7046c5, 0xb55a4f09, 0x7feb352d];

/** The declarations of a store of states of `words` words each. */
export function storeText(words: number): string {
  const names = wordNames(words);
  const hash = names.map((name, at) => `Math.imul(${name}, ${MULTIPLIERS[at % MULTIPLIERS.length]})`).join(' ^ ');
  const rehash = names.map((_, at) => `const w${at} = arena[p + ${at}];`).join(' ');
  const same = names.map((name, at) => `arena[p + ${at}] === ${name}`).join(' && ');
  const write = names.map((name, at) => `arena[p + ${at}] = ${name};`).join(' ');
  return `
let capacity = ${FIRST_STATES};
let arena = new Int32Array(capacity * ${words});
let parents = new Int32Array(capacity);
let mask = 2047;
let table = new Int32Array(mask + 1);
let room = (mask * 0.7) | 0;
let count = 0;
let transitions = 0;
function hashOf(${names.join(', ')}) {
  let h = ${hash};
  h ^= h >>> 15; h = Math.imul(h, 0x2c1b3c6d); h ^= h >>> 12; h = Math.imul(h, 0x297a2d39); h ^= h >>> 15;
  return h;
}
function widen() {
  capacity += capacity >> 1;
  const wider = new Int32Array(capacity * ${words}); wider.set(arena); arena = wider;
  const older = new Int32Array(capacity); older.set(parents); parents = older;
}
function spread() {
  mask = mask * 2 + 1;
  room = (mask * 0.7) | 0;
  table = new Int32Array(mask + 1);
  for (let at = 0; at < count; at++) {
    const p = at * ${words}; ${rehash}
    let i = hashOf(${names.join(', ')}) & mask;
    while (table[i] !== 0) i = (i + 1) & mask;
    table[i] = at + 1;
  }
}
function find(${names.join(', ')}) {
  let i = hashOf(${names.join(', ')}) & mask;
  for (;;) {
    const e = table[i];
    if (e === 0) return -1 - i;
    const p = (e - 1) * ${words};
    if (${same}) return e - 1;
    i = (i + 1) & mask;
  }
}
function insert(i, from, ${names.join(', ')}) {
  const p = count * ${words};
  ${write}
  parents[count] = from;
  table[i] = ++count;
  if (count === capacity) widen();
  if (count > room) spread();
}
`;
}

const maskOf = (field: Field): number => (field.bits >= 32 ? -1 : (1 << field.bits) - 1);

/** Statements that put the blocks of each class in order, so that exchanged states become one. They change the words in place. */
export function canonicalText(layout: Layout): string {
  return layout.classes.map(({ places, exchanges }) => classText(layout, places, exchanges)).join('\n');
}

/** Tables of the nodes at which conditional exchanges are allowed, by class's and exchange's place. */
export function conditionTables(layout: Layout): string {
  const all = layout.classes.flatMap((one) => one.exchanges).flatMap((one) => one.when);
  return all.map(({ nodes }, at) => `const may${at} = new Uint8Array([${nodes.map((one) => (one ? 1 : 0)).join(', ')}]);`).join('\n');
}

function classText(layout: Layout, places: readonly Field[], exchanges: readonly Exchange[]): string {
  const numbers = new Map(
    layout.classes
      .flatMap((one) => one.exchanges)
      .flatMap((one) => one.when)
      .map((one, at) => [one, at]),
  );
  const load = places.map((field, at) => `let x${at} = ${fieldText(field)};`).join(' ');
  const unsorted = exchanges.map(({ first, second }) => `x${first} > x${second}`).join(' || ');
  const swaps = exchanges.map(({ first, second, when }) => {
    const may = when.map((one) => ` && may${numbers.get(one)}[${fieldText(layout.nodes[one.task] as Field)}] === 1`).join('');
    return `if (x${first} > x${second}${may}) { const x = x${first}; x${first} = x${second}; x${second} = x; }`;
  });
  const words = [...new Set(places.map((field) => field.word))];
  const back = words.map((word) => {
    const here = places.flatMap((field, at) => (field.word === word ? [{ field, at }] : []));
    const cleared = here.reduce((mask, { field }) => mask & ~(maskOf(field) << field.shift), -1);
    return `w${word} = (w${word} & ${cleared}) ${here.map(({ field, at }) => `| (x${at} << ${field.shift})`).join(' ')};`;
  });
  return `{ ${load} if (${unsorted}) { ${swaps.join(' ')} ${back.join(' ')} } }`;
}
