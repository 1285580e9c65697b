/** Every parser of somebody else's text, given anything: an answer or one line with file and line, soon, and never a throw. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addConfigFile, emptyConfig } from '../../../src/commands/kmod/config.ts';
import { fnmatch } from '../../../src/commands/kmod/fnmatch.ts';
import { matchAlias, readAliasIndex, readBuiltinIndex, readDepIndex, splitDepLine } from '../../../src/commands/kmod/indexes.ts';
import { readModulesDep } from '../../../src/kernel/graph/dep.ts';
import { INDEX_NAMES, readMachineGraph } from '../../../src/kernel/graph/graph.ts';
import { readLoaded, readProcModules } from '../../../src/kernel/graph/loaded.ts';
import { elfErrno, readImage, readRecords, unpack, writeImage, writeXz } from '../../../src/kernel/image.ts';
import { parseParam, splitArguments } from '../../../src/kernel/params.ts';
import { recorded } from '../../helpers/realSystem.ts';
import { runScript } from '../../helpers/system.ts';

/** Text that is nearly right: pieces of real files in any order, with anything in between. */
const nearly = (...pieces: string[]): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 12 }), fc.constantFrom('\n', ' ', '\0', '\\', '\r\n', 'a'.repeat(500))),
      { maxLength: 40 },
    )
    .map((all) => all.join(''));

const MESSAGE = /^f:\d+: [\x20-\x7e]+$/;
const saysWhere = (read: object): void => {
  if ('problem' in read) expect(read.problem).toMatch(MESSAGE);
};

/** A real file with one piece cut out or put in. */
const damaged = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 8 }))
    .map(([at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut));

describe('anything', () => {
  test('modules.dep', () => {
    fc.assert(
      fc.property(nearly('kernel/a.ko', 'a.ko:', ' b.ko', 'b.ko:', '../', '/lib/modules/x/c.ko.xz:', '#'), (text) =>
        saysWhere(readModulesDep(text, 'f')),
      ),
    );
    fc.assert(fc.property(damaged(recorded('modules.dep').slice(0, 20_000)), (text) => saysWhere(readModulesDep(text, 'f'))));
  });

  test('/proc/modules and lsmod', () => {
    const pieces = ['Module Size Used by\n', 'a 1 0 - Live 0x0', 'b 4096 1 a,', ' [permanent],', ' (OE)', '-1', ' a,b,c'];
    fc.assert(fc.property(nearly(...pieces), (text) => saysWhere(readLoaded(text, 'f'))));
    fc.assert(fc.property(nearly(...pieces), (text) => saysWhere(readProcModules(text, 'f'))));
    fc.assert(fc.property(damaged(recorded('proc-modules')), (text) => saysWhere(readLoaded(text, 'f'))));
    fc.assert(fc.property(damaged(recorded('lsmod.txt')), (text) => saysWhere(readLoaded(text, 'f'))));
  });

  test('what a reader takes can be booted, and its list printed again is taken again', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor');
    const line = fc.tuple(name, fc.nat(9999), fc.integer({ min: -1, max: 4 }), fc.array(name, { maxLength: 2 }));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        const text = lines
          .map(([who, size, count, users]) => `${who} ${size} ${count} ${users.map((user) => `${user},`).join('') || '-'} Live 0x0\n`)
          .join('');
        const read = readMachineGraph({ indexes: {}, loaded: { name: 'f', text } });
        saysWhere(read);
        if ('problem' in read) return;
        const ran = runScript('cat /proc/modules', { graph: read.ok });
        expect(ran.stderr).toBe('');
        saysWhere(readLoaded(ran.stdout, 'f'));
        expect(ran.stdout.split('\n').length - 1).toBe(lines.length);
      }),
      { numRuns: 60 },
    );
  });

  test('the indexes', () => {
    const texts = nearly('alias ', 'alias pci:v* x\n', '[', ']', '*', 'softdep a pre: b', 'symbol:');
    fc.assert(
      fc.property(fc.constantFrom(...INDEX_NAMES), texts, fc.string(), (index, text, alias) => {
        saysWhere(readMachineGraph({ indexes: { [index]: { name: 'f', text } } }));
        matchAlias(readAliasIndex(text), alias);
        readBuiltinIndex(text);
        for (const line of readDepIndex(text).values()) splitDepLine(line);
      }),
    );
  });

  test('modprobe.d: problems name file and line', () => {
    fc.assert(
      fc.property(nearly('options ', 'alias ', 'install x', 'softdep a pre: b post:', 'blacklist', 'include', '#'), (text) => {
        for (const problem of addConfigFile(emptyConfig(), text, 'f')) {
          expect(problem.file).toBe('f');
          if (problem.kind === 'bad_line') expect(problem.line).toBeGreaterThan(0);
        }
      }),
    );
  });

  test('parameters: a value or an errno', () => {
    fc.assert(
      fc.property(
        nearly('a=1', '"', ' ', '-', '--', '0x', '='),
        fc.constantFrom('int', 'uint', 'bool', 'charp', 'ulong', 'byte'),
        (line, type) => {
          for (const { value } of splitArguments(line)) {
            const parsed = parseParam(type as 'int', value);
            if ('errno' in parsed) expect(parsed.errno).toBeGreaterThan(0);
          }
        },
      ),
    );
  });

  test('module files', () => {
    const image = {
      driver: 'd',
      name: 'n',
      modinfo: [['license', 'GPL']] as [string, string][],
      exports: [],
      needs: [],
      coreSize: 4096,
      initSize: 0,
    };
    fc.assert(
      fc.property(fc.oneof(damaged(writeImage(image)), damaged(writeXz(writeImage(image))), fc.string()), (data) => {
        const read = readImage(data);
        if ('error' in read) expect(read.detail).not.toMatch(/\n/);
        expect([0, 8, 22]).toContain(elfErrno(data));
        readRecords(data);
        unpack(data);
      }),
    );
  });
});

describe('the worst', () => {
  const long = 200_000;
  test.each<[string, () => unknown]>([
    ['one line without an end', () => readModulesDep('a'.repeat(long * 10), 'f')],
    ['a module that needs everything', () => readModulesDep(`z.ko: ${'a.ko '.repeat(long)}\na.ko:\n`, 'f')],
    [
      'all need all',
      () =>
        readModulesDep(
          Array.from({ length: 700 }, (_, at) => `m${at}.ko: ${Array.from({ length: at }, (__, one) => `m${one}.ko`).join(' ')}`).join(
            '\n',
          ),
          'f',
        ),
    ],
    ['a line of users', () => readLoaded(`a 1 ${long} ${'b,'.repeat(long)} Live 0x0`, 'f')],
    ['as many lines as fit', () => readLoaded('a 1 0\n'.repeat(long), 'f')],
    ['stars against a long name', () => fnmatch(`${'*a'.repeat(200)}b`, 'a'.repeat(5_000))],
    ['stars in an index', () => matchAlias(readAliasIndex(`alias ${'*a'.repeat(500)}b x\n`.repeat(50)), 'a'.repeat(2_000))],
    ['backslashes', () => addConfigFile(emptyConfig(), 'options a \\\n'.repeat(long), 'f')],
    ['quotes', () => splitArguments('"a '.repeat(long))],
    ['digits', () => parseParam('ulong', '9'.repeat(long))],
    ['wrong index lines', () => readMachineGraph({ indexes: { 'modules.alias': { name: 'f', text: 'alias a b '.repeat(long) } } })],
    [
      'records',
      () => readImage(writeImage({ driver: 'd', name: 'n', modinfo: [], exports: [], needs: [], coreSize: 0, initSize: 0 }, long * 10)),
    ],
  ])('%s is over soon', (_, parse) => {
    expect(() => parse()).not.toThrow();
  });

  test('more text than there can be is refused unread', () => {
    const text = ' '.repeat(64 * 1_024 * 1_024 + 1);
    expect(readLoaded(text, 'f')).toEqual({ problem: 'f:1: more than 67108864 characters' });
  });
});
