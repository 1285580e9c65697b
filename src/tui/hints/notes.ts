/** Notes: what the face saw happen and the tools do not say. Each is one line without its two blanks and its word. */
import type { SystemView, WaitView } from '../../engine/view.ts';
import { duration, tenths } from '../time.ts';
import { moduleIn } from './hint.ts';

/** After Ctrl-C ended a wait: what is left as it was. Undefined when the module is not live any more. */
export function cancelNote(wait: WaitView, view: SystemView, nowUs: number): string | undefined {
  const module = moduleIn(view, wait.module);
  if (module?.state !== 'Live') return undefined;
  const after = duration(nowUs - wait.since);
  const phase = wait.phases.find(({ state }) => state === 'now');
  if (phase) return `cancelled in ${phase.name} after ${after}; gate open again, ${module.name} is live`;
  return `cancelled after ${after}; nothing was closed, ${module.name} is live, ${module.refcnt} ref${module.refcnt === 1 ? '' : 's'}`;
}

/** The moments at which a wait crossed the line that no cancel crosses. */
export function commitNotes(before: readonly WaitView[], view: SystemView): string[] {
  const crossed = (wait: WaitView): boolean => wait.phases.some((phase) => phase.commit && phase.state === 'done');
  const open = before.filter((wait) => wait.phases.length > 0 && !crossed(wait));
  return open
    .filter((wait) => {
      const now = view.waits.find((other) => other.pid === wait.pid);
      // A skip may pass over all that comes after the line: then the module is gone.
      return now ? crossed(now) : !moduleIn(view, wait.module);
    })
    .map(() => `committed at t ${tenths(view.now)}`);
}

/** The first Ctrl-C on a wait that it cannot end: why, and what would. */
export function cannotCancel(wait: WaitView): { readonly note: string; readonly hint: string } {
  const way = wait.wayOut === '' ? '' : `${wait.wayOut}; `;
  return { note: wait.whyNot, hint: `${way}Ctrl-C again leaves this in the background` };
}

/** The second one: the command is a job now, which goes on. */
export const leftBehind = ({ wayOut }: WaitView): string => `detached, no signal ends it${wayOut === '' ? '' : `; ${wayOut}`}`;

/** Where a block is wrong: the line, and carets under the word. Column and line count from 1. */
export function caretLines(text: string, error: { readonly line: number; readonly column: number; readonly near: string }): string[] {
  const line = text.split('\n')[error.line - 1] ?? '';
  const start = Math.max(0, Math.min(error.column - 1, line.length));
  const word = error.near !== '' && line.startsWith(error.near, start) ? error.near : (/^\S+/.exec(line.slice(start))?.[0] ?? '^');
  const shown = line.replaceAll('\t', ' ');
  return [`  ${shown}`, `  ${' '.repeat(start)}${'^'.repeat(Math.max(1, word.length))}`];
}
