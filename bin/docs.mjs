// `npm run docs`: writes the parts of README.md that the program itself makes, between their markers.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const file = join(root, 'README.md');
const before = readFileSync(file, 'utf8');
const after = before.replace(/(<!-- compare: (\S+) -->\n)[\s\S]*?(<!-- \/compare -->)/g, (_, head, script, tail) => {
  const table = execFileSync(process.execPath, [join(root, 'bin/modsh.js'), 'compare', '--markdown', script], {
    cwd: root,
    encoding: 'utf8',
  });
  return `${head}${table}${tail}`;
});
writeFileSync(file, after);
console.log(before === after ? 'README.md: nothing changed' : 'README.md: written');
