/** `traffic` and `cost`: what a user sees of the network's work and of its price. */
import { expect, test } from 'vitest';
import { cost } from '../../../src/commands/rules/cost.ts';
import { traffic } from '../../../src/commands/rules/traffic.ts';
import { devChangeUp } from '../../../src/kernel/netdev.ts';
import { regimeById } from '../../../src/regimes/index.ts';
import type { Command } from '../../../src/shell/command.ts';
import { bootKernel, call, loaded, settle, userProgram } from '../../helpers/kernelWorld.ts';
import { contextFor } from '../runTool.ts';

/** Runs lines under a regime with netdev up; what they printed, and the statuses that are not 0. */
function session(id: string, lines: readonly string[], modules: readonly string[] = ['proto', 'netdev']): string {
  const rules = regimeById(id);
  if (rules === undefined) throw new Error(`no regime ${id}`);
  const world = bootKernel(rules);
  loaded(world, ...modules);
  const [device] = world.kernel.netdevs.byId.keys();
  if (device !== undefined) call(world, devChangeUp(world.kernel, device, true));
  let text = '';
  userProgram(world, function* (process) {
    for (const line of lines) {
      const words = line.split(' ');
      const command = words[0] === 'cost' ? cost : traffic;
      world.out.length = 0;
      const context = contextFor(process, [] as readonly Command[], words, {});
      const status = yield* command.run({ ...context, services: { system: world } });
      text += world.out.join('') + (status === 0 ? '' : `[${status}]\n`);
    }
    return 0;
  });
  settle(world);
  return text;
}

test.each([
  ['today', '200 packets, 0 lost; 0 gets of modules, 0 failed\n'],
  ['dev-hold', '200 packets, 0 lost; 200 gets of modules, 0 failed\n'],
  ['per-object', '200 packets, 0 lost; 400 gets of modules, 0 failed\n'],
] as const)('two hundred packets under %s', (id, expected) => {
  expect(session(id, ['traffic packets=100 seconds=2'])).toBe(expected);
});

test('connections count what sockets count', () => {
  expect(session('today', ['traffic connections=5 seconds=2'])).toBe('0 packets, 0 lost; 30 gets of modules, 0 failed\n');
});

test('traffic says what it does not understand, and that it needs a device', () => {
  expect(session('today', ['traffic', 'traffic packets=x'], ['proto'])).toMatch(/^traffic: usage: .*\n\[2\]\ntraffic: usage: .*\n\[2\]\n$/);
  expect(session('today', ['traffic packets=1'], ['proto'])).toBe('traffic: there is no network device\n[1]\n');
  expect(session('today', ['traffic packets=1 dev=eth9'])).toBe('traffic: no device eth9\n[1]\n');
});

test('cost prints a bill that begins at boot or where it was reset', () => {
  expect(session('per-object', ['cost --reset', 'traffic packets=10 seconds=1', 'cost'])).toBe(
    [
      '10 packets, 0 lost; 20 gets of modules, 0 failed',
      'cost of counting under per-object',
      '  gets                  20',
      '  puts                  20',
      '  failed gets           0',
      '  paths that gave back  0',
      '  holds on devices      10',
      '  lock acquisitions     0',
      '  bounced cache lines   0',
      '  stops of the machine  0 (0.000 s)',
      '  longest unload        0.000 s',
      '  packets               10 received, 0 lost',
      '  units                 4',
      '',
    ].join('\n'),
  );
  expect(session('today', ['cost'], ['core', 'user'])).toMatch(/^cost of counting under today\n {2}gets {18}1\n/);
});

test('cost --json is one object with a version', () => {
  expect(JSON.parse(session('today', ['cost --reset', 'cost --json']))).toMatchObject({ version: 1, regime: 'today', gets: 0, units: 0 });
});
