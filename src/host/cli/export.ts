/** `modsh export DIR`: the model's /proc and /sys as plain files, which real tools read. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import type { Command } from 'commander';
import { writeTree } from '../writeTree.ts';
import { processIo } from './io.ts';
import { chosenSystem, type SystemFlags, withSystemOptions } from './options.ts';
import { readScript } from './run.ts';
import { UsageError } from './usage.ts';

interface ExportFlags extends SystemFlags {
  readonly script?: string;
  readonly c?: string;
}

async function exportSystem(dir: string, flags: ExportFlags): Promise<number> {
  if (existsSync(dir) && readdirSync(dir).length > 0) throw new UsageError(`${dir}: the folder is not empty`);
  const { bootSystem } = await import('../../boot/system.ts');
  const { exportedTree, runAndHold } = await import('../../boot/export.ts');
  const io = processIo();
  const system = bootSystem({
    ...(await chosenSystem(flags)),
    hostWrite: (stream, text) => io.write(stream, text),
    hostRead: (count) => io.read(count),
  });
  const script = flags.script === undefined ? { name: 'modsh', text: flags.c ?? '', args: [] } : readScript(flags.script, []);
  const status = runAndHold(system, script);
  io.flush();
  mkdirSync(dir, { recursive: true });
  writeTree(dir, exportedTree(system));
  return status;
}

/** Registers the subcommand. */
export function registerExport(program: Command, done: (status: number) => void): void {
  const command = program
    .command('export')
    .description("write the model's /proc and /sys as plain files, for real tools to read")
    .argument('<dir>', 'a folder that is empty or not there')
    .option('--script <file>', 'run this command file first')
    .option('-c <commands>', 'run this text first');
  withSystemOptions(command).action(async (dir: string, flags: ExportFlags) => {
    done(await exportSystem(dir, flags));
  });
}
