import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASES, insideExplorer } from './inside/bundle.mjs';

export const title =
  'explorer: time to verdict, whole process, against spin + gcc -O2 + pan (goal: faster on every case), and against pan alone';

const LIMIT_MS = 60_000;
const ROUNDS = 3;

function timed(file, args, options) {
  const from = process.hrtime.bigint();
  const ran = spawnSync(file, args, { encoding: 'utf8', timeout: LIMIT_MS, maxBuffer: 1 << 28, ...options });
  return { ms: Number(process.hrtime.bigint() - from) / 1e6, out: ran.stdout ?? '', cut: ran.error !== undefined || ran.signal !== null };
}

/** SPIN's pipeline on an exported text. `pan`: the search alone, with its reduction on, as a user would run it. */
function spinPipeline(folder, text, bug) {
  writeFileSync(join(folder, 'm.pml'), text);
  const at = { cwd: folder };
  const parts = [
    timed('spin', ['-a', 'm.pml'], at),
    timed('gcc', ['-O2', '-w', '-DSAFETY', '-DVECTORSZ=4096', ...(bug ? ['-DBFS'] : []), '-o', 'pan', 'pan.c'], at),
    timed('./pan', ['-m10000000', '-w26'], at),
  ];
  const [, , pan] = parts;
  return {
    ms: parts.reduce((sum, part) => sum + part.ms, 0),
    pan: pan.ms,
    states: Number(/(\d+) states, stored/.exec(pan.out)?.[1] ?? 'NaN'),
    cut: parts.some((part) => part.cut) || !/errors: \d+/.test(pan.out),
  };
}

export async function run({ root, scratch, table, median }) {
  const program = await insideExplorer(root, scratch);
  const cases = join(root, CASES);
  const rows = readFileSync(cases, 'utf8').trimEnd().split('\n').slice(1);
  const ids = rows.filter((row) => !row.includes('\tbig-lock\t')).map((row) => row.split('\t')[0]);
  const ours = (what, id) => timed('node', [program, what, cases, id], { cwd: root });
  const hasSpin = ['spin', 'gcc'].every((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0);
  if (!hasSpin) console.log('  spin or gcc is missing: their columns stay empty');
  const lines = [['case', 'verdict', 'our states', 'ours', 'spin+gcc+pan', 'ratio', 'pan alone', 'spin states']];
  let slower = 0;
  for (const id of ids) {
    const times = [];
    let told = {};
    const pipes = [];
    for (let round = 0; round < (id.startsWith('scale') ? 1 : ROUNDS); round += 1) {
      const ran = ours('verdict', id);
      times.push(ran.ms);
      told = JSON.parse(ran.out);
      if (hasSpin) pipes.push(spinPipeline(scratch, ours('promela', id).out, told.verdict !== 'proved'));
    }
    const mine = median(times);
    const pipe = pipes[0];
    const theirs = pipe === undefined ? undefined : median(pipes.map((one) => one.ms));
    const ratio = theirs === undefined ? '' : `${pipe.cut ? '>' : ''}${(theirs / mine).toFixed(1)}`;
    if (theirs !== undefined && theirs < mine) slower += 1;
    const sec = (ms) => `${(ms / 1000).toFixed(2)} s`;
    lines.push([
      id,
      told.verdict,
      told.states,
      sec(mine),
      theirs === undefined ? '' : `${pipe.cut ? '>' : ''}${sec(theirs)}`,
      ratio,
      pipe === undefined ? '' : `${pipe.cut ? '>' : ''}${sec(pipe.pan)}`,
      pipe === undefined || pipe.cut ? '' : pipe.states,
    ]);
  }
  table(lines);
  if (hasSpin) console.log(`  slower than the pipeline on ${slower} of ${ids.length} cases`);
}
