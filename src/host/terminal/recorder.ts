/** Records what this process writes to its terminal, as it happens: an asciicast that is whole up to its last line at any moment. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { RecordingControls, RecordingState } from '../../commands/face/services.ts';
import { type CastWriter, castWriter } from '../../record/cast/write.ts';
import { errorText } from '../errorText.ts';

export interface RecorderOptions {
  readonly stdout: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  /** Real time in milliseconds, from any moment on. */
  readonly nowMs: () => number;
  /** Unix seconds: when the recording was made. */
  readonly today: () => number;
}

export interface RecordingForm {
  readonly version: 2 | 3;
  readonly title?: string;
  /** In seconds. */
  readonly idleTimeLimit?: number;
  /** Replaces a file that is there; otherwise such a file is refused. */
  readonly replace?: boolean;
}

export interface Recorder {
  /** The words of the shell that steer it. */
  readonly controls: RecordingControls;
  /** Begins; undefined, or in one line why not. */
  start(path: string, form: RecordingForm): string | undefined;
  /** Ends the recording, if one runs, with the exit status of the shell (which v3 holds). */
  end(status: number): void;
  state(): RecordingState | undefined;
}

interface Recording {
  readonly file: string;
  readonly fd: number;
  readonly beganMs: number;
  readonly writer: CastWriter;
  /** Puts the stream back as it was. */
  readonly untap: () => void;
}

const ENDING = '.cast';

/** A terminal in Node's raw mode still makes CR LF of LF: what a viewer saw has both. */
const asShown = (text: string): string => text.replace(/(?<!\r)\n/g, '\r\n');

function writeWhole(fd: number, text: string): void {
  let data = Buffer.from(text, 'utf8');
  while (data.length > 0) data = data.subarray(writeSync(fd, data));
}

/** Sees every piece that is written to the stream, before the stream does. */
function tap(stdout: NodeJS.WriteStream, saw: (chunk: string | Uint8Array) => void): () => void {
  const { write } = stdout;
  stdout.write = ((...args: Parameters<typeof write>) => {
    saw(args[0]);
    return write.apply(stdout, args);
  }) as typeof write;
  return () => {
    stdout.write = write;
  };
}

/** A recorder of this terminal; nothing is recorded yet. */
export function createRecorder({ stdout, env, nowMs, today }: RecorderOptions): Recorder {
  let running: Recording | undefined;
  let broken: RecordingState | undefined;
  const close = (): void => {
    running?.untap();
    if (running !== undefined) closeSync(running.fd);
    running = undefined;
  };
  const push = (code: string, data: string): void => {
    if (running === undefined || data === '') return;
    const atUs = Math.round((nowMs() - running.beganMs) * 1_000);
    try {
      writeWhole(running.fd, running.writer.push({ atUs, code, data }));
    } catch (error) {
      // A full disk ends the recording, not the shell.
      broken = { file: running.file, problem: errorText(error) };
      close();
    }
  };
  const start = (file: string, form: RecordingForm): string | undefined => {
    if (running !== undefined) return `${running.file} is being recorded`;
    if (!file.endsWith(ENDING)) return `${file}: a live recording is a ${ENDING}`;
    const size = (): { readonly cols: number; readonly rows: number } => ({ cols: stdout.columns || 80, rows: stdout.rows || 24 });
    const { version, title, idleTimeLimit, replace } = form;
    const writer = castWriter(
      {
        version,
        ...size(),
        timestamp: today(),
        ...(idleTimeLimit === undefined ? {} : { idleTimeLimit }),
        ...(title === undefined ? {} : { title }),
        ...(env['TERM'] === undefined ? {} : { termType: env['TERM'] }),
      },
      version,
    );
    let fd: number | undefined;
    try {
      fd = openSync(file, replace === true ? 'w' : 'wx');
      writeWhole(fd, writer.header);
    } catch (error) {
      if (fd !== undefined) closeSync(fd);
      return `${file}: ${errorText(error)}`;
    }
    const decoder = new TextDecoder();
    const untap = tap(stdout, (chunk) => push('o', asShown(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))));
    const resized = (): void => push('r', `${size().cols}x${size().rows}`);
    // Before the shell draws itself in the new size.
    stdout.prependListener('resize', resized);
    broken = undefined;
    running = {
      file,
      fd,
      beganMs: nowMs(),
      writer,
      untap() {
        untap();
        stdout.off('resize', resized);
      },
    };
    return undefined;
  };
  const state = (): RecordingState | undefined => (running === undefined ? broken : { file: running.file });
  return {
    start,
    state,
    end(status) {
      push('x', String(status));
      close();
    },
    controls: {
      start: (file) => start(file, { version: 2 }),
      state,
      stop() {
        const file = running?.file;
        close();
        return file;
      },
    },
  };
}
