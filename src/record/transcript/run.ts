/** Runs transcripts and tells how they went. The shell that runs the commands is handed in. */
import { type Aligned, align } from './compare.ts';
import { type OutputLine, outputLines } from './match.ts';
import { commandsOf, type Transcript, type TranscriptCommand } from './transcript.ts';

export interface CommandOutcome {
  /** What it wrote on descriptors 1 and 2, in order. */
  readonly output: string;
  readonly status: number;
}

export interface SessionOutcome {
  /** One for each command that was run, in order. */
  readonly commands: readonly CommandOutcome[];
  /** The shell's exit status, if it ended before all commands were run. */
  readonly ended?: number;
}

/** Runs all commands of a transcript in one fresh shell, each with the state that the ones before it left. */
export type RunCommands = (sources: readonly string[]) => SessionOutcome;

export interface CommandResult {
  readonly command: TranscriptCommand;
  readonly passed: boolean;
  /** False: the shell had ended before. */
  readonly ran: boolean;
  readonly lines: readonly Aligned[];
  readonly status: number;
}

export interface TranscriptResult {
  readonly transcript: Transcript;
  /** The shell left with status 80: this transcript is not for here. */
  readonly skipped: boolean;
  readonly passed: boolean;
  readonly results: readonly CommandResult[];
}

/** As in cram: `exit 80` says that a test cannot be run here. */
export const SKIP_STATUS = 80;

/** Runs a transcript and compares. A command that was not run because the shell had ended fails. */
export function runTranscript(transcript: Transcript, run: RunCommands): TranscriptResult {
  const commands = commandsOf(transcript);
  if (commands.length === 0) return { transcript, skipped: false, passed: true, results: [] };
  const outcome = run(commands.map((command) => command.source));
  if (outcome.ended === SKIP_STATUS) return { transcript, skipped: true, passed: true, results: [] };
  const results = commands.map((command, at) => compareCommand(command, outcome.commands[at], transcript.form === 'markdown'));
  return { transcript, skipped: false, passed: results.every((result) => result.passed), results };
}

function compareCommand(command: TranscriptCommand, outcome: CommandOutcome | undefined, isMarkdown: boolean): CommandResult {
  if (outcome === undefined) {
    const lines = command.expected.map((text): Aligned => ({ sign: ' ', text }));
    return { command, passed: false, ran: false, lines, status: command.status };
  }
  const output = isMarkdown ? withoutBlanks(outputLines(outcome.output)) : outputLines(outcome.output);
  const lines = align(command.expected, output, outcome.status);
  const passed = outcome.status === command.status && lines.every((line) => line.sign === ' ');
  return { command, passed, ran: true, lines, status: outcome.status };
}

/** Blank lines at the end of output cannot be told from those that part commands in Markdown. */
function withoutBlanks(lines: readonly OutputLine[]): readonly OutputLine[] {
  return lines.slice(0, lines.findLastIndex((line) => line.text.trim() !== '' || line.noEol) + 1);
}
