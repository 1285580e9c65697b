/** `cost`: what the regime's counting has cost so far. */
import type { UserPath } from '../../engine/step.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import type { WhoServices } from '../who/services.ts';
import { billJson, billText, isMetered, meterOf } from './meter.ts';

const USAGE = 'cost [--json] [--reset]';

function* run({ args, name, out, err, services }: CommandContext<WhoServices>): UserPath<number> {
  if (args.some((word) => word !== '--json' && word !== '--reset')) {
    yield* err(`${name}: usage: ${USAGE}\n`);
    return 2;
  }
  const { kernel } = services.system;
  const fresh = !isMetered(kernel);
  const meter = meterOf(kernel);
  if (args.includes('--reset')) {
    meter.reset();
    return 0;
  }
  yield* out(args.includes('--json') ? billJson(kernel.rules.id, meter.bill()) : billText(kernel.rules.id, meter.bill()));
  if (fresh) yield* err(`${name}: counting begins now\n`);
  return 0;
}

export const cost: Command<WhoServices> = {
  name: 'cost',
  usage: '[--json] [--reset]',
  summary: 'what the counting has cost: gets, puts, locks, lost packets',
  group: 'rules',
  ours: true,
  examples: ['cost --reset', 'traffic packets=1000 seconds=2', 'cost'],
  run,
};
