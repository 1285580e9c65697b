/** A get on a CPU of one's choice: a task's number decides on which CPU it runs. */
import type { ModuleRecord } from '../../../src/kernel/module.ts';
import { type KernelWorld, type PathTask, start } from '../../helpers/kernelWorld.ts';

/** __module_get by a task of this number, for who holds a reference already. */
export const getHeldTask = (world: KernelWorld, m: ModuleRecord, object: string, id: number): PathTask<void> =>
  start(world, 'get', world.kernel.rules.getHeld(world.kernel, m, object, '__module_get'), { id });
