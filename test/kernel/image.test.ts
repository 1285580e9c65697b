import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ELF_MAGIC,
  elfErrno,
  type ModuleImage,
  modinfoValue,
  readImage,
  sameVermagic,
  unpack,
  writeImage,
  writeProgram,
  writeXz,
} from '../../src/kernel/image.ts';
import { modinfoEntries, neededSymbols, symbolCrc } from '../../src/kernel/modinfo.ts';

const VERMAGIC = '6.1.0-56-amd64 SMP preempt mod_unload modversions ';
const chardev: ModuleImage = {
  driver: 'chardev',
  name: 'chardev',
  modinfo: modinfoEntries({
    name: 'chardev',
    aliases: ['modsh-chardev'],
    license: 'GPL',
    description: 'two\nlines and a \\',
    parameters: [
      { name: 'debug', type: 'bool', description: 'log' },
      { name: 'drop', description: 'write' },
    ],
    depends: [],
    vermagic: VERMAGIC,
  }),
  exports: [{ name: 'core_secret', crc: symbolCrc('core_secret'), gpl: true }],
  needs: neededSymbols(['core_add'], [{ name: 'debug', type: 'bool' }]),
  coreSize: 16384,
  initSize: 12288,
};

test('what is written is read again', () => {
  expect(readImage(writeImage(chardev))).toEqual({ ok: chardev });
});

test('a file may be larger than its records, and may have anything appended', () => {
  const data = writeImage(chardev, 20000);
  expect(data).toHaveLength(20000);
  expect(readImage(`${data}garbage\nname=x\n`)).toEqual({ ok: chardev });
});

test.each([
  ['empty', '', 'empty', ''],
  ['shorter than a header', 'this is not a module\n', 'too_short', 'Invalid ELF header len 21'],
  ['no magic', 'x'.repeat(100), 'not_elf', `Invalid ELF header magic: != ${ELF_MAGIC}`],
  ['a program', writeProgram('psock'), 'wrong_type', 'Invalid ELF header type: 2 != 1'],
  ['another machine', writeImage(chardev).replace('machine=62', 'machine=40'), 'wrong_machine', 'Invalid architecture in ELF header: 40'],
  ['cut', writeImage(chardev).slice(0, 3000), 'bad_sections', 'Invalid ELF section header overflow'],
  ['cut by one', writeImage(chardev).slice(0, -1), 'bad_sections', 'Invalid ELF section header overflow'],
  ['compressed', writeXz(writeImage(chardev)), 'not_elf', `Invalid ELF header magic: != ${ELF_MAGIC}`],
  ['without a module', writeImage(chardev).replace('\nname=', '\nmane='), 'no_module', ': No module found in object'],
])('a bad file, %s, is refused as the kernel does', (_, data, error, detail) => {
  expect(readImage(data)).toEqual({ error, detail });
});

test('a compressed file unpacks to its content', () => {
  const data = writeImage(chardev);
  expect(unpack(writeXz(data))).toEqual({ data, packed: true });
  expect(unpack(data)).toEqual({ data, packed: false });
  for (const damaged of [writeXz(data).slice(0, 3000), `${writeXz(data)}x`, writeXz('').slice(0, 6)])
    expect(unpack(damaged)).toBeUndefined();
});

test.each([
  ['text', 'this is not a module\n', 8],
  ['cut within the header', writeImage(chardev).slice(0, 40), 22],
  ['cut', writeImage(chardev).slice(0, 3000), 22],
  ['a program', writeProgram('psock'), 0],
  ['a module', writeImage(chardev), 0],
])('the tools read %s with their own errors', (_, data, errno) => {
  expect(elfErrno(data)).toBe(errno);
});

test('a word of the same length may be edited in place', () => {
  const read = readImage(writeImage(chardev).replace('6.1.0-56', '6.1.0-00'));
  expect('ok' in read && modinfoValue(read.ok, 'vermagic')).toBe(VERMAGIC.replace('56', '00'));
});

test('the release counts in the version magic only without symbol versions', () => {
  const other = VERMAGIC.replace('56', '00');
  expect(sameVermagic(other, VERMAGIC, true)).toBe(true);
  expect(sameVermagic(other, VERMAGIC, false)).toBe(false);
  expect(sameVermagic(VERMAGIC.replace('preempt', 'PREEMPT'), VERMAGIC, true)).toBe(false);
});

test('a module needs some symbols of the kernel whatever it does', () => {
  expect(chardev.needs.map(({ name }) => name)).toEqual([
    'module_layout',
    'core_add',
    'param_ops_bool',
    '__fentry__',
    '__x86_return_thunk',
    '_printk',
  ]);
});

test('no bytes make the reader throw', () => {
  const header = writeImage(chardev).slice(0, 64);
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.boolean(), (text, withHeader) => {
      const read = readImage(withHeader ? header.replace('shoff=3072 shnum=16', 'shoff=1 shnum=0    ') + text : text);
      expect('ok' in read || 'error' in read).toBe(true);
    }),
  );
});
