/** `modsh run --json`: the report of a script on standard output. */
import { reportScript } from '../../boot/report.ts';
import { bootSystem } from '../../boot/system.ts';
import { processIo } from './io.ts';
import { chosenSystem, type SystemFlags } from './options.ts';
import type { Script } from './run.ts';

/** Runs a script, prints its report, and answers with the script's status. */
export async function runJson(script: Script, flags: SystemFlags): Promise<number> {
  const io = processIo();
  const system = bootSystem({
    ...(await chosenSystem(flags)),
    hostWrite: (stream, text) => io.write(stream === 'out' ? 'err' : stream, text),
    hostRead: () => '',
  });
  const report = reportScript(system, script);
  io.write('out', `${JSON.stringify(report, null, 1)}\n`);
  io.flush();
  return report.status;
}
