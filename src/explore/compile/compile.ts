/** From a world to the model that is searched: values and automata, until nothing new is found. */
import type { Model } from '../model.ts';
import type { World } from '../world.ts';
import type { OwnCells } from './compiler.ts';
import { normalise } from './normalise.ts';
import { widenValues } from './ranges.ts';
import { compileTasks } from './tasks.ts';
import { addValue, createValues } from './values.ts';

const ROUNDS_MAX = 40;
/** How far above its start a cell is followed at first; a search that leaves this starts again with more. */
export const FIRST_SLACK = 24;

/** Compiles a world. `slack`: how far adds are followed where loops would add without end. */
export function compileWorld(w: World, own: OwnCells, slack = FIRST_SLACK): Model {
  const values = createValues(w.machine.cells);
  if (own.faultsLeft !== -1) for (let left = 0; left <= w.params.faultBudget; left += 1) addValue(values, own.faultsLeft, left);
  let runs = 0;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const compiled = compileTasks(w, values, own);
    runs += compiled.runs;
    if (
      !widenValues(
        values,
        compiled.tasks.map((task) => task.start),
        slack,
      )
    )
      return normalise(w, values, own, compiled.tasks, runs);
  }
  throw new Error('the values that cells may have do not come to an end');
}
