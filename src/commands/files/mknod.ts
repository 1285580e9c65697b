import type { UserPath } from '../../engine/step.ts';
import type { Command, CommandContext } from '../../shell/command.ts';
import { optionValue } from '../getopt.ts';
import { quote, quoteAlways, quoteName } from '../quote.ts';
import { defineTool, errorText, fail, misuse } from '../tool.ts';
import { parseMode } from './mode.ts';

const DEVICE_MODE = 0o666;
/** The highest numbers that dev_t holds (Linux 6.1, include/linux/kdev_t.h: 12 and 20 bits). */
const MAJOR_MAX = 0xfff;
const MINOR_MAX = 0xfffff;

/** A device number, decimal, octal or hexadecimal as strtol takes it; undefined when it is none. */
export function deviceNumber(text: string, highest: number): number | undefined {
  if (!/^(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.test(text)) return undefined;
  const value = /^0[xX]/.test(text) ? Number(text) : Number.parseInt(text, text.startsWith('0') ? 8 : 10);
  return value <= highest ? value : undefined;
}

/** What is wrong with the number of operands; undefined when nothing is. */
function operandFault(operands: readonly string[]): string | undefined {
  const [path, kind, major, minor, extra] = operands;
  if (path === undefined) return 'missing operand';
  if (kind === undefined) return `missing operand after ${quote(path)}`;
  if (kind === 'p')
    return major === undefined
      ? undefined
      : `extra operand ${quote(major)}${operands.length === 4 ? '\nFifos do not have major and minor device numbers.' : ''}`;
  if (major === undefined) return `missing operand after ${quote(kind)}\nSpecial files require major and minor device numbers.`;
  if (minor === undefined) return `missing operand after ${quote(major)}`;
  return extra === undefined ? undefined : `extra operand ${quote(extra)}`;
}

/** The bits that -m asks for: `bits` undefined when it was not given; an exit status when it is no mode. */
function* modeOption(context: CommandContext, text: string | undefined): UserPath<{ bits: number | undefined } | number> {
  if (text === undefined) return { bits: undefined };
  const change = parseMode(text, context.process.umask);
  return change === undefined ? yield* fail(context, 'invalid mode') : { bits: change(DEVICE_MODE, false) };
}

export const mknod: Command = defineTool({
  name: 'mknod',
  usage: '[OPTION]... NAME TYPE [MAJOR MINOR]',
  summary: 'make a device node (TYPE c or u) or a FIFO (TYPE p)',
  group: 'files',
  examples: ["mknod /tmp/chardev c $(tr : ' ' < /sys/class/chardev/chardev0/dev)"],
  grammar: { short: 'm:', long: { mode: 'm' } },
  *run(context, options) {
    const mode = yield* modeOption(context, optionValue(options, 'm'));
    if (typeof mode === 'number') return mode;
    const fault = operandFault(options.operands);
    if (fault !== undefined) return yield* misuse(context, fault);
    const [path = '', kind = '', majorText = '0', minorText = '0'] = options.operands;
    if (kind === 'b') return yield* fail(context, 'block special files not supported');
    if (kind !== 'c' && kind !== 'u' && kind !== 'p') return yield* misuse(context, `invalid device type ${quote(kind)}`);
    const major = deviceNumber(majorText, MAJOR_MAX);
    const minor = deviceNumber(minorText, MINOR_MAX);
    if (major === undefined) return yield* fail(context, `invalid major device number ${quote(majorText)}`);
    if (minor === undefined) return yield* fail(context, `invalid minor device number ${quote(minorText)}`);
    const result = yield* context.sys.mknod(path, kind === 'p' ? 'fifo' : 'chr', mode.bits ?? DEVICE_MODE, major, minor);
    if (result < 0) return yield* fail(context, `${quoteName(path)}: ${errorText(result)}`);
    if (mode.bits !== undefined) yield* context.sys.chmod(path, mode.bits);
    return 0;
  },
});

export const mkfifo: Command = defineTool({
  name: 'mkfifo',
  usage: '[OPTION]... NAME...',
  summary: 'make FIFOs',
  group: 'files',
  grammar: { short: 'm:', long: { mode: 'm' } },
  *run(context, options) {
    if (options.operands.length === 0) return yield* misuse(context, 'missing operand');
    const mode = yield* modeOption(context, optionValue(options, 'm'));
    if (typeof mode === 'number') return mode;
    let status = 0;
    for (const path of options.operands) {
      const result = yield* context.sys.mknod(path, 'fifo', mode.bits ?? DEVICE_MODE, 0, 0);
      if (result < 0) status = yield* fail(context, `cannot create fifo ${quoteAlways(path)}: ${errorText(result)}`);
      else if (mode.bits !== undefined) yield* context.sys.chmod(path, mode.bits);
    }
    return status;
  },
});
