// `npm run bench [-- SECTION ...]`: figures as ratios inside one run. Each section is a file in bench/ that exports `title` and `run(tools)`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..');
const scratch = mkdtempSync(join(tmpdir(), 'modsh-bench-'));

/** The middle one. */
export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const tools = {
  root,
  scratch,
  median,
  /** Wall milliseconds of whole processes, the commands in turn so that the machine's mood hits all alike. */
  interleaved(commands, rounds) {
    const times = commands.map(() => []);
    for (let round = 0; round <= rounds; round += 1) {
      commands.forEach(([file, ...args], at) => {
        const from = process.hrtime.bigint();
        const ran = spawnSync(file, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
        const took = Number(process.hrtime.bigint() - from) / 1e6;
        if (ran.error) throw ran.error;
        if (round > 0) times[at].push(took);
      });
    }
    return times.map((all) => ({ median: median(all), min: Math.min(...all), max: Math.max(...all) }));
  },
  /** Bundles a TypeScript entry and imports it, so that a section can reach inside. */
  async load(entry) {
    const outfile = join(scratch, `${entry.replace(/\W/g, '_')}.mjs`);
    await build({
      entryPoints: [join(root, entry)],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'error',
    });
    return await import(pathToFileURL(outfile).href);
  },
  table(rows) {
    const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
    for (const row of rows)
      console.log(
        `  ${row.map((cell, column) => (column === 0 ? String(cell).padEnd(widths[column]) : String(cell).padStart(widths[column]))).join('  ')}`,
      );
  },
  ms: (value) => `${value.toFixed(1)} ms`,
};

const names = readdirSync(join(here, 'bench'))
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => name.slice(0, -4))
  .sort();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`bench: no section ${unknown.join(', ')} (there are ${names.join(', ')})`);
  process.exit(2);
}
try {
  for (const name of wanted.length > 0 ? wanted : names) {
    const section = await import(pathToFileURL(join(here, 'bench', `${name}.mjs`)).href);
    console.log(`\n${name}: ${section.title}`);
    await section.run(tools);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
