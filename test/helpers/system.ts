/** A whole system for tests: run a script in it and see what it wrote. */
import { drivers as fixtureDrivers } from '../../fixtures/drivers/index.ts';
import { reportScript, type ScriptReport } from '../../src/boot/report.ts';
import { runToEnd, type ScriptEnd } from '../../src/boot/run.ts';
import { bootSystem, type System, type ToolChoice } from '../../src/boot/system.ts';
import type { Driver } from '../../src/kernel/driver.ts';
import type { MachineGraph } from '../../src/kernel/graph/graph.ts';
import type { Model } from '../../src/kernel/model.ts';
import { regimeById } from '../../src/regimes/index.ts';
import type { Regime } from '../../src/regimes/regime.ts';
import { shellProgram } from '../../src/shell/shell.ts';

export interface TestSystem extends System {
  readonly out: string[];
  readonly err: string[];
}

export interface TestOptions {
  readonly regime?: string;
  readonly strict?: boolean;
  readonly drivers?: readonly Driver[];
  readonly input?: string;
  readonly graph?: MachineGraph;
  readonly model?: Model;
  readonly tools?: ToolChoice;
}

export function regimeNamed(id: string): Regime {
  const found = regimeById(id);
  if (found === undefined) throw new Error(`no regime ${id}`);
  return found;
}

export function testSystem(options: TestOptions = {}): TestSystem {
  const out: string[] = [];
  const err: string[] = [];
  let input = options.input ?? '';
  const system = bootSystem({
    regime: regimeNamed(options.regime ?? 'today'),
    strict: options.strict ?? false,
    drivers: options.drivers ?? fixtureDrivers,
    ...(options.graph === undefined ? {} : { graph: options.graph }),
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.tools === undefined ? {} : { tools: options.tools }),
    hostWrite: (stream, text) => void (stream === 'out' ? out : err).push(text),
    hostRead(count) {
      const taken = input.slice(0, count);
      input = input.slice(count);
      return taken;
    },
  });
  return { ...system, out, err };
}

export interface Ran extends ScriptEnd {
  readonly stdout: string;
  readonly stderr: string;
  readonly system: TestSystem;
}

/** Runs a script as `modsh -c` would. */
export function runScript(text: string, options: TestOptions = {}, args: readonly string[] = []): Ran {
  const system = testSystem(options);
  const end = runToEnd(system, shellProgram({ script: { name: 'modsh', text, args }, find: system.find, services: system.services }));
  return { ...end, stdout: system.out.join(''), stderr: system.err.join(''), system };
}

/** Runs a script as `modsh run --json` would. */
export function report(text: string, options: TestOptions = {}, name = 'test.sh'): ScriptReport {
  return reportScript(testSystem(options), { name, text, args: [] });
}
