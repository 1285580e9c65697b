/** Random command lines: every tool ends with a status, never with a crash, and does the same twice. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileCommands } from '../../src/commands/files/index.ts';
import { systemCommands } from '../../src/commands/system/index.ts';
import { textCommands } from '../../src/commands/text/index.ts';
import { compilePattern } from '../../src/commands/text/regex/pattern.ts';
import { runTool, treeOf } from './runTool.ts';

const SEGV = 139;
/** `yes` alone never ends; the others that wait do so for virtual time only. */
const ENDLESS = ['yes'];
const commands = [...textCommands, ...fileCommands, ...systemCommands];
const services = {
  net: { devices: () => [] },
  klog: {
    lines: () => [{ t: 1, level: 6, text: 'x' }],
    clear() {},
    markRead() {},
    *waitForMore() {
      return false;
    },
    setConsoleLevel() {},
  },
};

const FILES = { f: 'b\na\n', 'a b': 'x', 'd/x': 'y\n', l: '-> f', dang: '-> nosuch', c: 'c 1 3' };

const word = fc.oneof(
  fc.constantFrom(
    'f',
    'd',
    'l',
    'dang',
    'c',
    'nosuch',
    '-',
    '--',
    '/dev/null',
    'a b',
    '1',
    '2',
    '1,3',
    's/a/b/',
    '/a/p',
    'p',
    '+',
    '=',
    '(',
    ')',
    '!',
    ';',
    '{}',
    ':',
    '.',
  ),
  fc.constantFrom(
    '-n',
    '-c',
    '-f',
    '-d',
    '-r',
    '-s',
    '-u',
    '-i',
    '-e',
    '-o',
    '-x',
    '-l',
    '-a',
    '-p',
    '-t',
    '-k',
    '-E',
    '-1',
    '-name',
    '-type',
    '-exec',
    '--all',
    '--x=y',
  ),
  fc.string({ maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.integer({ min: -3, max: 100 }).map(String),
);

describe('random arguments', () => {
  for (const { name } of commands.filter((command) => !ENDLESS.includes(command.name))) {
    it(`${name} ends with a status, whatever it is given`, () => {
      fc.assert(
        fc.property(fc.array(word, { maxLength: 5 }), fc.string({ maxLength: 40 }), (args, stdin) => {
          const run = () => runTool(commands, [name, ...args], { stdin, files: FILES, services, until: 4_000_000_000 });
          const first = run();
          // One that still runs waits for time (sleep infinity) or for a partner of its FIFO.
          expect(first.status).not.toBe(SEGV);
          const second = run();
          expect([second.stdout, second.stderr, second.status, treeOf(second.system)]).toEqual([
            first.stdout,
            first.stderr,
            first.status,
            treeOf(first.system),
          ]);
        }),
        { numRuns: 25, seed: 2003 },
      );
    });
  }
});

describe('random patterns', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    '.',
    '*',
    '+',
    '?',
    '(',
    ')',
    '|',
    '[',
    ']',
    '^',
    '$',
    '\\',
    '{',
    '}',
    '1',
    ',',
    '-',
    ':',
    '[:alpha:]',
    '\\(',
    '\\)',
    '\\{',
    '\\}',
    '\\|',
    '\\1',
    '\\<',
    '\\w',
    '😀',
  );
  const pattern = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(''));
  for (const dialect of ['grep', 'sed'] as const) {
    for (const extended of [false, true]) {
      it(`${dialect}, ${extended ? 'extended' : 'basic'}: an error text or a pattern whose matches lie within the text`, () => {
        fc.assert(
          fc.property(pattern, fc.array(fc.constantFrom('a', 'b', '\n', '1', '😀', '-'), { maxLength: 8 }), (source, input) => {
            const text = input.join('');
            const compiled = compilePattern([source], { extended, dialect });
            if ('error' in compiled) return compiled.error !== '';
            const match = compiled.find(text, 0);
            if (match === undefined) return !compiled.test(text);
            return compiled.test(text) && match.start >= 0 && match.end >= match.start && match.end <= text.length;
          }),
          { numRuns: 2_000, seed: 2003 },
        );
      });
    }
  }
});
