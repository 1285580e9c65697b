/** The streams of the process, as the commands of the command line use them. Writing is synchronous, so nothing is lost at exit. */
import { readSync, writeSync } from 'node:fs';
import { HostGone } from '../../engine/bug.ts';
import { errorText } from '../errorText.ts';

export interface Io {
  write(stream: 'out' | 'err', text: string): void;
  read(count: number): string;
}

const DESCRIPTORS = { out: 1, err: 2 } as const;

/** Thrown when the reader of our output is gone: the program ends quietly, as a tool killed by SIGPIPE would. */
export class BrokenPipe extends HostGone {
  override readonly name = 'BrokenPipe';
}

/** Thrown when a standard stream fails otherwise (a full disk, a directory for input): nothing in the machine has a part in it. */
export class StreamFault extends HostGone {
  override readonly name = 'StreamFault';
}

function writeAll(fd: number, text: string): void {
  let data = Buffer.from(text, 'utf8');
  while (data.length > 0) {
    try {
      data = data.subarray(writeSync(fd, data));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EAGAIN') continue;
      if (code === 'EPIPE') throw new BrokenPipe();
      throw new StreamFault(`write error: ${errorText(error)}`);
    }
  }
}

/** Output is gathered up to this many characters before it is written. */
const BUFFERED = 16_384;

/** Standard streams, buffered until `flush`; stderr is written at once, after what stdout holds. */
export function processIo(): Io & { flush(): void } {
  let held = '';
  const flush = (): void => {
    const text = held;
    held = '';
    if (text !== '') writeAll(DESCRIPTORS.out, text);
  };
  const decoder = new TextDecoder();
  return {
    flush,
    write(stream, text) {
      if (stream === 'err') {
        flush();
        writeAll(DESCRIPTORS.err, text);
        return;
      }
      held += text;
      if (held.length >= BUFFERED) flush();
    },
    read(count) {
      flush();
      const buffer = Buffer.alloc(Math.max(1, Math.min(count, 65_536)));
      for (;;) {
        try {
          const got = readSync(0, buffer, 0, buffer.length, null);
          return decoder.decode(buffer.subarray(0, got), { stream: got > 0 });
        } catch (error) {
          const code = (error as NodeJS.ErrnoException).code;
          if (code === 'EAGAIN') continue;
          if (code === 'EOF') return '';
          throw new StreamFault(`read error: ${errorText(error)}`);
        }
      }
    },
  };
}
