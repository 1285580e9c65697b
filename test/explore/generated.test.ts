/** The generated successors and the spelled-out simulation are two writings of one meaning. */
import { describe, expect, test } from 'vitest';
import { firstState, pack } from '../../src/explore/packing.ts';
import { prepareBreadth } from '../../src/explore/search/breadth.ts';
import { movesOf } from '../../src/explore/simulate.ts';
import { caseOf, modelOf } from '../helpers/ground.ts';

const IDS = [
  'chr-today-n2-rm2',
  'chr-tryget-wait-n2',
  'net-wait-notify',
  'pro-drain-shut',
  'mod-load-state',
  'mod-dep-lock',
  'own-twoputs-today',
];

describe('generated code and simulation reach the same states in', () => {
  for (const id of IDS) {
    test(id, () => {
      const model = modelOf(caseOf(id));
      const { layout, program } = prepareBreadth(model, { symmetry: false, persistent: false }, 'proved');
      expect(program.run(1_000_000, 1_000_000)).toBe(true);
      const first = firstState(model);
      const seen = new Map([[pack(model, layout, first).join(), first]]);
      let moves = 0;
      for (const state of seen.values()) {
        for (const [task] of model.tasks.entries()) {
          for (const move of movesOf(model, state, task)) {
            moves += 1;
            if (move.to !== undefined) seen.set(pack(model, layout, move.to).join(), move.to);
          }
        }
      }
      expect(seen.size).toBe(program.count());
      expect(moves).toBe(program.transitions());
      for (const key of seen.keys()) expect(program.find(key.split(',').map(Number))).toBeGreaterThanOrEqual(0);
    });
  }
});
