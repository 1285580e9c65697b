/** The word `system` in a session: which folders of the host it may name. */
import type { MachineGraph } from '../kernel/graph/graph.ts';

/** The modules of a real machine, or in one line what is wrong with its folder. */
export type SystemAnswer = { readonly graph: MachineGraph } | { readonly problem: string };

export type ReadSystem = (dir: string) => SystemAnswer;

/** Reads the folder. The typed line must be this word and this folder, so that no file that it runs can name a folder of the host. */
export function typedSystem(read: ReadSystem, line: string | undefined, dir: string): SystemAnswer {
  const typed = /^\s*system\s+(.*\S)\s*$/.exec(line ?? '')?.[1];
  if (typed?.replace(/^(['"])(.*)\1$/, '$2') === dir) return read(dir);
  return { problem: 'only typed at the prompt, alone on its line, with the folder written out' };
}
