/**
 * Module files of the model as the ELF files that real tools read: what modinfo, modprobe and depmod look for, and no code
 * (kmod 30, libkmod/libkmod-elf.c; elf(5)).
 */
import type { ModuleImage } from '../kernel/image.ts';

const ELF_HEADER = 64;
const SECTION_HEADER = 64;
const SYMBOL_ENTRY = 24;
/** struct modversion_info on a 64-bit kernel: a long and the name, zero-padded. */
const VERSION_ENTRY = 64;
const SHT_PROGBITS = 1;
const SHT_SYMTAB = 2;
const SHT_STRTAB = 3;
const GLOBAL = 1 << 4;
const SHN_ABS = 0xfff1;

interface Section {
  readonly name: string;
  readonly type: number;
  readonly data: Uint8Array;
  readonly link: number;
  readonly entry: number;
}

const encoder = new TextEncoder();
const bytesOf = (text: string): Uint8Array => encoder.encode(text);
const zeroEnded = (words: readonly string[]): string => words.map((word) => `${word}\0`).join('');

function versions(image: ModuleImage): Uint8Array {
  const data = new Uint8Array(image.needs.length * VERSION_ENTRY);
  const view = new DataView(data.buffer);
  image.needs.forEach(({ name, crc }, at) => {
    view.setUint32(at * VERSION_ENTRY, crc, true);
    data.set(bytesOf(name.slice(0, VERSION_ENTRY - 9)), at * VERSION_ENTRY + 8);
  });
  return data;
}

/** The symbol table and its names: what is needed is undefined, what is exported has the absolute symbol of its CRC. */
function symbols(image: ModuleImage): { readonly table: Uint8Array; readonly names: Uint8Array } {
  const rows = [
    ...image.needs.map(({ name }) => ({ name, section: 0, value: 0 })),
    ...image.exports.map(({ name, crc }) => ({ name: `__crc_${name}`, section: SHN_ABS, value: crc })),
  ];
  const table = new Uint8Array((rows.length + 1) * SYMBOL_ENTRY);
  const view = new DataView(table.buffer);
  let names = '\0';
  rows.forEach(({ name, section, value }, index) => {
    const at = (index + 1) * SYMBOL_ENTRY;
    view.setUint32(at, names.length, true);
    view.setUint8(at + 4, GLOBAL);
    view.setUint16(at + 6, section, true);
    view.setBigUint64(at + 8, BigInt(value), true);
    names += `${name}\0`;
  });
  return { table, names: bytesOf(names) };
}

const aligned = (size: number): number => Math.ceil(size / 16) * 16;

function layOut(sections: readonly Section[]): Uint8Array {
  const titles = `\0${zeroEnded([...sections.map(({ name }) => name), '.shstrtab'])}`;
  const all: Section[] = [...sections, { name: '.shstrtab', type: SHT_STRTAB, data: bytesOf(titles), link: 0, entry: 0 }];
  const table = all.reduce((at, { data }) => at + aligned(data.length), ELF_HEADER);
  const file = new Uint8Array(table + (all.length + 1) * SECTION_HEADER);
  const view = new DataView(file.buffer);
  // ELF64, little endian, ET_REL, x86-64.
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, 1, true);
  view.setUint16(18, 62, true);
  view.setUint32(20, 1, true);
  view.setBigUint64(40, BigInt(table), true);
  view.setUint16(52, ELF_HEADER, true);
  view.setUint16(58, SECTION_HEADER, true);
  view.setUint16(60, all.length + 1, true);
  view.setUint16(62, all.length, true);
  let at = ELF_HEADER;
  all.forEach(({ name, type, data, link, entry }, index) => {
    const header = table + (index + 1) * SECTION_HEADER;
    view.setUint32(header, titles.indexOf(`\0${name}\0`) + 1, true);
    view.setUint32(header + 4, type, true);
    view.setBigUint64(header + 24, BigInt(at), true);
    view.setBigUint64(header + 32, BigInt(data.length), true);
    view.setUint32(header + 40, link, true);
    view.setBigUint64(header + 48, 16n, true);
    view.setBigUint64(header + 56, BigInt(entry), true);
    file.set(data, at);
    at += aligned(data.length);
  });
  return file;
}

/** The bytes of an ELF file that says of a module what its image says. */
export function elfOf(image: ModuleImage): Uint8Array {
  const { table, names } = symbols(image);
  const plain = (name: string, data: Uint8Array): Section => ({ name, type: SHT_PROGBITS, data, link: 0, entry: 0 });
  const sections = [
    plain('.modinfo', bytesOf(zeroEnded(image.modinfo.map(([key, value]) => `${key}=${value}`)))),
    plain('__ksymtab_strings', bytesOf(zeroEnded(image.exports.map(({ name }) => name)))),
    plain('__versions', versions(image)),
    plain('.gnu.linkonce.this_module', new Uint8Array(SECTION_HEADER)),
  ];
  const strings = sections.length + 2;
  return layOut([
    ...sections,
    { name: '.symtab', type: SHT_SYMTAB, data: table, link: strings, entry: SYMBOL_ENTRY },
    { name: '.strtab', type: SHT_STRTAB, data: names, link: 0, entry: 0 },
  ]);
}
