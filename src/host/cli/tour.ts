/** `modsh tour [N]`: the interactive shell, beginning with a step of the tour. */
import type { Command } from 'commander';
import type { InteractiveFlags } from './interactive.ts';
import { type SystemFlags, withSystemOptions } from './options.ts';
import { UsageError } from './usage.ts';

const STEPS = 10;

/** Registers the subcommand. */
export function registerTour(program: Command, done: (status: number) => void): void {
  const command = program
    .command('tour')
    .description('the debate of 2003 in ten steps, in the interactive shell')
    .argument('[step]', `where to begin, 1 to ${STEPS}`, '1')
    .option('--no-color', 'no colour');
  withSystemOptions(command).action(async (step: string, flags: SystemFlags & Pick<InteractiveFlags, 'color'>) => {
    const tour = Number(step);
    if (!Number.isInteger(tour) || tour < 1 || tour > STEPS) throw new UsageError(`tour has the steps 1 to ${STEPS}, not ${step}`);
    if (flags.strict === true) throw new UsageError('tour is a word of ours: there is none under --strict');
    if (process.stdin.isTTY !== true) throw new UsageError('tour needs a terminal');
    const { interactive } = await import('./interactive.ts');
    done(await interactive({ ...flags, quiet: true, tour }));
  });
}
