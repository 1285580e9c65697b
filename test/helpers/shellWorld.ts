/** A small system with a shell in it, for tests: the operating-system side, the builtins, and a few commands. */
import type { Tick } from '../../src/engine/step.ts';
import { exitStatus } from '../../src/engine/sys.ts';
import { startInit } from '../../src/kernel/os/os.ts';
import type { Command } from '../../src/shell/command.ts';
import { type OnStep, shellProgram } from '../../src/shell/shell.ts';
import { type TestOptions, type TestSystem, testSystem } from './osWorld.ts';
import { smallCommands } from './smallCommands.ts';

export interface ShellResult {
  readonly out: string;
  readonly err: string;
  /** The status of the first process; undefined when it still waits. */
  readonly status: number | undefined;
  /** Virtual microseconds. */
  readonly took: Tick;
  readonly system: TestSystem;
}

export interface ShellRun extends TestOptions {
  readonly commands?: readonly Command[];
  /** What messages begin with. Default: `modsh`. */
  readonly name?: string;
  readonly args?: readonly string[];
  readonly onStep?: OnStep;
  readonly cwd?: string;
  /** Called before anything runs, to put files into the tree. */
  prepare?(system: TestSystem): void;
}

/** Runs a script until nothing can happen any more. */
export function runShell(text: string, options: ShellRun = {}): ShellResult {
  const table = new Map([...smallCommands, ...(options.commands ?? [])].map((command) => [command.name, command]));
  let status: number | undefined;
  let first: number | undefined;
  let took = 0;
  const system: TestSystem = testSystem({
    ...options,
    ended(process, how) {
      if (process.pid !== first) return;
      status = exitStatus(how);
      took = system.machine.now;
    },
  });
  options.prepare?.(system);
  const program = shellProgram({
    script: { name: options.name ?? 'modsh', text, args: options.args ?? [] },
    find: (name) => table.get(name),
    services: undefined,
    ...(options.onStep === undefined ? {} : { onStep: options.onStep }),
  });
  first = startInit(system.os, 'sh', program, { cwd: options.cwd ?? '/' }).pid;
  system.settle();
  return { out: system.out.join(''), err: system.err.join(''), status, took, system };
}
