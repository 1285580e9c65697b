/** What one run of modprobe carries along: the context, the options, the environment it gives to commands. */
import type { UserPath } from '../../engine/step.ts';
import type { Level } from '../texts/texts.ts';
import type { Kmod, KmodModule } from './kmod.ts';
import { DEFAULT_VERBOSITY, type ModprobeOptions } from './modprobe-options.ts';
import { flush, print, say, type Tool } from './tool.ts';

export interface ModprobeRun {
  readonly kmod: Kmod;
  readonly tool: Tool;
  readonly options: ModprobeOptions;
}

/** The level of messages that end modprobe: with -a they only warn. */
const gravity = (run: ModprobeRun): Level => (run.options.all ? 'warning' : 'critical');

/** A message that ends modprobe, or with -a warns. */
export function* complain(run: ModprobeRun, message: string): UserPath<void> {
  yield* say(run.tool, gravity(run), message);
}

export const isTalkative = (options: ModprobeOptions): boolean => options.showActions || options.verbosity > DEFAULT_VERBOSITY;

/** Prints what is done, if that is asked for, and does not leave it in the buffer. */
export function* showAction(run: ModprobeRun, text: string): UserPath<void> {
  if (!isTalkative(run.options)) return;
  yield* print(run.tool, text);
  yield* flush(run.tool);
}

/** Runs a command of the configuration with a shell; its exit status. */
export function* runCommand(run: ModprobeRun, command: string, module: KmodModule): UserPath<number> {
  const { context } = run.tool;
  const env = new Map(context.env);
  const { passedOn } = run.options;
  if (passedOn.length > 0) {
    const old = env.get('MODPROBE_OPTIONS');
    env.set('MODPROBE_OPTIONS', [...(old === undefined ? [] : [old]), ...passedOn].join(' '));
  }
  env.set('MODPROBE_MODULE', module.name);
  return yield* context.runShell(command, env);
}
