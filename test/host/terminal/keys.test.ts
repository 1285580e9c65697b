import { describe, expect, test } from 'vitest';
import { createKeyReader } from '../../../src/host/terminal/keys.ts';
import { chordOf, type Key } from '../../../src/tui/key.ts';

/** The keys of some bytes, each as its text or its chord. */
async function read(...chunks: (string | Buffer)[]): Promise<string[]> {
  const found: Key[] = [];
  const reader = createKeyReader((keys) => found.push(...keys));
  for (const chunk of chunks) reader.write(Buffer.from(chunk));
  // A lone Escape is known by the silence after it.
  await new Promise((resolve) => setTimeout(resolve, chunks.at(-1) === '\x1b' ? 80 : 0));
  reader.close();
  return found.map((key) => (key.kind === 'paste' ? `paste:${key.text}` : chordOf(key) === 'text' ? key.text : chordOf(key)));
}

describe('keys from bytes', () => {
  test.each([
    ['letters', 'aB1', ['a', 'B', '1']],
    ['a chunk with Enter and Ctrl-C inside', 'ab\rc\x03d', ['a', 'b', 'return', 'c', 'C-c', 'd']],
    ['newline', '\n', ['enter']],
    ['blank and tab', ' \t', [' ', 'tab']],
    ['shift-tab', '\x1b[Z', ['S-tab']],
    ['control letters', '\x01\x05\x12\x17', ['C-a', 'C-e', 'C-r', 'C-w']],
    ['C-_ and C-\\', '\x1f\x1c', ['C-_', 'C-\\']],
    ['backspace, both kinds', '\x7f\b', ['backspace', 'backspace']],
    ['M-b, M-., M-Backspace, M-Enter', '\x1bb\x1b.\x1b\x7f\x1b\r', ['M-b', 'M-.', 'M-backspace', 'M-return']],
    ['arrows, also with modifiers', '\x1b[A\x1bOB\x1b[1;5C\x1b[1;3D', ['up', 'down', 'C-right', 'M-left']],
    ['home, end, delete', '\x1b[H\x1b[F\x1b[3~', ['home', 'end', 'delete']],
    ['F1 and F2', '\x1bOP\x1bOQ', ['f1', 'f2']],
    ['a lone Escape', '\x1b', ['escape']],
    ['Escape and Ctrl-C at once are two keys', '\x1b\x03', ['escape', 'C-c']],
    ['letters beyond ASCII', 'é日', ['é', '日']],
    ['an emoji in its code points', '👩‍💻', ['👩', '\u200d', '💻']],
    ['a paste is one key', '\x1b[200~a\rb\tc\x1b[201~d', ['paste:a\rb\tc', 'd']],
    ['a paste with what looks like keys inside', '\x1b[200~\x03\x1b[A\x1b[201~', ['paste:\x03\x1b[A']],
    ['focus coming and going are no keys', '\x1b[I\x1b[O', []],
  ] as const)('%s', async (_, bytes, keys) => {
    expect(await read(bytes)).toEqual(keys);
  });

  test('a character cut in two by chunks', async () => {
    const bytes = Buffer.from('é');
    expect(await read(bytes.subarray(0, 1), bytes.subarray(1))).toEqual(['é']);
  });

  test('a sequence cut in two by chunks', async () => {
    expect(await read('\x1b[1;', '5C')).toEqual(['C-right']);
  });

  test('all keys of a chunk come together', async () => {
    const batches: number[] = [];
    const reader = createKeyReader((keys) => batches.push(keys.length));
    reader.write(Buffer.from('abc\r'));
    await new Promise((resolve) => setTimeout(resolve, 0));
    reader.close();
    expect(batches).toEqual([4]);
  });
});
