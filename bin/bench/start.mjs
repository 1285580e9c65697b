import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const title = 'start of `modsh run` of an empty script against bare `node -e 0` (goal: at most + 40 ms)';

export function run({ interleaved, table, ms, scratch }) {
  const empty = join(scratch, 'empty.sh');
  writeFileSync(empty, '');
  const [bare, script, version] = interleaved(
    [
      ['node', '-e', '0'],
      ['node', 'bin/modsh.js', 'run', empty],
      ['node', 'bin/modsh.js', '--version'],
    ],
    15,
  );
  table([
    ['what', 'median', 'min', 'over bare node', 'ratio'],
    ['node -e 0', ms(bare.median), ms(bare.min), '', '1.00'],
    ['modsh run empty.sh', ms(script.median), ms(script.min), ms(script.median - bare.median), (script.median / bare.median).toFixed(2)],
    ['modsh --version', ms(version.median), ms(version.min), ms(version.median - bare.median), (version.median / bare.median).toFixed(2)],
  ]);
}
