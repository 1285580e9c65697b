import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';

export const title =
  'first prompt and key echo in a terminal (goals: text + 100 ms, whole region + 300 ms over bare node; echo with 200 modules p99 under 16 ms)';

const ROUNDS = 9;
const KEYS = 300;

/** Starts the shell and tells when its output first held each of the marks. */
function start(args, marks, env) {
  const from = performance.now();
  const child = spawn(process.execPath, args, {
    cols: 80,
    rows: 24,
    env: { ...process.env, CI: 'false', TERM: 'xterm-256color', LANG: 'C.UTF-8', NO_COLOR: '', ...env },
  });
  let seen = '';
  const at = new Map();
  const waiters = [];
  child.onData((data) => {
    seen += data;
    for (const mark of marks) if (!at.has(mark) && seen.includes(mark)) at.set(mark, performance.now() - from);
    for (const waiter of waiters.splice(0)) waiter();
  });
  const until = async (test) => {
    while (!test(seen)) await new Promise((done) => waiters.push(done));
  };
  return { child, at, until, text: () => seen };
}

async function bare() {
  const from = performance.now();
  const child = spawn(process.execPath, ['-e', '0'], { cols: 80, rows: 24 });
  await new Promise((done) => child.onExit(done));
  return performance.now() - from;
}

function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

async function echoTimes(scratch) {
  const file = join(scratch, 'many.mjs');
  writeFileSync(
    file,
    `export const drivers = Array.from({ length: 200 }, (_, i) => ({ name: 'm' + i, license: 'GPL', *init() { return 0; }, *exit() {} }));\n`,
  );
  const shell = start(['bin/modsh.js', '-q', '--driver', file], [], { XDG_STATE_HOME: join(scratch, 'echo') });
  await shell.until((text) => text.includes('0 modules'));
  shell.child.write('for i in $(seq 0 199); do insmod m$i.ko; done\r');
  await shell.until((text) => text.includes('200 modules'));
  await new Promise((done) => setTimeout(done, 3_000));
  const times = [];
  for (let key = 0; key < KEYS; key += 1) {
    const before = shell.text().length;
    const from = performance.now();
    shell.child.write('abcdefghij'[key % 10]);
    await shell.until((text) => text.length > before);
    times.push(performance.now() - from);
    if (key % 40 === 39) {
      shell.child.write('\x15');
      await new Promise((done) => setTimeout(done, 50));
    }
  }
  shell.child.kill('SIGKILL');
  return times;
}

export async function run({ table, ms, median, scratch }) {
  const node = [];
  const text = [];
  const region = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const plain = await bare();
    const shell = start(['bin/modsh.js', '-q'], ['today', '0 modules'], { XDG_STATE_HOME: join(scratch, 'state') });
    await shell.until((seen) => seen.includes('0 modules'));
    shell.child.kill('SIGKILL');
    if (round === 0) continue;
    node.push(plain);
    text.push(shell.at.get('today'));
    region.push(shell.at.get('0 modules'));
  }
  const echo = await echoTimes(scratch);
  table([
    ['what', 'median', 'over bare node'],
    ['node -e 0 in a pty', ms(median(node)), ''],
    ['text of the first prompt', ms(median(text)), ms(median(text) - median(node))],
    ['whole live region', ms(median(region)), ms(median(region) - median(node))],
    ['key to echo, 200 modules', ms(median(echo)), ''],
    ['key to echo, 200 modules, p99', ms(percentile(echo, 0.99)), ''],
  ]);
}
