/** Symmetry against brute force: an exchange changes nothing that can be seen, and states are stored once an orbit. */
import { describe, expect, test } from 'vitest';
import { exchangeOf } from '../../src/explore/exchange.ts';
import type { Model } from '../../src/explore/model.ts';
import { canonical, type Exchange, firstState, layOut, type PlainState, pack, type SymmetryClass } from '../../src/explore/packing.ts';
import { searchBreadth } from '../../src/explore/search/breadth.ts';
import { DEFAULT_LIMITS, finishSearch } from '../../src/explore/search/limits.ts';
import { movesOf } from '../../src/explore/simulate.ts';
import { findSymmetry } from '../../src/explore/symmetry.ts';
import { judgeRest } from '../../src/explore/verdict.ts';
import { caseOf, modelOf, smallCases } from '../helpers/ground.ts';

const keyOf = ({ cells, nodes }: PlainState): string => `${cells.join()} ${nodes.join()}`;

/** A state with two blocks exchanged. Undefined: some task outside stands where that is not allowed. */
function swapped(state: PlainState, { blocks }: SymmetryClass, { first, second, when }: Exchange): PlainState | undefined {
  if (!when.every(({ task, nodes }) => nodes[state.nodes[task] as number])) return undefined;
  const next = { cells: [...state.cells], nodes: [...state.nodes] };
  const [a, b] = [blocks[first], blocks[second]];
  for (const [at, task] of (a?.tasks ?? []).entries()) {
    const other = b?.tasks[at] as number;
    [next.nodes[task], next.nodes[other]] = [state.nodes[other] as number, state.nodes[task] as number];
  }
  for (const [at, cell] of (a?.cells ?? []).entries()) {
    const other = b?.cells[at] as number;
    [next.cells[cell], next.cells[other]] = [state.cells[other] as number, state.cells[cell] as number];
  }
  return next;
}

const exchangesOf = (classes: readonly SymmetryClass[]) =>
  classes.flatMap((one) => one.exchanges.map((exchange) => (state: PlainState) => swapped(state, one, exchange)));

/** What may come next: for each step its end, or the fault; and what the state is at rest. */
function comesNext(model: Model, state: PlainState, seenAs: (to: PlainState) => PlainState | undefined): string {
  const moves = model.tasks.flatMap((_, task) => movesOf(model, state, task));
  const ends = moves.map((move) => move.fault ?? (move.to === undefined ? '' : keyOf(seenAs(move.to) ?? move.to)));
  return `${ends.sort().join(';')} ${moves.length === 0 ? judgeRest(model, state) : ''}`;
}

function reachableStates(model: Model): PlainState[] {
  const first = firstState(model);
  const seen = new Map([[keyOf(first), first]]);
  for (const state of seen.values()) {
    for (const [task] of model.tasks.entries()) {
      for (const { to } of movesOf(model, state, task)) if (to !== undefined) seen.set(keyOf(to), to);
    }
  }
  return [...seen.values()];
}

/** All that exchanges make of a state. */
function orbit(state: PlainState, exchanges: ReturnType<typeof exchangesOf>): PlainState[] {
  const seen = new Map([[keyOf(state), state]]);
  for (const one of seen.values()) {
    for (const exchange of exchanges) {
      const other = exchange(one);
      if (other !== undefined) seen.set(keyOf(other), other);
    }
  }
  return [...seen.values()];
}

const symmetric = smallCases.flatMap((one) => {
  const model = modelOf(one);
  const both = model.anyOrder === undefined ? [model] : [model, model.anyOrder];
  return both.flatMap((each, at): [string, Model][] => {
    const name = at === 0 ? one.id : `${one.id} in any order`;
    return findSymmetry(each).length === 0 ? [] : [[name, { ...each, only: undefined }]];
  });
});

const HELD = ['net-wait', 'chr-tryget-n2', 'chr-today-n2-rm2', 'mod-dep-lock', 'mod-two-atomic', 'pro-drain-stuck'];

test('the cases with symmetry are those with like tasks, with devices and processors of their own too', () => {
  expect(symmetric.map(([name]) => name)).toEqual(expect.arrayContaining(HELD));
});

describe.each(symmetric.filter(([name]) => HELD.includes(name.split(' ')[0] ?? '')))('%s', (_name, model) => {
  const classes = findSymmetry(model);
  const exchanges = exchangesOf(classes);
  const states = reachableStates(model);

  test('an exchange and a step may be done in either order', () => {
    let held = 0;
    for (const state of states) {
      for (const exchange of exchanges) {
        const other = exchange(state);
        if (other === undefined) continue;
        held += 1;
        expect(comesNext(model, other, (to) => to)).toBe(comesNext(model, state, exchange));
      }
    }
    expect(held).toBeGreaterThan(0);
  });

  test('the search stores one state an orbit', () => {
    const faulty = states.some((state) =>
      model.tasks.some((_, task) => movesOf(model, state, task).some((move) => move.fault !== undefined)),
    );
    const layout = layOut(model, classes);
    const orbits = new Set<string>();
    for (const state of states) {
      const all = orbit(state, exchanges);
      orbits.add(all.map(keyOf).sort()[0] ?? '');
      const forms = new Set(all.map((one) => canonical(layout, pack(model, layout, one)).join()));
      expect(forms.size).toBe(1);
    }
    const reduced = finishSearch(searchBreadth({ ...model, only: 'proved' }, { symmetry: true, persistent: false }, DEFAULT_LIMITS));
    expect(faulty).toBe(false);
    expect(reduced.states).toBe(orbits.size);
  });
});

test('blocks that differ in one number are not exchanged', () => {
  const model = modelOf(caseOf('chr-tryget-n2'));
  const [first] = findSymmetry(model);
  const [cell] = first?.blocks[0]?.cells ?? [];
  if (first === undefined || cell === undefined) throw new Error('no symmetry');
  expect(exchangeOf(model, first.blocks, 0, 1)).toEqual({ first: 0, second: 1, when: [] });
  const changed = { ...model, cells: model.cells.map((one, at) => (at === cell ? { ...one, init: one.init + 1 } : one)) };
  expect(exchangeOf(changed, first.blocks, 0, 1)).toBeUndefined();
  const [own] = first.blocks[0]?.tasks ?? [];
  const tasks = model.tasks.map((task, at) => (at === own ? { ...task, keeps: true } : task));
  expect(exchangeOf({ ...model, tasks }, first.blocks, 0, 1)).toBeUndefined();
});
