/** The launcher: runs out of the code cache when it fits, and without it when not. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
let copy: string;

/** What V8 did with the cache (undefined: there was none), after the program's own output. */
const launched = (root: string): string =>
  execFileSync(process.execPath, [
    '-p',
    `require(${JSON.stringify(join(root, 'bin/modsh.js'))}).script.cachedDataRejected`,
    'modsh',
    '-c',
    'insmod chardev.ko; lsmod | wc -l',
  ]).toString();

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'modsh-cache-'));
  mkdirSync(join(copy, 'dist'));
  cpSync(join(ROOT, 'bin'), join(copy, 'bin'), { recursive: true });
  cpSync(join(ROOT, 'dist/main.js'), join(copy, 'dist/main.js'));
});
afterAll(() => rmSync(copy, { recursive: true }));

test('the built program starts out of its code cache', () => {
  expect(launched(ROOT)).toBe('false\n2\n');
});

test('a program without its cache does the same', () => {
  expect(launched(copy)).toBe('undefined\n2\n');
});

test('a cache of another node is left aside', () => {
  writeFileSync(join(copy, 'dist/main.cache'), Buffer.alloc(4096, 7));
  expect(launched(copy)).toBe('true\n2\n');
});
