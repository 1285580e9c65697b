/** What a hint is made from, and how it is written. */
import type { ModuleView, SystemView } from '../../engine/view.ts';
import type { CompletionSources } from '../complete/completion.ts';

export interface HintInput {
  /** What the command printed, on both streams, as lines. */
  readonly lines: readonly string[];
  /** The words of the last simple command of the block. */
  readonly words: readonly string[];
  readonly status: number;
  /** The system when the block began, and now. */
  readonly before: SystemView;
  readonly view: SystemView;
  /** Kernel log lines that came meanwhile, as dmesg prints them. */
  readonly log: readonly string[];
  readonly exporterOf: (symbol: string) => string | undefined;
  readonly sources: CompletionSources;
  readonly columns: number;
}

/** A hint, and a shorter one for where it does not fit. */
export interface Hint {
  readonly text: string;
  readonly short?: string;
}

export const moduleIn = (view: SystemView, name: string): ModuleView | undefined => view.modules.find((module) => module.name === name);

/** The module's name in what a tool printed: `chardev` of `./chardev.ko`. */
export const moduleName = (word: string): string => word.replace(/^.*\//, '').replace(/\.ko$/, '').replaceAll('-', '_');

const WORD = '  hint: ';

/** The line as the transcript gets it, or undefined when neither form fits. */
export function hintLine({ text, short }: Hint, columns: number): string | undefined {
  return [text, short]
    .filter((form) => form !== undefined)
    .map((form) => WORD + form)
    .find((form) => form.length <= columns - 1);
}
