/** The launcher: each part of the built program is loaded when it is needed, and runs out of its code cache where that fits. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programNames } from '../../src/boot/commands.ts';
import { runProgram } from '../helpers/program.ts';
import { runScript } from '../helpers/system.ts';

const ROOT = resolve(import.meta.dirname, '../..');
let copy: string;

/** Each part that a script made the program load, and what V8 did with its cache: `used`, `refused` or `none`. `once` runs when it has begun. */
function launched(root: string, script: string, once = ''): { output: string; parts: string } {
  const tell = `
    const { parts } = require(${JSON.stringify(join(root, 'bin/modsh.js'))});
    ${once}
    const word = { true: 'refused', false: 'used', undefined: 'none' };
    process.once('exit', () => console.error([...parts].map(([name, { script }]) => name + ' ' + word[script.cachedDataRejected]).join(', ')));`;
  const output = execFileSync('sh', ['-c', '"$0" "$@" 2>&1', process.execPath, '-e', tell, 'modsh', '-c', script]).toString();
  const lines = output.trimEnd().split('\n');
  return { parts: lines.pop() ?? '', output: lines.join('\n') };
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'modsh-parts-'));
  mkdirSync(join(copy, 'dist'));
  cpSync(join(ROOT, 'bin'), join(copy, 'bin'), { recursive: true });
  for (const name of ['main.js', 'face.js', 'tools.js', 'more.js']) cpSync(join(ROOT, 'dist', name), join(copy, 'dist', name));
});
afterAll(() => rmSync(copy, { recursive: true }));

const SCRIPT = 'insmod chardev.ko; lsmod | wc -l';

test('a script of module tools needs the main part alone', () => {
  expect(launched(ROOT, 'insmod chardev.ko; rmmod chardev; echo $?')).toEqual({ output: '0', parts: 'main used' });
});

test('a text tool brings the tools, the explorer all the rest', () => {
  expect(launched(ROOT, SCRIPT)).toEqual({ output: '2', parts: 'main used, tools used' });
  expect(launched(ROOT, 'explore --help >/dev/null; echo $?')).toEqual({ output: '0', parts: 'main used, more used' });
});

test('a program without its caches does the same', () => {
  expect(launched(copy, SCRIPT)).toEqual({ output: '2', parts: 'main none, tools none' });
});

test('a cache of another node is left aside', () => {
  writeFileSync(join(copy, 'dist/main.cache'), Buffer.alloc(4096, 7));
  expect(launched(copy, SCRIPT)).toEqual({ output: '2', parts: 'main refused, tools none' });
});

test('a program that runs keeps its parts when another is built over them', () => {
  const other = `for (const name of ['tools.js', 'more.js']) {
    const file = ${JSON.stringify(join(copy, 'dist/'))} + name;
    require('node:fs').renameSync(file, file + '.old');
    require('node:fs').writeFileSync(file, 'another program');
  }`;
  const ran = launched(copy, `${SCRIPT}; explore --help >/dev/null; echo $?`, other);
  for (const name of ['tools.js', 'more.js']) renameSync(join(copy, 'dist', `${name}.old`), join(copy, 'dist', name));
  expect(ran.output).toBe('2\n0');
});

test('a program that is not all there says how it is made', () => {
  const file = join(copy, 'dist/tools.js');
  renameSync(file, `${file}.away`);
  const { stderr, status } = spawnSync(process.execPath, [join(copy, 'bin/modsh.js'), '-c', SCRIPT], { encoding: 'utf8' });
  renameSync(`${file}.away`, file);
  expect(stderr).toBe(`modsh: ${join(copy, 'dist')} is not complete; npm run build makes it\n`);
  expect(status).toBe(1);
});

test('every command is in the built program, with the words it has in the source', () => {
  const script = programNames(false)
    .map((name) => `echo "== ${name}"; command ${name} --help </dev/null 2>&1; echo $?`)
    .join('\n');
  const here = runScript(script);
  expect(runProgram(['-c', script])).toEqual({ stdout: here.stdout, stderr: here.stderr, status: here.status });
  expect(here.stdout).not.toContain('not found');
});

test('the explorer is in none of the parts that a script or the first prompt needs', async () => {
  const { planParts } = (await import(pathToFileURL(join(ROOT, 'bin/build/plan.mjs')).href)) as {
    planParts(): Promise<{ partOf: ReadonlyMap<string, string> }>;
  };
  const { partOf } = await planParts();
  const at = (folder: string): string[] =>
    [...new Set([...partOf].flatMap(([path, part]) => (path.startsWith(folder) ? [part] : [])))].sort();
  expect(at('src/explore/search/')).toEqual(['more']);
  expect(at('src/dash/panels/')).toEqual(['more']);
  expect(at('src/tui/editor/')).toEqual(['face']);
  expect(at('src/commands/text/sed/')).toEqual(['tools']);
  expect(at('src/kernel/unload.ts')).toEqual(['main']);
});
