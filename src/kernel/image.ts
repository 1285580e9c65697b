/**
 * Module files. A `.ko` in the virtual file system is a text that stands for the ELF file that a compiler would make: an
 * ELF header in words, readable records, padding, and room for section headers at the end, so that whatever a user does to
 * the file (cut it, append to it, edit a word, copy it under another name) ends as it would with a real one.
 *
 *     \x7fELF64 type=1 machine=62 shoff=3072 shnum=16
 *     driver=chardev
 *     name=chardev
 *     core_size=16384
 *     init_size=12288
 *     modinfo=alias=modsh-chardev
 *     export=core_secret 0x5d0f3ac1 gpl
 *     need=_printk 0x92997ed8
 */
import { ERRNO } from '../engine/errno.ts';

export const ELF_MAGIC = '\x7fELF';
const XZ_MAGIC = '\xfd7zXZ\0';
/** sizeof(Elf64_Ehdr) and sizeof(Elf64_Shdr). */
const HEADER_BYTES = 64;
const SECTION_HEADER_BYTES = 64;
/** EI_NIDENT. */
const IDENT_BYTES = 16;
const SECTIONS = 16;
const FILE_BYTES_MIN = 4096;
/** EM_X86_64, ET_REL, ET_EXEC of elf.h. */
const X86_64 = 62;
const RELOCATABLE = 1;
const EXECUTABLE = 2;

/** One `key=value` of the .modinfo section. */
export type ModinfoEntry = readonly [key: string, value: string];

export interface ExportedSymbol {
  readonly name: string;
  readonly crc: number;
  /** EXPORT_SYMBOL_GPL. */
  readonly gpl: boolean;
}

/** An undefined symbol with the CRC of the prototype that the module was built with (CONFIG_MODVERSIONS). */
export interface NeededSymbol {
  readonly name: string;
  readonly crc: number;
}

/** What a module file says of its module. */
export interface ModuleImage {
  /** Which driver's code this file holds. */
  readonly driver: string;
  /** The module's name: of `__this_module`, not of the file. */
  readonly name: string;
  /** In the order of the .modinfo section. */
  readonly modinfo: readonly ModinfoEntry[];
  readonly exports: readonly ExportedSymbol[];
  readonly needs: readonly NeededSymbol[];
  /** Bytes that stay in memory, and bytes that go when init has run. */
  readonly coreSize: number;
  readonly initSize: number;
}

type ImageError = 'empty' | 'too_short' | 'not_elf' | 'wrong_type' | 'wrong_machine' | 'bad_sections' | 'no_module';

/** `detail` is the kernel's log line (level err, for no_module warn); empty where it logs none. */
export type ReadImage = { readonly ok: ModuleImage } | { readonly error: ImageError; readonly detail: string };

const escapeValue = (text: string): string => text.replace(/[\\\n\0]/g, (char) => (char === '\n' ? '\\n' : char === '\0' ? '\\0' : '\\\\'));
const unescapeValue = (text: string): string =>
  text.replace(/\\([n0\\])/g, (_, char: string) => (char === 'n' ? '\n' : char === '0' ? '\0' : '\\'));
const hex = (crc: number): string => `0x${(crc >>> 0).toString(16).padStart(8, '0')}`;

/** Header, records, padding: section headers take the last part of the file, as linkers put them. */
function writeElf(type: number, records: readonly string[], bytesMin: number): string {
  const body = `${records.join('\n')}\n`;
  const table = SECTIONS * SECTION_HEADER_BYTES;
  const size = Math.max(bytesMin, FILE_BYTES_MIN, HEADER_BYTES + body.length + table);
  const header = `${ELF_MAGIC}64 type=${type} machine=${X86_64} shoff=${size - table} shnum=${SECTIONS}`.padEnd(HEADER_BYTES - 1);
  return `${header}\n${body}`.padEnd(size - 1, '.') + '\n';
}

/** Returns the text of a module file. `bytesMin` pads it to a size like that of the real file. */
export function writeImage(image: ModuleImage, bytesMin = FILE_BYTES_MIN): string {
  const records = [
    `driver=${escapeValue(image.driver)}`,
    `name=${escapeValue(image.name)}`,
    `core_size=${image.coreSize}`,
    `init_size=${image.initSize}`,
    ...image.modinfo.map(([key, value]) => `modinfo=${key}=${escapeValue(value)}`),
    ...image.exports.map(({ name, crc, gpl }) => `export=${name} ${hex(crc)} ${gpl ? 'gpl' : 'all'}`),
    ...image.needs.map(({ name, crc }) => `need=${name} ${hex(crc)}`),
  ];
  return writeElf(RELOCATABLE, records, bytesMin);
}

/** Returns the text of a program's file: an ELF file that is no module. */
export const writeProgram = (name: string): string => writeElf(EXECUTABLE, [`program=${name}`], FILE_BYTES_MIN);

/** Returns the data of a `.ko.xz` file. The content is not made smaller: what matters is that tools must unpack it. */
export const writeXz = (data: string): string => `${XZ_MAGIC}${data.length}\n${data}`;

/** True for data that begin as a compressed file does. */
export const isPacked = (data: string): boolean => data.startsWith(XZ_MAGIC);

/** A file's content, and whether it was compressed. */
export interface Unpacked {
  readonly data: string;
  readonly packed: boolean;
}

/** Returns the content of a file that may be xz-compressed; undefined for one that is cut or damaged. */
export function unpack(data: string): Unpacked | undefined {
  if (!isPacked(data)) return { data, packed: false };
  const header = /^(\d+)\n/.exec(data.slice(XZ_MAGIC.length, XZ_MAGIC.length + 12));
  if (header === null) return undefined;
  const content = data.slice(XZ_MAGIC.length + header[0].length);
  return content.length === Number(header[1]) ? { data: content, packed: true } : undefined;
}

const headerField = (data: string, name: string): number =>
  Number(new RegExp(` ${name}=(\\d+)`).exec(data.slice(0, HEADER_BYTES))?.[1] ?? 0);

/** True when the section headers lie within the file. */
function hasSections(data: string): boolean {
  const at = headerField(data, 'shoff');
  return at < data.length && headerField(data, 'shnum') * SECTION_HEADER_BYTES <= data.length - at;
}

/** Returns the error number with which libkmod refuses to read an ELF file (kmod 30, kmod_elf_new): 0 for none. */
export function elfErrno(data: string): number {
  if (data.length <= IDENT_BYTES || !data.startsWith(ELF_MAGIC)) return ERRNO.ENOEXEC;
  return data.length <= HEADER_BYTES || !hasSections(data) ? ERRNO.EINVAL : 0;
}

/** The checks of elf_validity_check() in its order (Linux 6.1, kernel/module/main.c); undefined when all pass. */
function headerFault(data: string): { readonly error: ImageError; readonly detail: string } | undefined {
  if (data.length === 0) return { error: 'empty', detail: '' };
  if (data.length < HEADER_BYTES) return { error: 'too_short', detail: `Invalid ELF header len ${data.length}` };
  if (!data.startsWith(ELF_MAGIC)) return { error: 'not_elf', detail: `Invalid ELF header magic: != ${ELF_MAGIC}` };
  const type = headerField(data, 'type');
  const machine = headerField(data, 'machine');
  if (type !== RELOCATABLE) return { error: 'wrong_type', detail: `Invalid ELF header type: ${type} != ${RELOCATABLE}` };
  if (machine !== X86_64) return { error: 'wrong_machine', detail: `Invalid architecture in ELF header: ${machine}` };
  return hasSections(data) ? undefined : { error: 'bad_sections', detail: 'Invalid ELF section header overflow' };
}

/** Everything the records of an ELF file say; what is not there is missing or empty. */
export interface ImageRecords {
  readonly fields: Map<string, string>;
  readonly modinfo: ModinfoEntry[];
  readonly exports: ExportedSymbol[];
  readonly needs: NeededSymbol[];
}

function readRecord(draft: ImageRecords, key: string, value: string): void {
  const words = value.split(' ');
  const [name = '', crc = ''] = words;
  if (key === 'modinfo') {
    const equals = value.indexOf('=');
    if (equals > 0) draft.modinfo.push([value.slice(0, equals), unescapeValue(value.slice(equals + 1))]);
  } else if (key === 'export') draft.exports.push({ name, crc: Number(crc) >>> 0, gpl: words[2] === 'gpl' });
  else if (key === 'need') draft.needs.push({ name, crc: Number(crc) >>> 0 });
  else draft.fields.set(key, unescapeValue(value));
}

/** Returns the records of an ELF file of any type. Never throws; the caller has looked at the header. */
export function readRecords(data: string): ImageRecords {
  const draft: ImageRecords = { fields: new Map(), modinfo: [], exports: [], needs: [] };
  const end = data.indexOf('\n.', HEADER_BYTES - 1);
  for (const line of data.slice(HEADER_BYTES, end < 0 ? undefined : end).split('\n')) {
    const equals = line.indexOf('=');
    if (equals > 0) readRecord(draft, line.slice(0, equals), line.slice(equals + 1));
  }
  return draft;
}

/**
 * Returns what a module file says, or why the kernel refuses it: EINVAL for `empty`, ENOEXEC for all else. Never throws.
 * The data must be unpacked already: the kernel takes no compressed file.
 */
export function readImage(data: string): ReadImage {
  const fault = headerFault(data);
  if (fault !== undefined) return fault;
  const { fields, modinfo, exports, needs } = readRecords(data);
  const name = fields.get('name');
  const driver = fields.get('driver');
  if (name === undefined || driver === undefined) return { error: 'no_module', detail: ': No module found in object' };
  const size = (key: string): number => Number(fields.get(key) ?? 0) || 0;
  return { ok: { driver, name, modinfo, exports, needs, coreSize: size('core_size'), initSize: size('init_size') } };
}

/** The first .modinfo value of that key, as get_modinfo() of the kernel gives it; undefined where there is none. */
export const modinfoValue = (image: ModuleImage, key: string): string | undefined => image.modinfo.find(([name]) => name === key)?.[1];

/**
 * True when the kernel takes a module with this version magic. With symbol versions the release, up to the first blank,
 * does not count (same_magic(), Linux 6.1, kernel/module/version.c).
 */
export function sameVermagic(ofModule: string, ofKernel: string, hasVersions: boolean): boolean {
  const from = (magic: string): string => (hasVersions ? (/ .*$/.exec(magic)?.[0] ?? '') : magic);
  return from(ofModule) === from(ofKernel);
}
