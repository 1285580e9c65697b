/** `modsh top [FILE]`: the dashboard beside a script. */
import type { Command } from 'commander';
import { createHistory } from '../../dash/history.ts';
import { lookOf } from '../../tui/look.ts';
import { processIo } from './io.ts';
import { chosenSystem, type SystemFlags, withSystemOptions } from './options.ts';
import { readScript, type Script } from './run.ts';
import { type PictureFlags, topPicture } from './topPicture.ts';
import { UsageError } from './usage.ts';

interface TopFlags extends SystemFlags, PictureFlags {
  readonly realTime?: boolean;
  readonly speed: string;
  readonly color?: boolean;
}

/** Virtual seconds a second, unless told otherwise: a TIME_WAIT of a minute is over in six seconds. */
const SPEED = 10;
const FASTEST = 1_000;
/** Left before the script's end: as if it had been interrupted. */
const LEFT_STATUS = 130;
/** The terminal is gone. */
const HUNG_UP = 129;
/** Of what the script writes, so much is kept until the dashboard is left. */
const OUTPUT_KEPT = 1_000_000;

function chosenSpeed(flags: TopFlags): number {
  if (flags.realTime === true) return 1;
  const speed = Number(flags.speed);
  if (!(speed > 0 && speed <= FASTEST)) throw new UsageError(`--speed takes a number up to ${FASTEST}`);
  return speed;
}

interface Written {
  readonly stream: 'out' | 'err';
  readonly text: string;
}

interface Ends {
  /** Ends the dashboard, with this status. */
  end(status: number): void;
  readonly status: () => number | undefined;
  off(): void;
}

/** Ends the dashboard when the process is asked to end; the status it then ends with. */
function onSignals(close: () => void): Ends {
  let status: number | undefined;
  const end = (code: number): void => {
    status = code;
    close();
  };
  const ends = { SIGINT: 130, SIGTERM: 143, SIGHUP: HUNG_UP } as const;
  const handlers = Object.entries(ends).map(([signal, code]) => {
    const handler = (): void => end(code);
    process.on(signal, handler);
    return [signal, handler] as const;
  });
  return {
    end,
    status: () => status,
    off() {
      for (const [signal, handler] of handlers) process.off(signal, handler);
    },
  };
}

async function top(script: Script | undefined, flags: TopFlags): Promise<number> {
  const { output } = flags;
  if (output !== undefined) {
    if (script === undefined) throw new UsageError('a picture is of a script: modsh top -o OUT.svg FILE');
    return await topPicture(output, script, await chosenSystem(flags), flags);
  }
  const { stdin, stdout, env, platform } = process;
  const { dashLook, refusal } = await import('../dash/look.ts');
  const refused = refusal(env, stdin.isTTY === true, stdout.isTTY === true);
  if (refused !== undefined) throw new UsageError(refused);
  const speed = chosenSpeed(flags);
  const chosen = await chosenSystem(flags);
  const [{ openDashboard }, { scriptWorld }, { startScript }, { EXAMPLE }] = await Promise.all([
    import('../dash/dashboard.ts'),
    import('../dash/scriptWorld.ts'),
    import('../../boot/scriptRun.ts'),
    import('../dash/example.ts'),
  ]);
  const written: Written[] = [];
  let kept = 0;
  const run = startScript({
    ...chosen,
    script: script ?? { name: 'modsh', text: EXAMPLE, args: [] },
    hostWrite(stream, text) {
      written.push({ stream, text });
      kept += text.length;
      while (kept > OUTPUT_KEPT && written.length > 1) kept -= written.shift()?.text.length ?? 0;
    },
  });
  const look = lookOf(
    env,
    { ...(flags.color === false ? { colour: false } : {}), ...(flags.projector === true ? { projector: true } : {}) },
    platform,
  );
  const start = performance.now();
  const dashboard = openDashboard({
    world: scriptWorld(run, speed),
    look: dashLook(look, env),
    projector: look.projector,
    history: createHistory(),
    stdin,
    stdout,
    now: () => performance.now() - start,
  });
  const signals = onSignals(() => dashboard.close());
  const unpause = stopAndGo(dashboard);
  stdin.on('end', () => signals.end(HUNG_UP));
  for (const stream of [stdin, stdout]) stream.on('error', () => signals.end(HUNG_UP));
  await dashboard.closed;
  unpause();
  signals.off();
  // What the script said is told once the screen is the user's again; the example has nothing to say.
  const io = processIo();
  if (script !== undefined && signals.status() !== HUNG_UP) for (const { stream, text } of written) io.write(stream, text);
  io.flush();
  return signals.status() ?? (script === undefined ? 0 : (run.status() ?? LEFT_STATUS));
}

/** Stopped from outside: the terminal is given back first, and taken again when the process goes on. */
function stopAndGo(dashboard: { release(): void; resume(): void }): () => void {
  const stop = (): void => {
    dashboard.release();
    // SIGTSTP sent to oneself is dropped where no shell would notice; SIGSTOP is not.
    process.kill(process.pid, 'SIGSTOP');
  };
  const go = (): void => dashboard.resume();
  process.on('SIGTSTP', stop);
  process.on('SIGCONT', go);
  return () => {
    process.off('SIGTSTP', stop);
    process.off('SIGCONT', go);
  };
}

/** Registers the subcommand. */
export function registerTop(program: Command, done: (status: number) => void): void {
  const command = program
    .command('top')
    .description('the dashboard beside a script: counts over time, who holds what, who waits; without a file, beside an example')
    .argument('[file]', 'command file')
    .argument('[args...]', 'its positional parameters')
    .option('--real-time', 'a virtual second takes a second')
    .option('--speed <n>', 'virtual seconds a second', String(SPEED))
    .option('--projector', 'few panels and large digits')
    .option('--no-color', 'no colour')
    .option('-o, --output <file>', 'no dashboard but a picture of it: .svg, .png, .txt')
    .option('--at <seconds>', 'the moment of the picture, in virtual time (the end)')
    .option('--cols <n>', 'columns of the picture (80)')
    .option('--rows <n>', 'rows of the picture (24)')
    .option('--theme <name>', 'dark or light, of the picture')
    .passThroughOptions()
    .addHelpText(
      'after',
      `\nKeys: q leaves, ? shows all. What the script wrote follows when the dashboard is left, and the status is the script's
(${LEFT_STATUS} when it is left before the script has ended).`,
    );
  withSystemOptions(command).action(async (file: string | undefined, args: string[], flags: TopFlags) => {
    done(await top(file === undefined ? undefined : readScript(file, args), flags));
  });
}
