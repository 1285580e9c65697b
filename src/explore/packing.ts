/**
 * How a state lies in 32-bit words: every cell and every task's node is a field of as many bits as it needs. The fields of
 * tasks that are alike, with the cells that only they touch, lie together, so that two such tasks are exchanged by
 * exchanging two numbers.
 */
import type { Model } from './model.ts';

export interface Field {
  readonly word: number;
  readonly shift: number;
  readonly bits: number;
}

/** Fields that move together: one of several alike. */
export interface Block {
  readonly tasks: readonly number[];
  readonly cells: readonly number[];
}

/** Two blocks that may be exchanged while each of these tasks, none of which is ever exchanged, stands at one of these nodes. */
export interface Exchange {
  readonly first: number;
  readonly second: number;
  readonly when: readonly { readonly task: number; readonly nodes: readonly boolean[] }[];
}

/** Blocks that are alike; the n-th task or cell of one stands for the n-th of the other. `exchanges` in the order of their blocks. */
export interface SymmetryClass {
  readonly blocks: readonly Block[];
  readonly exchanges: readonly Exchange[];
}

export interface Layout {
  readonly words: number;
  readonly cells: readonly Field[];
  readonly nodes: readonly Field[];
  /** Where each block of each class lies; a class that does not fit is left out. Finer classes come first. */
  readonly classes: readonly { readonly places: readonly Field[]; readonly exchanges: readonly Exchange[] }[];
}

const WORD_BITS = 32;
const FIELD_BITS_MAX = 31;
export const WORDS_MAX = 8;

const bitsFor = (count: number): number => Math.max(1, Math.ceil(Math.log2(Math.max(2, count))));

interface Item {
  readonly bits: number;
  place(word: number, shift: number): void;
}

/** Lays the fields out. `classes` are the symmetries to prepare for. Throws when a state needs more than WORDS_MAX words. */
export function layOut(model: Model, classes: readonly SymmetryClass[]): Layout {
  const cells: Field[] = [];
  const nodes: Field[] = [];
  const cellBits = model.cells.map((cell) => bitsFor(cell.hi - cell.lo + 1));
  const nodeBits = model.tasks.map((task) => bitsFor(task.nodes.length));
  const widthOf = (block: Block): number =>
    [...block.tasks.map((task) => nodeBits[task] as number), ...block.cells.map((cell) => cellBits[cell] as number)].reduce(
      (sum, bits) => sum + bits,
      0,
    );
  const kept = classes.filter(({ blocks }) => blocks.every((block) => widthOf(block) <= FIELD_BITS_MAX));
  const where = new Map<Block, Field>();
  const inBlock = { cells: new Set<number>(), tasks: new Set<number>() };
  /** Places a block's fields side by side: those of the finer blocks within it first, each together. */
  const placeBlock = (block: Block, finer: readonly Block[], word: number, shift: number): void => {
    where.set(block, { word, shift, bits: widthOf(block) });
    let from = shift;
    const within = finer.filter((one) => one.tasks.every((task) => block.tasks.includes(task)));
    for (const one of within) {
      placeBlock(one, [], word, from);
      from += widthOf(one);
    }
    for (const task of block.tasks) {
      if (within.some((one) => one.tasks.includes(task))) continue;
      nodes[task] = { word, shift: from, bits: nodeBits[task] as number };
      from += nodeBits[task] as number;
    }
    for (const cell of block.cells) {
      if (within.some((one) => one.cells.includes(cell))) continue;
      cells[cell] = { word, shift: from, bits: cellBits[cell] as number };
      from += cellBits[cell] as number;
    }
  };
  const items: Item[] = [];
  // The coarser classes come last, and take the finer blocks within them along.
  for (const [at, { blocks }] of [...kept.entries()].reverse()) {
    const finer = kept.slice(0, at).flatMap((one) => one.blocks);
    for (const block of blocks) {
      if (block.tasks.some((task) => inBlock.tasks.has(task))) continue;
      for (const task of block.tasks) inBlock.tasks.add(task);
      for (const cell of block.cells) inBlock.cells.add(cell);
      items.push({ bits: widthOf(block), place: (word, shift) => placeBlock(block, finer, word, shift) });
    }
  }
  for (const [task, bits] of nodeBits.entries()) {
    if (!inBlock.tasks.has(task)) items.push(singleItem(nodes, task, bits));
  }
  for (const [cell, bits] of cellBits.entries()) {
    if (!inBlock.cells.has(cell)) items.push(singleItem(cells, cell, bits));
  }
  const words = placeAll(items);
  return {
    words,
    cells,
    nodes,
    classes: kept.map(({ blocks, exchanges }) => ({ places: blocks.map((one) => where.get(one) as Field), exchanges })),
  };
}

const singleItem = (fields: Field[], at: number, bits: number): Item => ({
  bits,
  place(word, shift) {
    fields[at] = { word, shift, bits };
  },
});

/** First fit, widest first; the number of words used. */
function placeAll(items: readonly Item[]): number {
  const used: number[] = [];
  for (const item of [...items].sort((a, b) => b.bits - a.bits)) {
    let word = used.findIndex((bits) => bits + item.bits <= WORD_BITS);
    if (word < 0) {
      word = used.length;
      used.push(0);
    }
    item.place(word, used[word] as number);
    used[word] = (used[word] as number) + item.bits;
  }
  if (used.length > WORDS_MAX) throw new Error(`a state needs ${used.length} words; at most ${WORDS_MAX} are provided for`);
  return Math.max(1, used.length);
}

const maskOf = (bits: number): number => (bits >= WORD_BITS ? -1 : (1 << bits) - 1);
export const fieldOf = (words: ArrayLike<number>, field: Field): number =>
  ((words[field.word] as number) >>> field.shift) & maskOf(field.bits);

/** A state spelled out. */
export interface PlainState {
  readonly cells: number[];
  readonly nodes: number[];
}

export function unpack(model: Model, layout: Layout, words: ArrayLike<number>): PlainState {
  return {
    cells: model.cells.map((cell, at) => fieldOf(words, layout.cells[at] as Field) + cell.lo),
    nodes: model.tasks.map((_, at) => fieldOf(words, layout.nodes[at] as Field)),
  };
}

export function pack(model: Model, layout: Layout, state: PlainState): number[] {
  const words: number[] = Array.from({ length: layout.words }, () => 0);
  const put = (field: Field, value: number): void => {
    words[field.word] = (words[field.word] as number) | (value << field.shift) | 0;
  };
  for (const [at, cell] of model.cells.entries()) put(layout.cells[at] as Field, (state.cells[at] as number) - cell.lo);
  for (const [at] of model.tasks.entries()) put(layout.nodes[at] as Field, state.nodes[at] as number);
  return words;
}

/** The representative of a state among those that exchanging like blocks makes of it. */
export function canonical(layout: Layout, words: readonly number[]): number[] {
  const out = [...words];
  const write = (field: Field, value: number): void => {
    const mask = maskOf(field.bits) << field.shift;
    out[field.word] = ((out[field.word] as number) & ~mask) | (value << field.shift) | 0;
  };
  for (const { places, exchanges } of layout.classes) {
    for (const { first, second, when } of exchanges) {
      const [a, b] = [places[first] as Field, places[second] as Field];
      const [one, other] = [fieldOf(out, a), fieldOf(out, b)];
      if (one <= other || !when.every(({ task, nodes }) => nodes[fieldOf(out, layout.nodes[task] as Field)])) continue;
      write(a, other);
      write(b, one);
    }
  }
  return out;
}

/** The start of everything. */
export const firstState = (model: Model): PlainState => ({
  cells: model.cells.map((cell) => cell.init),
  nodes: model.tasks.map(() => 0),
});
