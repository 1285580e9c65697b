/** `modsh play CAST`: plays a recording on the terminal, where keys steer it; without a terminal it is written at once. */
import type { Command } from 'commander';
import { withCasts } from './cast.ts';
import { processIo } from './io.ts';
import { numberOption } from './tape.ts';

interface PlayFlags {
  readonly speed: string;
  readonly idleLimit?: string;
}

async function play(file: string, flags: PlayFlags): Promise<number> {
  const { playable } = await import('../../record/play/head.ts');
  const { openCast } = await import('../castFile.ts');
  const speed = numberOption(flags.speed, 'speed', 1 / 16, 1_000);
  const idleLimitUs = flags.idleLimit === undefined ? undefined : numberOption(flags.idleLimit, 'idle-limit', 0, 1_000_000) * 1_000_000;
  const cast = playable(() => openCast(file), idleLimitUs);
  if (process.stdout.isTTY !== true || process.stdin.isTTY !== true) {
    const io = processIo();
    for (const text of cast.head.moveTo(cast.durationUs)) io.write('out', text);
    io.flush();
    return 0;
  }
  const { playOnTerminal } = await import('../terminal/play.ts');
  return await playOnTerminal(cast, { cols: cast.header.cols, rows: cast.header.rows, speed });
}

const KEYS = `
Keys: blank pauses, . shows the next event, + and - double and halve the speed, Left and Right go 5 s, [ and ] to the marker
before and behind, digits to tenths of the whole, Home and End; q or Ctrl-C leaves. Where the terminal is higher than the
recording, its last line tells the time.`;

/** Registers the subcommand. */
export function registerPlay(program: Command, done: (status: number) => void): void {
  program
    .command('play')
    .description('play a recording (asciicast v1, v2, v3)')
    .argument('<cast>', 'a recording')
    .option('--speed <n>', 'this many times as fast', '1')
    .option('--idle-limit <seconds>', 'no pause is longer than this')
    .addHelpText('after', KEYS)
    .action(async (file: string, flags: PlayFlags) => {
      done(await withCasts(() => play(file, flags)));
    });
}
