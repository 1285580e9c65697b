/** The recorded machine: Debian's kernel with 151 modules loaded, as test/oracle/real-system has it. */
import { readFileSync } from 'node:fs';
import {
  type GraphTexts,
  INDEX_NAMES,
  type IndexName,
  type MachineGraph,
  type NamedText,
  readMachineGraph,
} from '../../src/kernel/graph/graph.ts';

export const recorded = (name: string): string => readFileSync(new URL(`../oracle/real-system/${name}`, import.meta.url), 'utf8');

const RECORDED_INDEXES = ['modules.dep', 'modules.alias', 'modules.softdep', 'modules.builtin', 'modules.symbols'] as const;

export function recordedTexts(withLoaded: boolean): GraphTexts {
  const indexes: Partial<Record<IndexName, NamedText>> = {};
  for (const name of INDEX_NAMES) if (RECORDED_INDEXES.some((one) => one === name)) indexes[name] = { name, text: recorded(name) };
  return { indexes, ...(withLoaded ? { loaded: { name: 'proc-modules', text: recorded('proc-modules') } } : {}) };
}

export function graphOf(texts: GraphTexts): MachineGraph {
  const read = readMachineGraph(texts);
  if ('problem' in read) throw new Error(read.problem);
  return read.ok;
}
