import { expect, test } from 'vitest';
import { hasModuleExtension, nameOfPath, normalizeAlias, normalizeName } from '../../../src/commands/kmod/names.ts';

test.each([
  ['snd-hda-intel', 'snd_hda_intel'],
  ['a-[0-9]-b', 'a_[0-9]_b'],
  ['[', undefined],
  ['a]', undefined],
  ['a[b', undefined],
  ['', ''],
])('the alias %s is normalized to %s', (alias, expected) => {
  expect(normalizeAlias(alias)).toBe(expected);
});

test.each([
  ['snd-hda.ko.xz', 'snd_hda'],
  ['a', 'a'],
  ['.ko', ''],
])('the name %s is normalized to %s', (name, expected) => {
  expect(normalizeName(name)).toBe(expected);
});

test.each([
  ['/lib/a-b.ko', 'a_b'],
  ['a.ko', 'a'],
  ['/fixtures/', undefined],
  ['', undefined],
])('the file %s holds the module %s', (path, expected) => {
  expect(nameOfPath(path)).toBe(expected);
});

test.each([
  ['a.ko', true],
  ['a.ko.xz', true],
  ['a.ko.zst', true],
  ['a.ko.gz', false],
  ['.ko', false],
  ['ko', false],
])('%s ends as module files do: %s', (path, expected) => {
  expect(hasModuleExtension(path)).toBe(expected);
});
