import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addConfigFile, emptyConfig, type ModprobeConfig, softdepText } from '../../../src/commands/kmod/config.ts';
import { addKernelCommandLine } from '../../../src/commands/kmod/kcmdline.ts';
import { wrappedLines } from '../../../src/commands/kmod/lines.ts';

const parse = (text: string): { config: ModprobeConfig; problems: ReturnType<typeof addConfigFile> } => {
  const config = emptyConfig();
  return { problems: addConfigFile(config, text, '/f'), config };
};

test.each([
  ['alias my-dev snd-x', { aliases: [{ alias: 'my_dev', module: 'snd_x' }] }],
  ['alias a b c', { aliases: [{ alias: 'a', module: 'b' }] }],
  ['  blacklist\ta-b ', { blacklist: ['a_b'] }],
  ['options m  a=1\tb=2 ', { options: [{ module: 'm', options: ' a=1 b=2 ' }] }],
  ['install m echo  "x"; true', { install: [{ module: 'm', command: 'echo  "x"; true' }] }],
  ['remove m-n rm', { remove: [{ module: 'm_n', command: 'rm' }] }],
  ['softdep m x pre: a-b  c post: d', { softdeps: [{ module: 'm', pre: ['a-b', 'c'], post: ['d'] }] }],
  ['options m a=1\\\nb=2', { options: [{ module: 'm', options: 'a=1b=2' }] }],
  ['options m a=\\"x\\"', { options: [{ module: 'm', options: 'a="x"' }] }],
  ['#alias a b\n\n   \nblacklist z', { blacklist: ['z'] }],
])('%j is understood', (text, expected) => {
  expect(parse(text)).toEqual({ config: { ...emptyConfig(), ...expected }, problems: [] });
});

test.each([
  ['alias a', 'alias', 1],
  ['\nalias [ b', 'alias', 2],
  ['blacklist', 'blacklist', 1],
  ['options m', 'options', 1],
  ['options m ', 'options', 1],
  ['install', 'install', 1],
  ['softdep m', 'softdep', 1],
  ['a\\\nb\nfoo bar', 'ab', 2],
])('%j is a bad line', (text, word, line) => {
  expect(parse(text).problems[0]).toEqual({ kind: 'bad_line', file: '/f', line, word });
});

test('include and config are deprecated', () => {
  expect(parse('include /x\nconfig /y').problems).toEqual([
    { kind: 'deprecated', file: '/f', word: 'include' },
    { kind: 'deprecated', file: '/f', word: 'config' },
  ]);
});

test('a soft dependency is printed as kmod 30 prints it, without a blank before post:', () => {
  expect(softdepText(['a', 'b'], ['c'])).toBe('pre: a bpost: c');
  expect(softdepText([], [])).toBe('');
});

test.each([
  ['quiet chardev.bufsize=8 ro', { options: [{ module: 'chardev', options: 'bufsize=8' }] }],
  ['snd-hda.x a.b.c=1 =.x', { options: [{ module: 'snd_hda', options: 'x' }] }],
  ['modprobe.blacklist=a,b-c', { blacklist: ['a', 'b-c'] }],
  ['"parport.dyndbg=file a.c +p" x', { options: [{ module: 'parport', options: 'dyndbg="file a.c +p"' }] }],
  ['m.v="a b"', { options: [{ module: 'm', options: 'v="a b"' }] }],
  ['root=/dev/sda1.x "open', {}],
  [
    '.y=1 z.=2 w.',
    {
      options: [
        { module: '', options: 'y=1' },
        { module: 'z', options: '=2' },
        { module: 'w', options: '' },
      ],
    },
  ],
])('the kernel command line %j', (line, expected) => {
  const config = emptyConfig();
  expect(addKernelCommandLine(config, line)).toEqual([]);
  expect(config).toEqual({ ...emptyConfig(), ...expected });
});

test('no text makes a parser throw, and it reads no more lines than there are', () => {
  const word = fc.constantFrom(
    'alias',
    'options',
    'softdep',
    'pre:',
    ' ',
    '\t',
    '\n',
    '\\',
    '[',
    ']',
    '-',
    '"',
    '\0',
    'x',
    '.',
    '=',
    '#',
    'install',
    'blacklist',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), (words) => {
      const text = words.join('');
      expect(wrappedLines(text).length).toBeLessThanOrEqual(text.split('\n').length);
      expect(parse(text).problems.length).toBeLessThanOrEqual(text.split('\n').length);
      addKernelCommandLine(emptyConfig(), text);
    }),
  );
});
