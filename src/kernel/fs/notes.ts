/** ELF notes of a module, as /sys/module/NAME/notes gives them (elf(5); Linux 6.1, include/linux/build-salt.h, elfnote-lto.h). */
import { symbolCrc } from '../modinfo.ts';

/** Types of notes: NT_GNU_BUILD_ID, LINUX_ELFNOTE_BUILD_SALT, LINUX_ELFNOTE_LTO_INFO. */
export const BUILD_ID = 3;
export const BUILD_SALT = 0x100;
export const LTO_INFO = 0x101;

const word = (value: number): string =>
  String.fromCharCode(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, (value >>> 24) & 0xff);
const padded = (text: string): string => text.padEnd(Math.ceil(text.length / 4) * 4, '\0');

/** One note: sizes, type, name with its zero, content; both filled up to words. */
export const note = (name: string, type: number, content: string): string =>
  word(name.length + 1) + word(content.length) + word(type) + padded(`${name}\0`) + padded(content);

/** Twenty bytes that stand for the hash of a module's build: always the same for the same name. */
export const buildId = (module: string): string => [1, 2, 3, 4, 5].map((part) => word(symbolCrc(`${module} ${part}`))).join('');
