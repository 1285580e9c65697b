/** `traffic`: packets, routes, neighbours and connections at a rate, through a network device and a protocol. */
import type { UserPath } from '../../engine/step.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { startTraffic } from '../../kernel/notes/work.ts';
import type { TrafficPlan } from '../../kernel/traffic.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import type { WhoServices } from '../who/services.ts';

const NUMBERS = ['packets', 'routes', 'neighbours', 'connections', 'seconds', 'life', 'family'] as const;
type Numbers = Record<(typeof NUMBERS)[number], number>;

const DEFAULTS: Numbers = { packets: 0, routes: 0, neighbours: 0, connections: 0, seconds: 1, life: 10, family: 19 };
const RATE_MAX = 100_000;
const SECONDS_MAX = 86_400;

interface Wanted {
  readonly numbers: Numbers;
  readonly device: string;
}

/** Words `key=value`; or what is wrong with one. */
function parse(args: readonly string[]): Wanted | string {
  const numbers: Numbers = { ...DEFAULTS };
  let device = '';
  for (const word of args) {
    const [key = '', value = ''] = word.split('=');
    const known = NUMBERS.find((one) => one === key);
    if (key === 'dev') device = value;
    else if (known === undefined || !/^\d+$/.test(value) || Number(value) > (known === 'seconds' ? SECONDS_MAX : RATE_MAX)) return word;
    else numbers[known] = Number(value);
  }
  return { numbers, device };
}

/** The device of that name, or the first there is; 0 for none. */
const deviceNamed = (k: Kernel, name: string): number =>
  (name === '' ? [...k.netdevs.byName.values()][0] : k.netdevs.byName.get(name))?.id ?? 0;

function* run({ args, name, out, err, sys, services }: CommandContext<WhoServices>): UserPath<number> {
  const { kernel } = services.system;
  const wanted = parse(args);
  if (typeof wanted === 'string' || args.length === 0) {
    yield* err(`${name}: usage: ${name} packets=N routes=N neighbours=N connections=N [seconds=N] [life=N] [dev=NAME] [family=N]\n`);
    return 2;
  }
  const { life, ...rates } = wanted.numbers;
  const device = deviceNamed(kernel, wanted.device);
  if (device === 0 && rates.packets + rates.routes + rates.neighbours > 0) {
    yield* err(`${name}: ${wanted.device === '' ? 'there is no network device' : `no device ${wanted.device}`}\n`);
    return 1;
  }
  const { meter } = kernel;
  const before = meter.bill();
  const plan: TrafficPlan = { ...rates, device, entrySeconds: life };
  startTraffic(kernel, plan);
  if ((yield* sys.nanosleep(plan.seconds * 1_000_000 + 1)) < 0) return 130;
  const bill = meter.bill();
  const gets = bill.gets - before.gets;
  yield* out(
    `${bill.received - before.received} packets, ${bill.lost - before.lost} lost; ${gets} gets of modules, ${bill.failedGets - before.failedGets} failed\n`,
  );
  return 0;
}

export const traffic: Command<WhoServices> = {
  name: 'traffic',
  usage: 'packets=N routes=N neighbours=N connections=N [seconds=N] [life=N] [dev=NAME] [family=N]',
  summary: 'makes packets, routes, ARP entries and connections at a rate',
  group: 'rules',
  ours: true,
  examples: ['traffic packets=1000 seconds=2', 'traffic routes=5 connections=10 seconds=60 &'],
  run,
};
