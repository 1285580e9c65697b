/** `modsh explore ...` and `modsh replay SCHEDULE`: every interleaving, outside of any shell. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import type { ExploreRequest } from '../../explore/request.ts';
import type { Scenario } from '../../explore/scenario.ts';
import type { Searching } from '../../explore/search/limits.ts';
import type { Ground, Served } from '../../explore/serve.ts';
import type { MatrixProgress } from '../../explore/serveMatrix.ts';
import { regimes } from '../../regimes/index.ts';
import { errorText } from '../errorText.ts';
import { explorerCases } from '../fixtureFiles.ts';
import { importFile } from '../nativeImport.ts';
import { readStack } from '../stackPlaces.ts';
import { createWatch, type Shown } from '../watch.ts';
import { type Io, processIo } from './io.ts';
import { chosenDrivers } from './options.ts';
import { DRIVER_TEXT, DRIVER_USAGE, splitDrivers } from './ownDrivers.ts';
import { UsageError } from './usage.ts';

async function groundOf(files: readonly string[] | undefined): Promise<Ground> {
  const { scenarios } = await import('../../../fixtures/scenarios/index.ts');
  const { faultyDrivers } = await import('../../../fixtures/drivers/index.ts');
  const drivers = [...(await chosenDrivers(files)), ...faultyDrivers];
  return { scenarios, cases: explorerCases(), drivers, regimes, regime: 'today', readStack };
}

/** A user's own scenario: a JavaScript file on the command line; undefined where the word is no file. */
async function scenarioFile(what: string): Promise<Scenario | undefined> {
  if (!/\.m?js$/.test(what)) return undefined;
  const path = resolve(what);
  if (!existsSync(path)) throw new UsageError(`${what}: No such file or directory`);
  let exported: Record<string, unknown>;
  try {
    exported = await importFile(pathToFileURL(path).href);
  } catch (error) {
    throw new UsageError(`${what}: ${errorText(error)}`);
  }
  const isScenario = (value: unknown): boolean => typeof value === 'object' && value !== null && ('tasks' in value || 'plan' in value);
  const found = Object.values(exported).find(isScenario);
  if (found === undefined) throw new UsageError(`${what}: it exports no scenario`);
  return found as Scenario;
}

function reportText(name: string): string {
  try {
    return readFileSync(name, 'utf8');
  } catch (error) {
    throw new UsageError(`${name}: ${errorText(error)}`);
  }
}

function serve(io: Io & { flush(): void }, served: Served): number {
  io.write('out', served.out);
  if (served.err !== '') io.write('err', served.err);
  for (const { name, text } of served.files) writeFileSync(name, text);
  io.flush();
  return served.status;
}

/** Ctrl-C reaches a program that computes only when it lets its event loop turn. */
const breathe = (): Promise<void> => new Promise((done) => setImmediate(done));

/** Runs a search in this thread to its end, or to Ctrl-C. */
async function follow<T, P>(searching: Searching<T, P>, shown: Shown<P>): Promise<T> {
  const watch = createWatch(shown);
  try {
    let at = searching.next(true);
    while (at.done !== true) {
      await breathe();
      watch.see(at.value);
      at = searching.next(!watch.signal.aborted);
    }
    return at.value;
  } finally {
    watch.end();
  }
}

/** Whoever divides a matrix has said how many run at once; else the cores of this machine do, since the report is the same. */
const jobsOf = ({ jobs, shard }: ExploreRequest): number => jobs ?? (shard === undefined ? availableParallelism() : 1);

async function exploreMatrix(request: ExploreRequest, ground: Ground): Promise<Served> {
  const { matrixWork, servedMatrix, servingMatrix, workDone } = await import('../../explore/serveMatrix.ts');
  const { matrixProgressText } = await import('../../explore/text.ts');
  const work = matrixWork(request, ground);
  const jobs = jobsOf(request);
  const shown: Shown<MatrixProgress> = {
    way: (progress) => ({ name: 'matrix', ...workDone(work, progress) }),
    line: (progress, secondsLeft) => matrixProgressText(work, progress, secondsLeft),
  };
  if (jobs === 1) return await follow(servingMatrix(request, ground), shown);
  const { exploreInThreads } = await import('../matrix/threads.ts');
  const { longestFirst } = await import('../../explore/matrix.ts');
  const watch = createWatch(shown);
  try {
    const ids = longestFirst(work.cases).map(({ id }) => id);
    return servedMatrix(request, work, await exploreInThreads({ jobs, ids, signal: watch.signal, hear: watch.see }));
  } finally {
    watch.end();
  }
}

async function exploreOne(request: ExploreRequest, ground: Ground): Promise<Served> {
  const { serveExplore } = await import('../../explore/serve.ts');
  const { progressText } = await import('../../explore/text.ts');
  const { CannotExplore } = await import('../../explore/problem.ts');
  const file = await scenarioFile(request.what);
  try {
    return await follow(serveExplore(request, ground, file), {
      way: ({ phase, expanded, inAll }) => ({ name: phase, done: expanded, all: inAll }),
      line: (progress, secondsLeft) => progressText(request.what, progress, secondsLeft),
    });
  } catch (error) {
    if (file !== undefined && error instanceof CannotExplore) throw new UsageError(`${request.what}: ${error.message}`);
    throw error;
  }
}

async function explore(words: readonly string[], files: readonly string[] | undefined): Promise<number> {
  const { BadRequest, readRequest } = await import('../../explore/request.ts');
  const { EXPLORE_USAGE } = await import('../../explore/usage.ts');
  const { STATUS } = await import('../../explore/serve.ts');
  const { CannotExplore } = await import('../../explore/problem.ts');
  const { matrixWork, serveMerge } = await import('../../explore/serveMatrix.ts');
  const { MergeRefused } = await import('../../explore/matrix.ts');
  const { isMatrixThread, serveCases } = await import('../matrix/thread.ts');
  if (isMatrixThread()) {
    await serveCases(async () => matrixWork(readRequest(words), await groundOf(files)));
    return 0;
  }
  const io = processIo();
  if (words.length === 0 || words.includes('--help') || words.includes('-h')) {
    io.write('out', `Usage: modsh ${EXPLORE_USAGE.replaceAll('\nexplore', '\n       modsh explore')}${DRIVER_USAGE}`);
    io.flush();
    return words.length === 0 ? STATUS.usage : 0;
  }
  try {
    const request = readRequest(words);
    if (request.merge !== undefined) return serve(io, serveMerge(request.merge.map((name) => ({ name, text: reportText(name) }))));
    const ground = await groundOf(files);
    return serve(io, request.matrix ? await exploreMatrix(request, ground) : await exploreOne(request, ground));
  } catch (error) {
    if (error instanceof BadRequest || error instanceof CannotExplore || error instanceof MergeRefused) throw new UsageError(error.message);
    throw error;
  }
}

interface ReplayFlags {
  readonly scenario?: string;
  readonly driver?: readonly string[];
  readonly at?: string;
  readonly step?: boolean;
}

async function replay(file: string, flags: ReplayFlags): Promise<number> {
  const { followSchedule, serveReplay } = await import('../../explore/serveReplay.ts');
  const { CannotExplore } = await import('../../explore/problem.ts');
  const { serveStep } = await import('../../explore/stepping.ts');
  const { BadSchedule } = await import('../../explore/schedule.ts');
  const { stdin, stdout, env, platform } = process;
  if (!existsSync(file)) throw new UsageError(`${file}: No such file or directory`);
  const text = reportText(file);
  const width = stdout.columns ?? 100;
  try {
    const own = flags.scenario === undefined ? undefined : await scenarioFile(flags.scenario);
    const ground = await groundOf(flags.driver);
    if (flags.step === true) {
      const { stepOnTerminal, stepRefusal } = await import('../terminal/steps.ts');
      const { lookOf } = await import('../../tui/look.ts');
      const refused = stepRefusal(env, stdin.isTTY === true && stdout.isTTY === true);
      if (refused !== undefined) throw new UsageError(refused);
      return await stepOnTerminal(followSchedule(text, ground, own), lookOf(env, {}, platform));
    }
    if (flags.at === undefined) return serve(processIo(), serveReplay(text, ground, width, own));
    const replayed = followSchedule(text, ground, own);
    const shown = serveStep(replayed, flags.at.trim() === '' ? Number.NaN : Number(flags.at), width);
    if (shown === undefined) throw new UsageError(`--at takes a number from 0 to ${replayed.live.steps.length}`);
    return serve(processIo(), shown);
  } catch (error) {
    if (error instanceof CannotExplore || error instanceof BadSchedule) throw new UsageError(`${file}: ${error.message}`, 1);
    throw error;
  }
}

const STEP_KEYS = `
Keys of --step: Right, Down, Enter, blank, j or n the next step; Left, Up, Backspace, k or p the one before; PgDn and PgUp ten
steps; Home or g the start; End or G the end; q or Ctrl-C leaves.`;

const collect = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value];

/** Registers both subcommands. The words of explore are read by the explorer itself, as in the shell. */
export function registerExplore(program: Command, done: (status: number) => void): void {
  program
    .command('explore')
    .description('search every interleaving of a scenario: a verdict, and the shortest schedule that goes wrong')
    .argument('[words...]', 'SCENARIO|CASE|FILE [option ...], --matrix, or merge REPORT ...')
    .option('--driver <file>', DRIVER_TEXT, collect)
    .allowUnknownOption()
    .helpOption(false)
    .passThroughOptions()
    .action(async (given: string[], { driver = [] }: { driver?: readonly string[] }) => {
      const { words, files } = splitDrivers(given);
      done(await explore(words, [...driver, ...files]));
    });
  program
    .command('replay')
    .description('run a schedule that the explorer found in the live machine, step by step')
    .argument('<schedule>', 'a schedule file')
    .option('--scenario <file>', 'the scenario file that it was found in')
    .option('--driver <file>', 'the driver file that it was found in; may be repeated', collect)
    .option('--at <n>', 'show one step: the picture so far, the step in words, the modules')
    .option('--step', 'step through it on the terminal, forward and back')
    .addHelpText('after', STEP_KEYS)
    .action(async (file: string, flags: ReplayFlags) => {
      done(await replay(file, flags));
    });
}
