/**
 * The order in which depmod walks its hash tables, which is the order of lines in modules.dep (names, 512 buckets) and
 * modules.symbols (symbols, 2048 buckets): bucket by bucket, by name within one (kmod 30, shared/hash.c).
 */

/** Paul Hsieh's hash of an ASCII key, as an unsigned 32-bit number. */
function superfastHash(key: string): number {
  const unit = (at: number): number => key.charCodeAt(at) | (key.charCodeAt(at + 1) << 8);
  let hash = key.length;
  let at = 0;
  for (; at + 4 <= key.length; at += 4) {
    hash = (hash + unit(at)) | 0;
    const mixed = (unit(at + 2) << 11) ^ hash;
    hash = (hash << 16) ^ mixed;
    hash = (hash + (hash >>> 11)) | 0;
  }
  const left = key.length - at;
  if (left === 3) {
    hash = (hash + unit(at)) | 0;
    hash ^= hash << 16;
    hash ^= key.charCodeAt(at + 2) << 18;
    hash = (hash + (hash >>> 11)) | 0;
  } else if (left === 2) {
    hash = (hash + unit(at)) | 0;
    hash ^= hash << 11;
    hash = (hash + (hash >>> 17)) | 0;
  } else if (left === 1) {
    hash = (hash + key.charCodeAt(at)) | 0;
    hash ^= hash << 10;
    hash = (hash + (hash >>> 1)) | 0;
  }
  hash ^= hash << 3;
  hash = (hash + (hash >>> 5)) | 0;
  hash ^= hash << 4;
  hash = (hash + (hash >>> 17)) | 0;
  hash ^= hash << 25;
  hash = (hash + (hash >>> 6)) | 0;
  return hash >>> 0;
}

/** Returns the keys in the order of a table with so many buckets (a power of two). */
export function hashOrder(keys: Iterable<string>, buckets: number): string[] {
  const placed = [...keys].map((key) => ({ key, bucket: superfastHash(key) % buckets }));
  placed.sort((a, b) => a.bucket - b.bucket || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return placed.map(({ key }) => key);
}
