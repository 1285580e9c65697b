import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drivers } from '../../../fixtures/drivers/index.ts';
import { addDepmodConfig, emptyDepmodConfig, firstStays } from '../../../src/commands/kmod/depmod-config.ts';
import { depmodFiles } from '../../../src/commands/kmod/depmod-files.ts';
import { type DepmodModule, depmodGraph, findCycles } from '../../../src/commands/kmod/depmod-graph.ts';
import { hashOrder } from '../../../src/commands/kmod/hash-order.ts';
import { imageOf } from '../../../src/kernel/fileimage.ts';
import type { ModinfoEntry } from '../../../src/kernel/image.ts';
import { VERMAGIC } from '../../../src/kernel/kernel.ts';

const recorded = (name: string): string => readFileSync(new URL(`../../oracle/files/${name}`, import.meta.url), 'utf8');
const fixtures = drivers.map((driver): DepmodModule => ({ path: `extra/${driver.name}.ko`, image: imageOf(driver, drivers, VERMAGIC) }));

const made = (path: string, needs: readonly string[], exports: readonly string[], modinfo: readonly ModinfoEntry[] = []): DepmodModule => ({
  path,
  image: {
    modinfo,
    exports: exports.map((name) => ({ name, crc: 0, gpl: false })),
    needs: needs.map((name) => ({ name, crc: 0 })),
  },
});

test.each(['modules.dep', 'modules.alias', 'modules.softdep', 'modules.symbols', 'modules.devname'] as const)(
  '%s of the fixtures is what a real depmod wrote',
  (name) => {
    expect(depmodFiles(fixtures)[name]).toBe(recorded(name));
    expect(depmodFiles([...fixtures].reverse())[name]).toBe(recorded(name));
  },
);

test('the order of 14,180 real symbols is that of the hash table', () => {
  const text = readFileSync(new URL('../../oracle/real-system/modules.symbols', import.meta.url), 'utf8');
  const symbols = [...text.matchAll(/^alias symbol:(\S+) /gm)].map((match) => match[1] ?? '');
  expect(symbols).toHaveLength(14180);
  expect(hashOrder([...symbols].sort(), 2048)).toEqual(symbols);
});

test('modules.order comes first, and lists uncompressed names', () => {
  const modules = [made('a/z.ko.xz', [], []), made('a/b.ko', [], []), made('a/c.ko', [], [])];
  expect(depmodFiles(modules, 'a/z.ko\na/c.ko\n')['modules.dep']).toBe('a/z.ko.xz:\na/c.ko:\na/b.ko:\n');
});

test('dependencies come before what they need, each once', () => {
  const modules = [made('a.ko', ['s', 't'], []), made('b.ko', ['t'], ['s']), made('c.ko', [], ['t'])];
  expect(depmodFiles(modules, 'a.ko\nb.ko\nc.ko\n')['modules.dep']).toBe('a.ko: b.ko c.ko\nb.ko: c.ko\nc.ko:\n');
});

test('a symbol that two modules export belongs to the later one', () => {
  const modules = [made('a.ko', [], ['s']), made('b.ko', [], ['s']), made('c.ko', ['s'], [])];
  expect(depmodFiles(modules, 'a.ko\nb.ko\nc.ko\n')['modules.dep']).toContain('c.ko: b.ko\n');
});

test('static nodes need a name and numbers', () => {
  const aliases = (...values: string[]): ModinfoEntry[] => values.map((value) => ['alias', value]);
  const modules = [made('a.ko', [], [], aliases('char-major-10-200', 'devname:net/tun')), made('b.ko', [], [], aliases('devname:x'))];
  expect(depmodFiles(modules)['modules.devname']).toBe('# Device nodes to trigger on-demand module loading.\na net/tun c10:200\n');
});

test('cycles are named, as the real depmod names them', () => {
  const graph = depmodGraph([made('a.ko', ['b'], ['a']), made('b.ko', ['a'], ['b']), made('c.ko', ['a'], [])]);
  expect(graph.acyclic).toBe(false);
  expect(findCycles(graph)).toEqual({ cycles: ['b -> a -> b'], members: 2 });
});

test('unknown symbols are those that neither a module nor the kernel has', () => {
  const graph = depmodGraph([made('a.ko', ['x', 'y'], [])], '', new Set(['x']));
  expect(graph.unknown.map(({ user, symbol }) => `${user.name} ${symbol}`)).toEqual(['a y']);
});

test.each([
  ['', 'kernel/a.ko', 'updates/a.ko', false],
  ['', 'updates/a.ko', 'kernel/a.ko', true],
  ['', 'kernel/x/a.ko', 'kernel/y/a.ko', true],
  ['search extra built-in', 'kernel/a.ko', 'extra/a.ko', false],
  ['search built-in extra', 'kernel/a.ko', 'extra/a.ko', true],
  ['override a * kernel/y', 'kernel/x/a.ko', 'kernel/y/a.ko', false],
  ['override a 6.1.* kernel/x\nsearch kernel/y', 'kernel/x/a.ko', 'kernel/y/a.ko', true],
  ['override a ^5.* kernel/x\nsearch kernel/y', 'kernel/x/a.ko', 'kernel/y/a.ko', false],
])('with %j, %s met before %s stays: %s', (text, first, second, stays) => {
  const config = emptyDepmodConfig();
  expect(addDepmodConfig(config, text, '6.1.0-56-amd64')).toEqual([]);
  expect(firstStays(config, '/m', `/m/${first}`, `/m/${second}`)).toBe(stays);
});

test('bad lines of depmod.d are told', () => {
  expect(addDepmodConfig(emptyDepmodConfig(), '# c\nnonsense x\noverride a\ninclude y\n', '6.1')).toEqual([
    { line: 2, word: 'nonsense' },
    { line: 3, word: 'override' },
  ]);
});
