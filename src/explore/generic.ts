/** A scenario for any driver: users of what it registers, against rmmod. For a module of which nobody has written one. */
import type { Driver } from '../kernel/driver.ts';
import type { Calls, Scenario, TaskPlan } from './scenario.ts';

function* openAndClose(c: Calls, device: string) {
  const file = yield* c.open(device);
  if (file > 0) yield* c.close(file);
}

function* socketAndClose(c: Calls, family: number) {
  const socket = yield* c.socket(family);
  if (socket > 0) yield* c.closeSocket(socket);
}

function* holdAndPut(c: Calls, device: string) {
  const held = yield* c.devGet(device);
  if (held === 0) return;
  yield* c.transmit(held);
  yield* c.devPut(held);
}

/** What users of a driver do; undefined when it registers nothing that a scenario can use. `device`: the name of its network device. */
function usersOf(driver: Driver, node: string, device: string): TaskPlan['run'] | undefined {
  if (driver.chrdevs !== undefined) return (c) => openAndClose(c, node);
  const [family] = Object.keys(driver.families ?? {});
  if (family !== undefined) return (c) => socketAndClose(c, Number(family));
  if (driver.netdevs !== undefined) return (c) => holdAndPut(c, device);
  if (driver.packet !== undefined) return (c) => c.receive();
  return undefined;
}

/** Modules that a driver needs, found by their exported symbols, the deepest first. */
function providersOf(driver: Driver, all: readonly Driver[]): Driver[] {
  const found = new Set<Driver>();
  for (const symbol of driver.needs ?? []) {
    const owner = all.find((other) => other.exports !== undefined && symbol in other.exports);
    if (owner === undefined || owner === driver) continue;
    for (const one of [...providersOf(owner, all), owner]) found.add(one);
  }
  return [...found];
}

/** A module and its parameters, as one word of a list. */
export const loadedWord = (name: string, params: string): string =>
  `${name} ${params}`.trim().replaceAll('%', '%25').replaceAll(',', '%2C');

function readLoaded(word: string): { driver: string; params: string } {
  const [driver = '', ...params] = word.replaceAll('%2C', ',').replaceAll('%25', '%').split(' ');
  return { driver, params: params.join(' ') };
}

/**
 * A scenario for a driver, named by it. `all`: the drivers among which it finds those it needs. Modules that are loaded are
 * set up as they are, up to the driver itself: those that came later were none of its init's business.
 */
export function scenarioOf(driver: Driver, all: readonly Driver[]): Scenario {
  const [chrdev] = Object.keys(driver.chrdevs ?? {});
  const lingers = driver.params?.['linger_ms'] === undefined ? '' : 'linger_ms=60000';
  return {
    name: driver.name,
    summary: `users of ${driver.name} against rmmod`,
    defaults: { users: 2 },
    plan({ users, rounds, rmmods, loaded }) {
      const words = loaded.map(readLoaded);
      const own = words.findIndex((one) => one.driver === driver.name);
      const before = own < 0 ? words : words.slice(0, own);
      const needed = providersOf(driver, all).filter((one) => before.every((word) => word.driver !== one.name));
      const run = usersOf(driver, chrdev ?? '', 'mdev0');
      const user: TaskPlan[] = run === undefined ? [] : [{ name: 'user', times: users, rounds, run }];
      return {
        drivers: [...before, ...needed, { driver, params: `${lingers} ${words[own]?.params ?? ''}`.trim() }],
        tasks: [...user, { name: 'rmmod', times: rmmods, interruptible: true, run: (c) => c.rmmod(driver.name) }],
      };
    },
  };
}
