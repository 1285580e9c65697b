import type { CommandOutcome, RunCommands, SessionOutcome } from '../record/transcript/run.ts';
import type { Transcript } from '../record/transcript/transcript.ts';
import type { Regime } from '../regimes/regime.ts';
import { needsMore, parseScript } from '../shell/parse.ts';
import { type OnStep, shellProgram } from '../shell/shell.ts';
import { runToEnd } from './run.ts';
import { bootSystem, type StartOptions } from './system.ts';

export interface TranscriptSystem extends StartOptions {
  /** The regime of an id. Throws where there is none: the message goes to the user. */
  regimeOf(id: string): Regime;
}

/** A line of text that begins a fresh system under another rule; in Markdown it may stand in a comment. */
const REGIME = /^(?:<!--\s*)?regime:\s*([\w.-]+)\s*(?:-->)?$/;

/** Commands that share one system. */
interface Part {
  readonly regime: Regime;
  count: number;
}

/** The systems that a transcript asks for, in order, with the number of commands each runs. */
function partsOf(transcript: Transcript, options: TranscriptSystem): Part[] {
  const parts: Part[] = [{ regime: options.regime, count: 0 }];
  for (const part of transcript.parts) {
    const last = parts.at(-1);
    if (part.kind === 'command' && last !== undefined) last.count += 1;
    if (part.kind !== 'text') continue;
    for (const line of part.lines) {
      const id = REGIME.exec(line.trim())?.[1];
      if (id !== undefined) parts.push({ regime: options.regimeOf(id), count: 0 });
    }
  }
  return parts.filter((part) => part.count > 0);
}

/** The runner for one transcript. In Markdown `$?` outlives its command; in cram's form it does not, as in cram. */
export function transcriptRunner(transcript: Transcript, options: TranscriptSystem): RunCommands {
  return (sources) => {
    const commands: CommandOutcome[] = [];
    let from = 0;
    for (const { regime, count } of partsOf(transcript, options)) {
      const outcome = runInOneShell(sources.slice(from, from + count), { ...options, regime }, transcript.form === 'cram');
      commands.push(...outcome.commands);
      if (outcome.ended !== undefined) return { commands, ended: outcome.ended };
      from += count;
    }
    return { commands };
  };
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** What cannot be read by itself must not swallow what follows: the shell meets it alone, and ends of it. */
const contained = (source: string): string =>
  parseScript(source).problem === undefined && needsMore(source) === undefined ? source : `eval ${quoted(source)}`;

/** Stands behind the commands: does nothing but make `$?` 0, and tells that the shell came this far. */
const MARK = ':';

interface Joined {
  readonly text: string;
  /** The line at which each command begins; behind them the line of the last mark. */
  readonly starts: readonly number[];
  readonly marks: ReadonlySet<number>;
}

function join(sources: readonly string[], markEach: boolean): Joined {
  const lines: string[] = [];
  const starts: number[] = [];
  const marks = new Set<number>();
  const mark = (): void => {
    lines.push(MARK);
    marks.add(lines.length);
  };
  for (const source of sources) {
    starts.push(lines.length + 1);
    lines.push(...contained(source).split('\n'));
    if (markEach) mark();
  }
  if (!markEach) mark();
  return { text: `${lines.join('\n')}\n`, starts, marks };
}

function runInOneShell(sources: readonly string[], options: TranscriptSystem, markEach: boolean): SessionOutcome {
  const { text, starts, marks } = join(sources, markEach);
  const lastMark = Math.max(...marks);
  const outcomes = sources.map(() => ({ output: '', status: 0, done: false }));
  let at = 0;
  let reachedEnd = false;
  const onStep: OnStep = {
    before({ line }) {
      if (!marks.has(line)) at = starts.findLastIndex((start) => start <= line);
      else reachedEnd ||= line === lastMark;
    },
    after({ line }, status) {
      const outcome = outcomes[at];
      if (outcome !== undefined && !marks.has(line)) Object.assign(outcome, { status, done: true });
    },
  };
  const write = (output: string): void => {
    const outcome = outcomes[at];
    if (outcome !== undefined) outcome.output += output;
  };
  const system = bootSystem({
    ...options,
    hostWrite: (_stream, output) => write(output),
    hostRead: () => '',
  });
  const script = { name: 'sh', text, args: [] };
  const end = runToEnd(system, shellProgram({ script, find: system.find, services: system.services, onStep }));
  for (const line of end.stuck) write(`modsh: nothing can go on: ${line}\n`);
  const told = outcomes.map(({ output, status, done }, index) => ({ output, status: index === at && !done ? end.status : status }));
  return reachedEnd ? { commands: told } : { commands: told.slice(0, at + 1), ended: end.status };
}
