/** How notes are answered while paths are compiled: look-ups from the tables that stand still, everything else not at all. */
import type { Note } from '../../engine/step.ts';
import { moduleOf } from '../../kernel/kernel.ts';
import type { Span } from '../deadlines.ts';
import { blankRecord, type RegisterCount, recordAnswers } from '../records.ts';
import { type Started, startedBy } from '../started.ts';
import type { World } from '../world.ts';
import { restore } from './plain.ts';

/** Notes that change plain data which the same path reads again. */
const LOCAL = ['module_use', 'module_unuse', 'module_sysfs', 'module_sysfs_gone', 'param_store', 'driver_data'];

export interface Answerer {
  answer(note: Note, task: number): number;
  /** Puts back what paths have changed; `loading` names the module whose record a load finds blank. */
  reset(loading: string | undefined): void;
  /** What some path has started, by its name, and how long it may wait before it begins. */
  readonly started: Map<string, { readonly what: Started; readonly span: Span }>;
}

/** The CPU that a task stays on: like tasks share what CPUs there are. */
export const cpuOf = (task: number, cpus: number): number => task % cpus;

/** Makes the answerer of a world. Paths may be run in any order with it, each after a `reset`. */
export function createAnswerer(w: World): Answerer {
  const { k } = w;
  const registered: RegisterCount = new Map();
  const handles = recordAnswers(k, w.records, registered);
  const local = new Set(LOCAL);
  const started: Answerer['started'] = new Map();
  const add = (what: Started): void => {
    const known = started.get(what.name)?.span;
    started.set(what.name, {
      what,
      span: { least: Math.min(what.us, known?.least ?? what.us), most: Math.max(what.us, known?.most ?? what.us) },
    });
  };
  for (const what of w.started) add(what);
  let dirty: string | undefined | true = true;
  return {
    started,
    answer(note, task) {
      const { event } = note;
      if (event.name === 'smp_processor_id') return cpuOf(task, Number(event['cpus']));
      const handle = handles.get(event.name);
      if (handle !== undefined) return handle(event);
      const what = startedBy(k, event);
      if (what !== undefined) add(what);
      if (local.has(event.name)) dirty = true;
      else if (note.op === 'emit' || event.name.startsWith('check_') || event.name.startsWith('verify_')) return 0;
      return k.handlers.get(event.name)?.(event, undefined) ?? 0;
    },
    reset(loading) {
      registered.clear();
      if (dirty === loading) return;
      for (const [id, plain] of w.loadedData) restore(moduleOf(k, id), plain);
      if (loading !== undefined) blankRecord(moduleOf(k, w.records.modules.get(loading) ?? 0));
      dirty = loading;
    },
  };
}
