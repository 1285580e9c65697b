/** From a driver's description to its module file: what a compiler and modpost would have made of its C twin. */
import type { Driver } from './driver.ts';
import type { ModuleImage } from './image.ts';
import { modinfoEntries, neededSymbols, type ParameterInfo, symbolCrc } from './modinfo.ts';

const PAGE = 4_096;
const DEFAULT_SIZE = 4 * PAGE;
const DEFAULT_INIT_SIZE = 3 * PAGE;

/** The names of the modules that export what this one needs, in the order of first need. */
function dependsOn(driver: Driver, all: readonly Driver[]): string[] {
  const names = new Set<string>();
  for (const symbol of driver.needs ?? []) {
    const owner = all.find((other) => other.exports !== undefined && symbol in other.exports);
    if (owner !== undefined) names.add(owner.name);
  }
  return [...names];
}

/** The image of a driver's module; `all` are the drivers among which it finds its providers. */
export function imageOf(driver: Driver, all: readonly Driver[], vermagic: string): ModuleImage {
  const parameters = Object.entries(driver.params ?? {}).map(
    ([name, { type, description }]): ParameterInfo => ({
      name,
      ...(type === undefined ? {} : { type }),
      ...(description === undefined ? {} : { description }),
    }),
  );
  return {
    driver: driver.name,
    name: driver.name,
    modinfo: modinfoEntries({ ...driver, parameters, depends: dependsOn(driver, all), vermagic }),
    exports: Object.entries(driver.exports ?? {}).map(([name, spec]) => ({ name, crc: symbolCrc(name), gpl: spec.gpl === true })),
    needs: neededSymbols([...(driver.needs ?? []), ...(driver.kernelSymbols ?? [])], parameters),
    coreSize: Math.ceil((driver.size ?? DEFAULT_SIZE) / PAGE) * PAGE,
    initSize: driver.initSize ?? DEFAULT_INIT_SIZE,
  };
}
