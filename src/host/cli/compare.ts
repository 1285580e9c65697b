/** `modsh compare FILE`: one script under every rule, one table. */
import type { Command } from 'commander';
import { regimes } from '../../regimes/index.ts';
import { type Look, lookOf } from '../../tui/look.ts';
import { processIo } from './io.ts';
import { chosenDrivers, chosenRegime } from './options.ts';
import { readScript } from './run.ts';
import { UsageError } from './usage.ts';

interface CompareFlags {
  readonly regimes?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly explain?: boolean;
  readonly driver?: readonly string[];
  readonly color?: boolean;
}

const WIDTH = 100;

/** How a table for people is painted; undefined: nobody sees colours there, or nobody wants them. */
function tableLook(flags: CompareFlags): Look | undefined {
  const { env, stdout, platform } = process;
  if (stdout.isTTY !== true || env['TERM'] === 'dumb') return undefined;
  const look = lookOf(env, flags.color === false ? { colour: false } : {}, platform);
  return look.theme === 'mono' ? undefined : look;
}

async function compare(file: string, args: readonly string[], flags: CompareFlags): Promise<number> {
  const { compareScript } = await import('../../boot/compare.ts');
  const { comparisonMarkdown, comparisonTable } = await import('../../boot/compareText.ts');
  const wanted = flags.regimes === undefined ? regimes : flags.regimes.split(',').map((id) => chosenRegime(id.trim()));
  if (wanted.length === 0) throw new UsageError('--regimes names none');
  const comparison = compareScript(readScript(file, args), wanted, chosenRegime('today'), await chosenDrivers(flags.driver));
  const io = processIo();
  if (flags.json === true) io.write('out', `${JSON.stringify(comparison, null, 1)}\n`);
  else
    io.write(
      'out',
      flags.markdown === true
        ? comparisonMarkdown(comparison)
        : comparisonTable(comparison, process.stdout.columns ?? WIDTH, tableLook(flags)),
    );
  if (flags.explain === true) {
    for (const row of comparison.rows) {
      io.write('out', `\n${row.regime}\n`);
      for (const unload of row.unloads)
        io.write('out', `  ${unload.command}: status ${unload.status} at t ${(unload.endedAt / 1_000_000).toFixed(1)} s\n`);
      for (const line of row.report.dmesg.slice(-4)) io.write('out', `  ${line}\n`);
    }
  }
  io.flush();
  return 0;
}

const collect = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value];

/** Registers the subcommand. */
export function registerCompare(program: Command, done: (status: number) => void): void {
  program
    .command('compare')
    .description('run one script under every rule and show one table')
    .argument('<file>', 'command file')
    .argument('[args...]', 'its positional parameters')
    .option('--regimes <ids>', 'only these, separated by commas')
    .option('--json', 'as JSON, with the report of each run')
    .option('--markdown', 'as a Markdown table')
    .option('--no-color', 'no colour')
    .option('--explain', 'below the table, what each unload did and the last lines of the log')
    .option('--driver <file>', 'load a driver of your own (JavaScript); may be repeated', collect)
    .action(async (file: string, args: string[], flags: CompareFlags) => {
      done(await compare(file, args, flags));
    });
}
