/** Crossing into module code and back: where a CPU can find the text gone. */
import { ask, text } from '../engine/ops.ts';
import type { NoteEvent, Path } from '../engine/step.ts';
import type { Kernel } from './kernel.ts';
import { moduleOf } from './kernel.ts';
import { GONE, type ModuleRecord, UNFORMED } from './module.ts';

/** Runs a driver function: module text at its first and at its last instruction. */
export function* inText<T>(m: ModuleRecord, at: string, body: Path<T>): Path<T> {
  yield* text(m.cells.text, at);
  const result = yield* body;
  yield* text(m.cells.text, `${at} (return)`);
  return result;
}

/** Looks a handle up by an event such as `find_module`; the record, or undefined. Which it is may only matter through its cells. */
export function* findModule(k: Kernel, name: string, at: string): Path<ModuleRecord | undefined> {
  const id = yield* ask(at, { name: 'find_module', module: name });
  return id > 0 ? moduleOf(k, id) : undefined;
}

/** States in which find_module does not see a module: whose name is only reserved, or whose memory is gone. */
export const isHidden = (state: number): boolean => state === UNFORMED || state === GONE;

/** An event about a module. */
export const about = (name: string, m: ModuleRecord, fields: Record<string, string | number> = {}): NoteEvent => ({
  name,
  id: m.id,
  module: m.name,
  ...fields,
});
