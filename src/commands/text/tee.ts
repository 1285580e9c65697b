import { SIGNALS } from '../../engine/signals.ts';
import { failed } from '../../engine/sys.ts';
import type { Command } from '../../shell/command.ts';
import { hasOption } from '../getopt.ts';
import { READ_CHUNK } from '../limits.ts';
import { quoteName } from '../quote.ts';
import { writeAll } from '../stream.ts';
import { defineTool, errorText, fail } from '../tool.ts';

export const tee: Command = defineTool({
  name: 'tee',
  usage: '[OPTION]... [FILE]...',
  summary: 'copy standard input to files and to standard output',
  group: 'text',
  grammar: { short: 'ai', long: { append: 'a', 'ignore-interrupts': 'i' } },
  *run(context, options) {
    const { sys } = context;
    const append = hasOption(options, 'a');
    if (hasOption(options, 'i')) yield* sys.sigaction(SIGNALS.INT, 'ignore');
    let status = 0;
    const files: { readonly name: string; readonly fd: number; broken: boolean }[] = [];
    for (const name of options.operands) {
      const fd = yield* sys.open(name, { write: true, create: true, append, truncate: !append, mode: 0o666 });
      if (fd < 0) status = yield* fail(context, `${quoteName(name)}: ${errorText(fd)}`);
      else files.push({ name, fd, broken: false });
    }
    for (;;) {
      const chunk = yield* sys.read(0, READ_CHUNK);
      if (failed(chunk)) return yield* fail(context, `read error: ${errorText(chunk)}`);
      if (chunk === '') return status;
      const heard = yield* context.out(chunk);
      for (const file of files) {
        if (file.broken) continue;
        const written = yield* writeAll(context, file.fd, chunk);
        if (written >= 0) continue;
        file.broken = true;
        status = yield* fail(context, `${quoteName(file.name)}: ${errorText(written)}`);
      }
      if (!heard && files.length === 0) return status;
    }
  },
});
