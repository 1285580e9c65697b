import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CASES, insideExplorer } from './inside/bundle.mjs';

export const title =
  'the whole space of the largest cases, no reduction (goals: 0.7 million states and 3 million transitions a second, at most 32 bytes a state, 10 million states in 512 MB)';

/** The last is cut off at 12 million states: for the memory. */
const WHOLE = ['scale-today-n4', 'scale-wait-n4d3', 'scale-tryget-n4k2', 'scale-drain-n3', 'scale-today-n5'];

export async function run({ root, scratch, table }) {
  const program = await insideExplorer(root, scratch);
  const figures = [['whole space', 'states', 'transitions', 'Mstates/s', 'Mtransitions/s', 'bytes/state', 'resident']];
  for (const id of WHOLE) {
    const { stdout } = spawnSync('node', [program, 'whole', join(root, CASES), id], { encoding: 'utf8' });
    const told = JSON.parse(stdout);
    figures.push([
      told.complete ? id : `${id} (cut off)`,
      told.states,
      told.transitions,
      (told.states / told.seconds / 1e6).toFixed(2),
      (told.transitions / told.seconds / 1e6).toFixed(2),
      (told.bytes / told.states).toFixed(1),
      `${(told.rss / 1e6).toFixed(0)} MB`,
    ]);
  }
  table(figures);
}
