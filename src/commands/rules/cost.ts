/** `cost`: what the regime's counting has cost so far. */
import type { UserPath } from '../../engine/step.ts';
import type { Bill } from '../../kernel/meter.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import type { WhoServices } from '../who/services.ts';

const USAGE = 'cost [--json] [--reset]';

const seconds = (us: number): string => `${(us / 1e6).toFixed(3)} s`;

/** The bill as lines of words and numbers. */
export function billText(regime: string, bill: Bill): string {
  const rows: readonly (readonly [string, string])[] = [
    ['gets', String(bill.gets)],
    ['puts', String(bill.puts)],
    ['failed gets', String(bill.failedGets)],
    ['paths that gave back', String(bill.unwound)],
    ['holds on devices', String(bill.deviceHolds)],
    ['lock acquisitions', String(bill.locks)],
    ['bounced cache lines', String(bill.bounced)],
    ['stops of the machine', `${bill.machineStops} (${seconds(bill.stopMachineUs)})`],
    ['longest unload', seconds(bill.longestUnloadUs)],
    ['packets', `${bill.received} received, ${bill.lost} lost`],
    ['units', String(bill.units)],
  ];
  return `cost of counting under ${regime}\n${rows.map(([what, value]) => `  ${what.padEnd(22)}${value}\n`).join('')}`;
}

/** The bill as one line of JSON. */
export const billJson = (regime: string, bill: Bill): string => `${JSON.stringify({ version: 1, regime, ...bill })}\n`;

function* run({ args, name, out, err, services }: CommandContext<WhoServices>): UserPath<number> {
  if (args.some((word) => word !== '--json' && word !== '--reset')) {
    yield* err(`${name}: usage: ${USAGE}\n`);
    return 2;
  }
  const { meter, rules } = services.system.kernel;
  if (args.includes('--reset')) {
    meter.reset();
    return 0;
  }
  yield* out(args.includes('--json') ? billJson(rules.id, meter.bill()) : billText(rules.id, meter.bill()));
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
