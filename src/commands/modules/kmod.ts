/** kmod: the program behind the other names, with commands of its own (kmod 30, tools/kmod.c). */
import { ERRNO, strerror } from '../../engine/errno.ts';
import type { UserPath } from '../../engine/step.ts';
import { failed } from '../../engine/sys.ts';
import type { Command } from '../../shell/command.ts';
import { createGetopt, type OptionSpec } from '../kmod/getopt.ts';
import { kernelRelease } from '../kmod/kmod.ts';
import { DEVICE_FORMATS, type DeviceFormat, deviceText, parseDeviceLine } from '../kmod/static-nodes.ts';
import { flush, print, printError, readFile, runTool, type Tool } from '../kmod/tool.ts';
import { kmodHelp } from '../texts/kmod-help.ts';
import { listModules } from './lsmod.ts';
import type { ModuleToolServices } from './services.ts';

const SPEC: OptionSpec = {
  short: '+hV',
  long: [
    { name: 'help', means: 'h' },
    { name: 'version', means: 'V' },
  ],
};
const NODES_SPEC: OptionSpec = {
  short: 'o:f:h',
  long: [
    { name: 'output', means: 'o', argument: true },
    { name: 'format', means: 'f', argument: true },
    { name: 'help', means: 'h' },
  ],
};

/** Writes to standard output, or to the file that -o names. False: the file cannot be made, and why was said. */
function* writeNodes(tool: Tool, text: string, output: string | undefined): UserPath<boolean> {
  if (output === undefined) {
    yield* print(tool, text);
    return true;
  }
  const fd = yield* tool.sys.open(output, { write: true, create: true, truncate: true, mode: 0o666 });
  if (fd < 0) {
    yield* printError(tool, `Error: could not create ${output} - ${strerror(-fd)}\n`);
    return false;
  }
  if (text !== '') yield* tool.sys.write(fd, text);
  yield* tool.sys.close(fd);
  return true;
}

function* showNodes(tool: Tool, format: DeviceFormat, output: string | undefined): UserPath<number> {
  const path = `/lib/modules/${yield* kernelRelease(tool)}/modules.devname`;
  const text = yield* readFile(tool.sys, path);
  if (failed(text)) {
    const missing = text === -ERRNO.ENOENT;
    yield* printError(tool, missing ? `Warning: ${path} not found - ignoring\n` : `Error: could not open ${path} - ${strerror(-text)}\n`);
    return missing ? 0 : 1;
  }
  let status = 0;
  let shown = '';
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const device = parseDeviceLine(line);
    if (device !== undefined) shown += deviceText(device, format);
    else {
      yield* printError(tool, `Error: invalid devname entry: ${line}\n`);
      status = 1;
    }
  }
  return (yield* writeNodes(tool, shown, output)) ? status : 1;
}

function* staticNodes(tool: Tool, args: readonly string[]): UserPath<number> {
  const next = createGetopt('static-nodes', args, NODES_SPEC);
  let format: DeviceFormat = 'human';
  let output: string | undefined;
  let parsed = next();
  for (; parsed.kind === 'option'; parsed = next()) {
    const { option, value } = parsed;
    if (option === 'h') {
      yield* print(tool, kmodHelp.staticNodes(tool.prog));
      return 0;
    }
    if (option === 'o') output = value;
    const known = DEVICE_FORMATS.find((name) => name === value);
    if (option === 'f' && known === undefined) {
      yield* printError(tool, `Unknown format: '${value}'.\n`);
      yield* print(tool, kmodHelp.staticNodes(tool.prog));
      return 1;
    }
    if (option === 'f' && known !== undefined) format = known;
  }
  if (parsed.kind === 'wrong') {
    yield* printError(tool, parsed.message);
    return 1;
  }
  return yield* showNodes(tool, format, output);
}

function* helpAfter(tool: Tool, error: string): UserPath<number> {
  yield* printError(tool, error);
  yield* print(tool, kmodHelp.kmod(tool.prog));
  yield* flush(tool);
  return 1;
}

function* kmodMain(tool: Tool): UserPath<number> {
  const next = createGetopt(tool.argv0, tool.context.args, SPEC);
  const parsed = next();
  if (parsed.kind === 'wrong') {
    yield* printError(tool, parsed.message);
    return 1;
  }
  if (parsed.kind === 'option') {
    yield* print(tool, parsed.option === 'V' ? tool.texts.version('kmod') : kmodHelp.kmod(tool.prog));
    return 0;
  }
  const [command, ...args] = parsed.operands;
  if (command === undefined) return yield* helpAfter(tool, 'missing command\n');
  if (command === 'list') return yield* listModules(tool, 'list', args);
  if (command === 'static-nodes') return yield* staticNodes(tool, args);
  if (command !== 'help') return yield* helpAfter(tool, `invalid command '${command}'\n`);
  yield* print(tool, kmodHelp.kmod('help'));
  return 0;
}

export const kmod: Command<ModuleToolServices> = {
  name: 'kmod',
  usage: '[options] command [command_options]',
  summary: 'the program behind the module tools, with list and static-nodes',
  group: 'modules',
  run: (context) => runTool(context, kmodMain),
};
