import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const title = '`insmod; rmmod` pairs a second in a script, after start (goal: at least 5,000)';

export function run({ interleaved, table, ms, scratch }) {
  const script = (name, pairs) => {
    const file = join(scratch, `${name}.sh`);
    writeFileSync(file, `i=0\nwhile [ $i -lt ${pairs} ]; do insmod core.ko; rmmod core; i=$((i + 1)); done\n`);
    return file;
  };
  const few = script('few', 100);
  const many = script('many', 10_100);
  const [short, long] = interleaved(
    [
      ['node', 'bin/modsh.js', 'run', few],
      ['node', 'bin/modsh.js', 'run', many],
    ],
    5,
  );
  const rate = 10_000 / ((long.median - short.median) / 1_000);
  table([
    ['what', 'median'],
    ['100 pairs, start included', ms(short.median)],
    ['10,100 pairs, start included', ms(long.median)],
    ['pairs a second', rate.toFixed(0)],
    ['commands a second (with test and arithmetic)', (rate * 4).toFixed(0)],
  ]);
}
