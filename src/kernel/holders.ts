/**
 * The order in which sysfs lists a directory: that of a hash of the names (Linux 6.1, fs/kernfs/dir.c, kernfs_name_hash;
 * fs/namei.c, full_name_hash). Held against the holder lists of a running system in test/oracle/real-system.
 */

const MASK64 = (1n << 64n) - 1n;
const GOLDEN = 0x61c8864680b583ebn;
const hashes = new Map<string, number>();

/** The hash that kernfs sorts by: 31 bits. */
export function kernfsHash(name: string): number {
  const known = hashes.get(name);
  if (known !== undefined) return known;
  let hash = 0n;
  for (let at = 0; at < name.length; at += 1) {
    const char = BigInt(name.charCodeAt(at));
    hash = ((hash + (char << 4n) + (char >> 4n)) * 11n) & MASK64;
  }
  const folded = Number((((hash * GOLDEN) & MASK64) >> 32n) & 0x7fffffffn);
  hashes.set(name, folded);
  return folded;
}

/** Names in the order of their directory. */
export const kernfsOrder = (names: readonly string[]): string[] =>
  [...names].sort((a, b) => kernfsHash(a) - kernfsHash(b) || (a < b ? -1 : 1));
