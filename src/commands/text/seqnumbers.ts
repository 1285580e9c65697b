/** The arithmetic of seq(1): decimals counted exactly, as whole numbers of their last place. */

export interface SeqRange {
  readonly first: bigint;
  readonly step: bigint;
  /** Undefined: without end. */
  readonly last: bigint | undefined;
  /** Decimal places: the numbers above are multiples of 10 to the power of minus this. */
  readonly places: number;
}

interface Operand {
  readonly digits: bigint;
  readonly places: number;
  readonly infinite: boolean;
}

function operand(text: string): Operand | undefined {
  if (/^[-+]?inf(inity)?$/i.test(text)) return { digits: text.startsWith('-') ? -1n : 1n, places: 0, infinite: true };
  const hex = /^([-+]?)(0x[0-9a-f]+)$/i.exec(text);
  if (hex !== null) return { digits: BigInt(hex[2] ?? '0') * (hex[1] === '-' ? -1n : 1n), places: 0, infinite: false };
  const parts = /^([-+]?)(\d*)(?:\.(\d*))?(?:e([-+]?\d{1,3}))?$/i.exec(text);
  if (parts === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  if (whole + fraction === '') return undefined;
  const shift = Number(exponent);
  const places = fraction.length - shift;
  let digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  if (places < 0) digits *= 10n ** BigInt(-places);
  return { digits, places: Math.max(0, places), infinite: false };
}

const scaled = (one: Operand, places: number): bigint => one.digits * 10n ** BigInt(places - one.places);

/** Reads `[FIRST [STEP]] LAST`; the operand that is no number, or whose step is zero, as `bad` or `zero`. */
export function seqRange(words: readonly string[]): SeqRange | { readonly bad: string } | { readonly zero: string } {
  const numbers: Operand[] = [];
  for (const word of words) {
    const one = operand(word);
    if (one === undefined || (one.infinite && numbers.length < words.length - 1)) return { bad: word };
    numbers.push(one);
  }
  const ONE: Operand = { digits: 1n, places: 0, infinite: false };
  const last = numbers.at(-1) ?? ONE;
  const first = numbers.length > 1 ? (numbers[0] ?? ONE) : ONE;
  const step = numbers.length > 2 ? (numbers[1] ?? ONE) : ONE;
  if (step.digits === 0n) return { zero: words[1] ?? '0' };
  // The last number limits, it does not say how exact the others are shown.
  const places = Math.max(first.places, step.places);
  const finest = Math.max(places, last.places);
  const limit = last.infinite ? undefined : floorTo(scaled(last, finest), 10n ** BigInt(finest - places), step.digits > 0n);
  const unreachable = last.infinite && last.digits > 0n !== step.digits > 0n;
  const start = scaled(first, places);
  return { first: start, step: scaled(step, places), last: unreachable ? start - scaled(step, places) : limit, places };
}

/** Division that rounds down (or up, when counting down), so that a coarser limit lets no number through beyond the finer one. */
function floorTo(value: bigint, unit: bigint, down: boolean): bigint {
  const quotient = value / unit;
  if (quotient * unit === value) return quotient;
  if (down) return value < 0n ? quotient - 1n : quotient;
  return value > 0n ? quotient + 1n : quotient;
}

/** A number of a range as text. */
export function seqText(value: bigint, places: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  const sign = value < 0n ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** True while a number lies within the range, as its step counts towards the last. */
export const inRange = (value: bigint, range: SeqRange): boolean =>
  range.last === undefined || (range.step > 0n ? value <= range.last : value >= range.last);

/** The width that `-w` gives every number of a range. */
export function seqWidth(range: SeqRange): number {
  const last = range.last === undefined ? range.first : range.first + ((range.last - range.first) / range.step) * range.step;
  return Math.max(seqText(range.first, range.places).length, seqText(last, range.places).length);
}

/** A text filled with zeros behind its sign. */
export const zeroFilled = (text: string, width: number): string =>
  text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
