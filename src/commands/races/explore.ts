/** `explore`: every interleaving of a scenario, or of what is loaded, under the rule of this system. */
import { SIGNALS } from '../../engine/signals.ts';
import type { UserPath } from '../../engine/step.ts';
import { CannotExplore } from '../../explore/problem.ts';
import { BadRequest, readRequest } from '../../explore/request.ts';
import { type Ground, type Served, STATUS, serveExplore } from '../../explore/serve.ts';
import { EXPLORE_USAGE } from '../../explore/usage.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { groundOf, writeServed } from './ground.ts';
import type { RaceServices } from './services.ts';

/** States that a search in the shell stores at most, unless it is told otherwise: the rest belongs on the command line. */
const SHELL_STATES = 2_000_000;
const BREATH_US = 1;

/** Runs slice after slice; between two of them the system lives on, and Ctrl-C ends the search with what is known. */
function* search(context: CommandContext<RaceServices>, ground: Ground): UserPath<Served> {
  const { args, sys, services } = context;
  const request = readRequest(args);
  const statesMax = args.some((word) => word.startsWith('--states')) ? request.statesMax : SHELL_STATES;
  const searching = serveExplore({ ...request, statesMax }, ground);
  let at = searching.next(true);
  if (at.done !== true) yield* sys.sigaction(SIGNALS.INT, 'catch');
  while (at.done !== true) {
    services.computed?.();
    at = searching.next((yield* sys.nanosleep(BREATH_US)) === 0);
  }
  return at.value;
}

function* run(context: CommandContext<RaceServices>): UserPath<number> {
  const { args, name, err, out } = context;
  if (args.length === 0 || args[0] === '--help') {
    yield* out(`Usage: ${EXPLORE_USAGE}`);
    return args.length === 0 ? STATUS.usage : 0;
  }
  if (args[0] === 'merge' || args.includes('--matrix')) {
    yield* err(`${name}: the matrix belongs on the command line: modsh explore --matrix\n`);
    return STATUS.usage;
  }
  try {
    return yield* writeServed(context, yield* search(context, groundOf(context.services)));
  } catch (error) {
    if (!(error instanceof BadRequest) && !(error instanceof CannotExplore)) throw error;
    yield* err(`${name}: ${error.message}\n`);
    return STATUS.usage;
  }
}

export const explore: Command<RaceServices> = {
  name: 'explore',
  usage: 'SCENARIO|MODULE|CASE [option ...]',
  summary: 'search every interleaving: a verdict, and the shortest schedule that goes wrong',
  group: 'races',
  ours: true,
  examples: ['explore chardev', 'explore chardev --regime 2.2', 'explore protocol --users 2 --interrupts 1'],
  run,
};
