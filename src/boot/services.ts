/** What the system lends to its commands: each group of commands names the part that it uses. */

import { scenarios } from '../../fixtures/scenarios/index.ts';
import type { HelpServices } from '../commands/face/help.ts';
import type { FaceControls } from '../commands/face/services.ts';
import type { ModuleToolServices } from '../commands/modules/services.ts';
import type { RaceServices } from '../commands/races/services.ts';
import type { CompareServices } from '../commands/rules/compare.ts';
import type { LogView } from '../commands/system/logView.ts';
import type { NetDevice, NetView } from '../commands/system/netView.ts';
import { kmodTexts } from '../commands/texts/kmod.ts';
import type { ToolTexts } from '../commands/texts/texts.ts';
import type { WhoServices } from '../commands/who/services.ts';
import { cellValue } from '../engine/cells.ts';
import { watchAny } from '../engine/ops.ts';
import { type Call, test, type UserPath } from '../engine/step.ts';
import type { ReadStack } from '../explore/places.ts';
import type { Driver } from '../kernel/driver.ts';
import type { KernelSystem } from '../kernel/system.ts';
import { waitCalls, waitUntilUnused } from '../kernel/who/waitunused.ts';
import { regimes } from '../regimes/index.ts';
import type { Regime } from '../regimes/regime.ts';
import type { Command } from '../shell/command.ts';
import { helpText } from './help.ts';

export interface Services extends ModuleToolServices, WhoServices, HelpServices, RaceServices, CompareServices {
  readonly toolTexts: ToolTexts;
  readonly net: NetView;
  readonly klog: LogView;
  readonly regime: Regime;
}

const LOOPBACK: NetDevice = {
  index: 1,
  name: 'lo',
  flags: ['LOOPBACK', 'UP', 'LOWER_UP'],
  mtu: 65_536,
  address: '00:00:00:00:00:00',
  addresses: [{ cidr: '127.0.0.1/8', scope: 'host' }],
  kind: 'loopback',
  up: true,
};

function netView({ kernel, machine }: KernelSystem): NetView {
  return {
    devices: () => [
      LOOPBACK,
      ...[...kernel.netdevs.byName.values()].map(
        (dev): NetDevice => ({
          index: dev.index,
          name: dev.name,
          flags: cellValue(machine.cells, dev.up) === 1 ? [...dev.flags, 'UP', 'LOWER_UP'] : dev.flags,
          mtu: dev.mtu,
          address: dev.address,
          addresses: dev.addresses.map((cidr) => ({ cidr, scope: 'global' })),
          kind: 'ether',
          up: cellValue(machine.cells, dev.up) === 1,
        }),
      ),
    ],
  };
}

const WAIT_LOG = 'wait_log';

function logView({ kernel, machine }: KernelSystem): LogView {
  const { log } = kernel;
  return {
    lines: () => log.lines,
    clear() {
      log.lines = [];
    },
    markRead() {
      log.read = log.total;
    },
    *waitForMore(): UserPath<boolean> {
      const call: Call = { op: 'call', name: WAIT_LOG, args: [cellValue(machine.cells, log.changed)] };
      return (yield call) === 1;
    },
    setConsoleLevel() {
      // There is no console beside the terminal, so no level changes what is seen.
    },
  };
}

/** Makes the services of a system and serves the calls that only they make. */
export interface ServiceOptions {
  readonly strict: boolean;
  readonly regime: Regime;
  readonly face?: FaceControls;
  readonly computed?: () => void;
  readonly describe: (word: string) => Command | undefined;
  readonly compare: CompareServices['compare'];
  readonly drivers: readonly Driver[];
  /** The table of the explorer's cases, where the host has read it. */
  readonly cases: () => string;
  readonly readStack?: ReadStack;
}

export function createServices(system: KernelSystem, options: ServiceOptions): Services {
  const { kernel, os } = system;
  Object.assign(os.syscalls, waitCalls(kernel), {
    *[WAIT_LOG](_task: unknown, args: readonly unknown[]) {
      return (yield* watchAny([test(kernel.log.changed, '!=', Number(args[0]))], 'tty log')) ? 1 : 0;
    },
  });
  return {
    strict: options.strict,
    rmmodWait: options.regime.sheet.rmmodWait,
    inUse: options.regime.sheet.inUse,
    waitUnused: waitUntilUnused,
    toolTexts: kmodTexts,
    system,
    net: netView(system),
    klog: logView(system),
    regime: options.regime,
    helpText: () => helpText(options.strict),
    describe: options.describe,
    ...(options.compare === undefined ? {} : { compare: options.compare }),
    races: {
      scenarios,
      get cases() {
        return options.cases();
      },
      drivers: options.drivers,
      regimes,
      kernel,
      ...(options.readStack === undefined ? {} : { readStack: options.readStack }),
    },
    ...(options.face === undefined ? {} : { face: options.face }),
    ...(options.computed === undefined ? {} : { computed: options.computed }),
  };
}
