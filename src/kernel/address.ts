/** Where modules go in memory: page-aligned, one guard page behind each, the lowest gap of the right size first. */

const FIRST = 0xffffffffc0201000n;
const PAGE = 4_096;

export interface AddressSpace {
  nextOffset: number;
  /** Offsets that were given back, by size. */
  readonly gaps: Map<number, number[]>;
}

export const createAddressSpace = (): AddressSpace => ({ nextOffset: 0, gaps: new Map() });

const span = (size: number): number => Math.ceil(size / PAGE) * PAGE + PAGE;

/** The offset of a range of so many bytes. */
export function takeRange(space: AddressSpace, size: number): number {
  const gap = space.gaps.get(span(size))?.pop();
  if (gap !== undefined) return gap;
  const offset = space.nextOffset;
  space.nextOffset += span(size);
  return offset;
}

/** Gives a range back. The lowest gap of a size is used first. */
export function giveRange(space: AddressSpace, offset: number, size: number): void {
  const gaps = space.gaps.get(span(size));
  if (gaps === undefined) {
    space.gaps.set(span(size), [offset]);
    return;
  }
  let at = gaps.length;
  while (at > 0 && (gaps[at - 1] as number) < offset) at -= 1;
  gaps.splice(at, 0, offset);
}

/** `0xffffffffc0201000`, or zeros for a reader who may not see addresses. */
export const showAddress = (offset: number, visible: boolean): string =>
  `0x${(visible ? FIRST + BigInt(offset) : 0n).toString(16).padStart(16, '0')}`;
