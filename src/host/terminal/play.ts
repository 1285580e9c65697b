/** A cast on a terminal: real time drives it, keys steer it. */
import { type PlayedCast, type PlayState, passTime, pressKey, startPlaying, statusText, untilNextUs } from '../../record/play/controls.ts';
import type { Playable } from '../../record/play/head.ts';
import { createKeyReader } from './keys.ts';
import { giveKeyboard, takeKeyboard } from './tty.ts';

export interface PlaySize {
  readonly cols: number;
  readonly rows: number;
  readonly speed: number;
}

/** Left by Ctrl-C: 128 and the signal's number. */
const INTERRUPTED = 130;
const TERMINATED = 143;
const HUNG_UP = 129;
/** Where nothing happens for long, the clock is still shown. */
const TICK_MS = 500;

/** Colours off, cursor shown, and below everything that was written. */
const leaveScreen = (rows: number): string => `\x1b[0m\x1b[?25h\x1b[${rows};1H\r\n`;

/** Plays to the end, or until somebody leaves; the status to exit with. */
export function playOnTerminal({ head, durationUs, markers }: Playable, size: PlaySize): Promise<number> {
  const { stdin, stdout } = process;
  const send = (text: string): void => void stdout.write(text);
  const rowsHere = (): number => stdout.rows || size.rows;
  let state: PlayState = startPlaying(size.speed);
  let before = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const cast = (): PlayedCast => ({ durationUs, markers, nextUs: head.nextUs() });

  /** The last line, where the recording does not need it. */
  const showStatus = (): void => {
    if (rowsHere() > size.rows) send(`\x1b7\x1b[${rowsHere()};1H\x1b[0m\x1b[2m${statusText(state, cast())}\x1b[0m\x1b[K\x1b8`);
  };
  const takeTime = (): void => {
    const now = performance.now();
    state = passTime(state, (now - before) * 1_000, cast());
    before = now;
  };
  const show = (): void => {
    for (const text of head.moveTo(state.atUs)) send(text);
    showStatus();
  };
  return new Promise((resolve) => {
    const signals: readonly (readonly [NodeJS.Signals, number])[] = [
      ['SIGTERM', TERMINATED],
      ['SIGHUP', HUNG_UP],
      ['SIGINT', INTERRUPTED],
    ];
    const handlers = signals.map(([name, status]) => [name, () => leave(status)] as const);
    const leave = (status: number): void => {
      clearTimeout(timer);
      for (const [name, handler] of handlers) process.off(name, handler);
      stdin.off('data', onData);
      reader.close();
      send(leaveScreen(Math.min(rowsHere(), size.rows)));
      giveKeyboard(stdin, send);
      resolve(status);
    };
    const turn = (): void => {
      clearTimeout(timer);
      takeTime();
      show();
      if (state.over !== 'no') {
        leave(0);
        return;
      }
      const next = untilNextUs(state, cast());
      if (next !== undefined) timer = setTimeout(turn, Math.min(TICK_MS, Math.max(1, next / 1_000)));
    };
    const reader = createKeyReader((keys) => {
      takeTime();
      for (const key of keys) {
        if (key.kind !== 'key') continue;
        if (key.ctrl && key.name === 'c') {
          leave(INTERRUPTED);
          return;
        }
        state = pressKey(state, key, cast());
        show();
      }
      turn();
    });
    const onData = (chunk: Buffer): void => reader.write(chunk);
    for (const [name, handler] of handlers) process.on(name, handler);
    takeKeyboard(stdin, send);
    stdin.on('data', onData);
    if ((stdout.columns || size.cols) < size.cols || rowsHere() < size.rows)
      process.stderr.write(`modsh: the recording is ${size.cols}x${size.rows}, this terminal ${stdout.columns}x${stdout.rows}\n`);
    send('\x1b[H\x1b[2J');
    turn();
  });
}
