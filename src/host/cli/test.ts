/** `modsh test FILE...`: transcripts as tests. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { TranscriptResult } from '../../record/transcript/run.ts';
import { errorText } from '../errorText.ts';
import { processIo } from './io.ts';
import { chosenRegime, chosenSystem, type SystemFlags, withSystemOptions } from './options.ts';
import { UsageError } from './usage.ts';

interface TestFlags extends SystemFlags {
  readonly update?: boolean;
  readonly tap?: boolean;
}

function readTranscript(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file}: ${errorText(error)}`);
  }
}

/** Runs transcripts. 0: all is as expected (or was rewritten), 1: something differs, 2: a file cannot be read. */
async function testTranscripts(files: readonly string[], flags: TestFlags): Promise<number> {
  const { parseTranscript } = await import('../../record/transcript/parse.ts');
  const { runTranscript } = await import('../../record/transcript/run.ts');
  const { diffText, summaryText, tapText, updatedText } = await import('../../record/transcript/report.ts');
  const { transcriptRunner } = await import('../../boot/transcript.ts');
  const texts = files.map((file) => [file, readTranscript(file)] as const);
  const system = { ...(await chosenSystem(flags)), regimeOf: chosenRegime };
  const io = processIo();
  const results: TranscriptResult[] = [];
  for (const [file, text] of texts) {
    const transcript = parseTranscript(text, file);
    const result = runTranscript(transcript, transcriptRunner(transcript, system));
    results.push(result);
    if (flags.update === true) {
      const updated = updatedText(result);
      if (updated === text) continue;
      writeFileSync(file, updated);
      if (flags.tap !== true) io.write('out', `# rewritten: ${file}\n`);
    } else if (flags.tap !== true) io.write('out', diffText(result));
  }
  io.write('out', flags.tap === true ? tapText(results) : summaryText(results));
  io.flush();
  // What was not run cannot be written down: such a transcript fails even when it is rewritten.
  const failed = results.filter((result) => (flags.update === true ? result.results.some((one) => !one.ran) : !result.passed));
  return failed.length > 0 ? 1 : 0;
}

const HELP = `
A .t file is text with commands in it: two blanks, "$ " and a command, "> " and more of it, then what it prints, then
[n] where its status is not 0. A line may end in (re), (glob), (esc) or (no-eol). In Markdown the commands stand in blocks
fenced as console. All commands of a file run in one shell on one fresh system, in the folder of the fixtures. A line
"regime: ID" (in Markdown "<!-- regime: ID -->") begins a fresh system under that rule.`;

/** Registers the subcommand. */
export function registerTest(program: Command, done: (status: number) => void): void {
  const command = program
    .command('test')
    .description('run transcripts (.t, and console blocks in Markdown) and compare what they print')
    .argument('<files...>', 'transcripts')
    .option('--update', 'rewrite the files so that they pass')
    .option('--tap', 'report in the Test Anything Protocol')
    .addHelpText('after', HELP);
  withSystemOptions(command).action(async (files: string[], flags: TestFlags) => {
    done(await testTranscripts(files, flags));
  });
}
