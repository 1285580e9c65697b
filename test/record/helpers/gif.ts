/** Reads a GIF back: enough of a decoder to say what a viewer would show. Written apart from the encoder. */

export interface GifFrame {
  /** Hundredths of a second. */
  readonly delay: number;
  /** Red, green, blue of each pixel of the whole picture while this frame is shown. */
  readonly rgb: Uint8Array;
}

export interface Gif {
  readonly width: number;
  readonly height: number;
  readonly loops: boolean;
  readonly frames: readonly GifFrame[];
}

export function decodeGif(bytes: Uint8Array): Gif {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height, flags] = [view.getUint16(6, true), view.getUint16(8, true), view.getUint8(10)];
  const table = bytes.subarray(13, 13 + 3 * 2 ** ((flags & 7) + 1));
  const canvas = new Uint8Array(width * height * 3);
  const frames: GifFrame[] = [];
  let [at, delay, transparent, loops] = [13 + table.length, 0, -1, false];
  const blocks = (): number[] => {
    const data: number[] = [];
    for (;;) {
      const size = view.getUint8(at);
      at += 1;
      if (size === 0) return data;
      data.push(...bytes.subarray(at, at + size));
      at += size;
    }
  };
  for (;;) {
    const kind = view.getUint8(at);
    if (kind === 0x3b) return { width, height, loops, frames };
    if (kind === 0x21) {
      const label = view.getUint8(at + 1);
      at += 2;
      if (label === 0xff) loops = true;
      if (label === 0xf9) {
        delay = view.getUint16(at + 2, true);
        transparent = (view.getUint8(at + 1) & 1) === 1 ? view.getUint8(at + 4) : -1;
      }
      blocks();
      continue;
    }
    const [x, y, w, h] = [1, 3, 5, 7].map((offset) => view.getUint16(at + offset, true)) as [number, number, number, number];
    const minimum = view.getUint8(at + 10);
    at += 11;
    const pixels = unpack(blocks(), minimum);
    if (pixels.length !== w * h) throw new Error(`frame ${frames.length} has ${pixels.length} pixels, not ${w * h}`);
    for (const [index, place] of pixels.entries()) {
      if (place === transparent) continue;
      const target = ((y + Math.floor(index / w)) * width + x + (index % w)) * 3;
      canvas.set(table.subarray(place * 3, place * 3 + 3), target);
    }
    frames.push({ delay, rgb: canvas.slice() });
  }
}

function unpack(data: readonly number[], minimum: number): number[] {
  const [clear, end] = [2 ** minimum, 2 ** minimum + 1];
  let words: number[][] = [];
  let size = minimum + 1;
  let before: number[] | undefined;
  let bit = 0;
  const out: number[] = [];
  const reset = (): void => {
    words = Array.from({ length: clear }, (_, value) => [value]);
    words.push([], []);
    size = minimum + 1;
    before = undefined;
  };
  reset();
  for (;;) {
    let code = 0;
    for (let k = 0; k < size; k += 1, bit += 1) code |= (((data[bit >> 3] ?? 0) >> (bit & 7)) & 1) << k;
    if (code === end) return out;
    if (code === clear) {
      reset();
      continue;
    }
    const word: number[] | undefined = words[code] ?? (before && [...before, before[0] ?? 0]);
    if (word === undefined) throw new Error('a code that is not in the table');
    for (const value of word) out.push(value);
    if (before !== undefined && words.length < 4096) {
      words.push([...before, word[0] ?? 0]);
      if (words.length === 2 ** size && size < 12) size += 1;
    }
    before = word;
  }
}
