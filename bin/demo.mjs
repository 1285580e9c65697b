// `npm run demo`: makes fixtures/pictures from the tapes. `--check` only says which pictures would change, with status 1;
// `--into DIR` writes them somewhere else. Their bytes depend on the program alone.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Pictures, each with the file in fixtures/tapes that it shows and the command that makes it. */
const PICTURES = [
  ['hero.svg', 'hero.tape', ['record']],
  ['hero-light.svg', 'hero.tape', ['record', '--theme', 'light']],
  ['shell.svg', 'who-holds-it.tape', ['record', '--still']],
  ['top.svg', 'top.sh', ['top', '--regime', 'drain', '--at', '50', '--cols', '120', '--rows', '36']],
  ['explore.svg', 'explore.tape', ['record', '--still', '--rows', '36']],
  ['compare.svg', 'compare.tape', ['record', '--still']],
];

const args = process.argv.slice(2);
const check = args.includes('--check');
const chosen = args.includes('--into') ? args[args.indexOf('--into') + 1] : undefined;
const kept = join(root, 'fixtures/pictures');
const into = chosen ?? (check ? mkdtempSync(join(tmpdir(), 'modsh-demo-')) : kept);
mkdirSync(into, { recursive: true });

const textOf = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

let changed = 0;
for (const [picture, shown, command] of PICTURES) {
  const before = textOf(join(kept, picture));
  const words = [...command, '-o', join(into, picture), join(root, 'fixtures/tapes', shown)];
  execFileSync(process.execPath, [join(root, 'bin/modsh.js'), ...words], { stdio: 'inherit' });
  const after = textOf(join(into, picture));
  const word = before === undefined ? 'new' : before === after ? 'the same' : 'changed';
  if (word !== 'the same') changed += 1;
  console.log(`${picture.padEnd(16)} ${String(Buffer.byteLength(after ?? '')).padStart(7)} bytes   ${word}`);
}
if (check) {
  rmSync(into, { recursive: true, force: true });
  if (changed > 0) process.exitCode = 1;
}
