/** `modsh export DIR`: the model's /proc and /sys as plain files, which real tools read. */
import { existsSync, mkdirSync, opendirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import type { ExportedNode } from '../../boot/export.ts';
import { processIo } from './io.ts';
import { chosenDrivers, chosenGraph, chosenRegime, type SystemFlags, withSystemOptions } from './options.ts';
import { readScript } from './run.ts';
import { UsageError } from './usage.ts';

interface ExportFlags extends SystemFlags {
  readonly script?: string;
  readonly c?: string;
}

/** The names of a folder in the order in which it gives them, which `readdir` would sort. */
function listed(folder: string): string[] {
  const names: string[] = [];
  const open = opendirSync(folder);
  for (let entry = open.readSync(); entry !== null; entry = open.readSync()) names.push(entry.name);
  open.closeSync();
  return names;
}

/** Writes links of one folder so that it lists them in the model's order where the file system allows: some list the newest first. */
function writeLinks(folder: string, links: readonly { readonly name: string; readonly target: string }[]): void {
  const write = (all: typeof links): void => {
    for (const { name, target } of all) symlinkSync(target, join(folder, name));
  };
  write(links);
  if (listed(folder).every((name, at) => name === links[at]?.name)) return;
  for (const { name } of links) rmSync(join(folder, name));
  write([...links].reverse());
}

/** Writes the nodes below a folder. */
export function writeTree(dir: string, nodes: readonly ExportedNode[]): void {
  const links = new Map<string, { name: string; target: string }[]>();
  for (const node of nodes) {
    const path = join(dir, node.path);
    if (node.kind === 'dir') mkdirSync(path, { recursive: true });
    else if (node.kind === 'file') writeFileSync(path, node.data);
    else {
      const folder = dirname(path);
      links.set(folder, [...(links.get(folder) ?? []), { name: path.slice(folder.length + 1), target: node.target }]);
    }
  }
  for (const [folder, all] of links) writeLinks(folder, all);
}

async function exportSystem(dir: string, flags: ExportFlags): Promise<number> {
  if (existsSync(dir) && readdirSync(dir).length > 0) throw new UsageError(`${dir}: the folder is not empty`);
  const { bootSystem } = await import('../../boot/system.ts');
  const { exportedTree, runAndHold } = await import('../../boot/export.ts');
  const io = processIo();
  const system = bootSystem({
    regime: chosenRegime(flags.regime),
    strict: flags.strict === true,
    drivers: await chosenDrivers(flags.driver),
    ...(await chosenGraph(flags.system)),
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
