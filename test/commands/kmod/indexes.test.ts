import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  builtinAliasIndex,
  builtinModinfo,
  dumpAliasIndex,
  matchAlias,
  readAliasIndex,
  readBuiltinIndex,
  readDepIndex,
  splitDepLine,
} from '../../../src/commands/kmod/indexes.ts';
import { deviceText, parseDeviceLine } from '../../../src/commands/kmod/static-nodes.ts';

test('modules.dep is found by name, whatever the folder, the dashes and the extension', () => {
  const index = readDepIndex('extra/a-b.ko.xz: extra/c.ko extra/d.ko\nextra/c.ko:\nbad line\n/abs/d.ko:\n');
  expect([...index.keys()]).toEqual(['a_b', 'c', 'd']);
  expect(splitDepLine(index.get('a_b') ?? '')).toEqual({ path: 'extra/a-b.ko.xz', deps: ['extra/c.ko', 'extra/d.ko'] });
  expect(splitDepLine('x')).toEqual({ path: 'x', deps: [] });
});

const aliases = readAliasIndex('# c\nalias usb:v1* b\nalias usb:v1p2 a\nalias * z\nalias x-y w\nalias bad[ q\nalias\nalias usb:v?p2 c\n');

test.each([
  ['usb:v1p2', ['b', 'a', 'z', 'c']],
  ['usb:v9p2', ['z', 'c']],
  ['x_y', ['z', 'w']],
  ['', ['z']],
])('the alias %j gives %j, in the order of the file', (alias, expected) => {
  expect(matchAlias(aliases, alias)).toEqual(expected);
});

test('an index is dumped by pattern', () => {
  expect(dumpAliasIndex(aliases)).toEqual(['alias * z', 'alias usb:v1* b', 'alias usb:v1p2 a', 'alias usb:v?p2 c', 'alias x_y w']);
});

test('built-in modules have names, entries and aliases', () => {
  expect([...readBuiltinIndex('kernel/a-b.ko\n#x\n1.ko\n')]).toEqual(['a_b']);
  const modinfo = 'ext4.license=GPL\0ext4.alias=fs-ext4\0unix.alias=net-pf-1\0';
  expect(builtinModinfo(modinfo, 'ext4')).toEqual(['license=GPL', 'alias=fs-ext4']);
  expect(builtinModinfo(modinfo, 'ext')).toBeUndefined();
  expect(matchAlias(builtinAliasIndex(modinfo), 'net_pf_1')).toEqual(['unix']);
});

test.each([
  ['human', 'Module: tun\n\tDevice node: /dev/net/tun\n\t\tType: character device\n\t\tMajor: 10\n\t\tMinor: 200\n'],
  ['tmpfiles', 'd /dev/net 0755 - - -\nc! /dev/net/tun 0600 - - - 10:200\n'],
  ['devname', 'tun net/tun c10:200\n'],
] as const)('a static node in the form %s', (format, expected) => {
  const line = parseDeviceLine('tun net/tun c10:200');
  expect(line && deviceText(line, format)).toBe(expected);
  expect(parseDeviceLine('tun net/tun x10:200')).toBeUndefined();
});

test('no text makes a reader throw', () => {
  const part = fc.constantFrom('alias ', 'a', '*', '[', ']', '?', '\\', ' ', '\n', ':', '/', '.ko', '\0', '.', '=', '#');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 50 }), fc.string({ maxLength: 10 }), (parts, alias) => {
      const text = parts.join('');
      for (const line of readDepIndex(text).values()) splitDepLine(line);
      readBuiltinIndex(text);
      const lines = text.split('\n').length;
      expect(matchAlias(readAliasIndex(text), alias).length).toBeLessThanOrEqual(lines);
      expect(matchAlias(builtinAliasIndex(text), alias).length).toBeLessThanOrEqual(text.split('\0').length);
    }),
  );
});
