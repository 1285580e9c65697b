/** A running system, put together: kernel under its rules, files, commands, shell. Where everything meets, and still pure. */

import { faultyDrivers } from '../../fixtures/drivers/faulty/index.ts';
import { eraLsmod } from '../commands/era/index.ts';
import type { FaceControls } from '../commands/face/services.ts';
import type { Process, Program, WaitStatus } from '../engine/sys.ts';
import type { SystemView } from '../engine/view.ts';
import type { ReadStack } from '../explore/places.ts';
import type { Driver } from '../kernel/driver.ts';
import { GRAPH_PREFIX, type MachineGraph } from '../kernel/graph/graph.ts';
import { restoreModules } from '../kernel/graph/restore.ts';
import { type Model, runBy } from '../kernel/model.ts';
import type { Oops } from '../kernel/oops.ts';
import type { OsProcess } from '../kernel/os/os.ts';
import { openHostFiles, startInit, startProcess } from '../kernel/os/os.ts';
import { createKernelSystem, type KernelSystem, type SystemHooks } from '../kernel/system.ts';
import type { Regime } from '../regimes/regime.ts';
import type { FindCommand } from '../shell/command.ts';
import { wordsProgram } from '../shell/shell.ts';
import { commandFinder, programNames } from './commands.ts';
import { comparedTable } from './compared.ts';
import { populate } from './files.ts';
import { createServices, type Services } from './services.ts';
import { systemView } from './view.ts';

/** Which tools a system has. */
export const TOOL_CHOICES = ['kmod', 'era'] as const;
export type ToolChoice = (typeof TOOL_CHOICES)[number];

/** What a system is started with: its rule, its modules, its tools. */
export interface StartOptions {
  readonly regime: Regime;
  /** Exactly the real tools: no word and no option of ours. */
  readonly strict: boolean;
  readonly drivers: readonly Driver[];
  /** A real machine's modules in place of the fixtures' in the tree, and loaded where its list says so. */
  readonly graph?: MachineGraph;
  /** Where another task may come in; `smp` where nothing is said. */
  readonly model?: Model;
  /** `era`: insmod, rmmod and lsmod as they were in the regime's time; kmod's where nothing is said. */
  readonly tools?: ToolChoice;
  /** The table of the explorer's cases, where the host has read it. */
  readonly cases?: () => string;
  /** Says where in the source the steps of a found schedule come from. */
  readonly readStack?: ReadStack;
}

export interface SystemOptions extends StartOptions {
  hostWrite(stream: 'out' | 'err', text: string): void;
  hostRead(count: number): string;
  readonly processEnded?: (process: Process, status: WaitStatus) => void;
  readonly oops?: (oops: Oops) => void;
  /** This system runs one side of a comparison, and makes none itself. */
  readonly compared?: boolean;
  /** How the words that steer a session reach it; a script has none. */
  readonly face?: FaceControls;
  /** Somebody looks on, and is told when a command has computed for long. */
  readonly computed?: () => void;
  /** How many kernels the session had before this one. */
  readonly boot?: number;
}

export interface System extends KernelSystem {
  readonly regime: Regime;
  readonly services: Services;
  readonly find: FindCommand;
  view(): SystemView;
}

/** Boots a fresh system; nothing runs yet. */
export function bootSystem(options: SystemOptions): System {
  const { regime } = options;
  const drivers = [...options.drivers, ...faultyDrivers];
  const byName = new Map(drivers.map((driver) => [driver.name, driver]));
  const era = options.tools === 'era' ? regime.sheet.era : 'kmod';
  const find = commandFinder(options.strict, era);
  let services: Services | undefined;
  const { graph } = options;
  const findDriver = (name: string): Driver | undefined =>
    name.startsWith(GRAPH_PREFIX) ? graph?.driver(name.slice(GRAPH_PREFIX.length)) : byName.get(name);
  const hooks: SystemHooks = {
    hostWrite: options.hostWrite,
    hostRead: options.hostRead,
    ...(options.processEnded === undefined ? {} : { processEnded: options.processEnded }),
    ...(options.oops === undefined ? {} : { oops: options.oops }),
    startHelper(argv, done) {
      const program = wordsProgram({ words: argv, find, services });
      startProcess(core.os, argv[0] ?? 'helper', program, { onEnd: done });
    },
  };
  const core = createKernelSystem(regime, findDriver, hooks, graph?.release);
  services = createServices(core, {
    strict: options.strict,
    regime,
    describe: find,
    compare: options.compared === true ? undefined : (script, under) => comparedTable(script, under, drivers),
    drivers,
    cases: options.cases ?? (() => ''),
    ...(options.readStack === undefined ? {} : { readStack: options.readStack }),
    ...(options.face === undefined ? {} : { face: options.face }),
    ...(options.computed === undefined ? {} : { computed: options.computed }),
  });
  populate(core.os, {
    drivers: options.drivers,
    faulty: faultyDrivers,
    programs: programNames(options.strict),
    release: core.kernel.release,
    ...(graph === undefined ? {} : { graph }),
  });
  if (graph !== undefined) restoreModules(core.kernel, graph);
  runBy(core.kernel, options.model ?? 'smp');
  const lsmod = eraLsmod(era);
  return { ...core, regime, services, find, view: () => systemView(core, { lsmod, model: core.kernel.model, boot: options.boot ?? 0 }) };
}

/** Starts the first process of a system in the folder of the fixtures. */
export const startShell = (system: System, program: Program): OsProcess =>
  startInit(system.os, 'sh', program, { fds: openHostFiles(system.os), cwd: '/fixtures' });
