/** The meter of a running kernel: made when it is first asked for, and the same one from then on. */
import type { Kernel } from '../../kernel/kernel.ts';
import { type Bill, createMeter, type Meter } from '../../kernel/meter.ts';

const meters = new WeakMap<Kernel, Meter>();

/** Begins to count now, if nobody did before. */
export function meterOf(k: Kernel): Meter {
  const known = meters.get(k);
  if (known !== undefined) return known;
  const made = createMeter(k);
  meters.set(k, made);
  return made;
}

/** True when this kernel's steps are counted already. */
export const isMetered = (k: Kernel): boolean => meters.has(k);

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
