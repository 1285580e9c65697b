/** The shell's own door: programs for the first process of a system, or for any other. */
import type { UserPath } from '../engine/step.ts';
import type { Process, Program } from '../engine/sys.ts';
import type { FindCommand } from './command.ts';
import { type PromptHooks, runPrompt } from './interactive.ts';
import { runImage } from './interpreter/image.ts';
import { interpreter } from './interpreter/interpreter.ts';
import { runScript, type StepHooks } from './interpreter/script.ts';
import { createShell, type Surroundings } from './state.ts';
import type { Step } from './syntax/tree.ts';
import { setUpVariables } from './variables.ts';

export type { PromptHooks, PromptState } from './interactive.ts';
export type { Step } from './syntax/tree.ts';

/** Called around each complete command of a script (what stands between two newlines), synchronously, in its process. */
export interface OnStep {
  before(step: Pick<Step, 'line' | 'text'>, process: Process): void;
  after(step: Pick<Step, 'line' | 'text'>, status: number, process: Process): void;
}

interface Common {
  readonly find: FindCommand;
  /** Handed to every command, unread. */
  readonly services: unknown;
  /** The environment; default: root's on a small system. */
  readonly env?: ReadonlyMap<string, string>;
}

export interface ScriptShell extends Common {
  /** `name` is `$0` and begins each message; `modsh` for text that came from no file. */
  readonly script: { readonly name: string; readonly text: string; readonly args: readonly string[] };
  readonly onStep?: OnStep;
}

export interface PromptShell extends Common {
  readonly interactive: PromptHooks;
}

const ENVIRONMENT: ReadonlyMap<string, string> = new Map([
  ['HOME', '/root'],
  ['LC_ALL', 'C'],
  ['LOGNAME', 'root'],
  ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  ['SHELL', '/bin/sh'],
  ['USER', 'root'],
]);

const surroundings = (options: Common, notice?: (text: string) => void): Surroundings => ({
  find: options.find,
  services: options.services,
  interpreter,
  notice,
});

const environmentOf = (options: Common, process: Process): ReadonlyMap<string, string> => {
  const environment = new Map(options.env ?? ENVIRONMENT);
  environment.set('PWD', process.cwd);
  return environment;
};

/** A program that runs a script, or (given hooks for a prompt) an interactive shell on descriptors 0 to 2. */
export function shellProgram(options: ScriptShell | PromptShell): Program {
  return 'script' in options ? (process) => scriptMain(options, process) : (process) => promptMain(options, process);
}

function* scriptMain(options: ScriptShell, process: Process): UserPath<number> {
  const { name, text, args } = options.script;
  const shell = createShell({ process, around: surroundings(options), name, args, env: environmentOf(options, process) });
  setUpVariables(shell);
  return yield* runScript(shell, text, hooksOf(options.onStep));
}

function hooksOf(onStep: OnStep | undefined): StepHooks | undefined {
  if (onStep === undefined) return undefined;
  return {
    before: (step, shell) => onStep.before(step, shell.process),
    after: (step, status, shell) => onStep.after(step, status, shell.process),
  };
}

function* promptMain(options: PromptShell, process: Process): UserPath<number> {
  const around = surroundings(options, (text) => options.interactive.onNotice(text));
  const shell = createShell({
    process,
    around,
    name: 'modsh',
    args: [],
    env: environmentOf(options, process),
    options: { interactive: true, monitor: true },
  });
  setUpVariables(shell);
  return yield* runPrompt(shell, options.interactive);
}

/** A program that runs one command line of words, found as a shell finds them: for helpers that the kernel starts. */
export function wordsProgram(options: Common & { readonly words: readonly string[] }): Program {
  return (process) => {
    const { words } = options;
    return runImage(process, {
      around: surroundings(options),
      words,
      environment: environmentOf(options, process),
      depth: 0,
      prefix: 'modsh: ',
    });
  };
}
