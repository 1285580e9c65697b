/** Numbers for printf: reading arguments as C constants, writing integers and floats in C's forms. */

export interface Shape {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
}

/** Fills up to the width: with blanks, or for numbers with zeroes when asked to. */
export function pad(text: string, { flags, width }: Shape, zeroes: boolean): string {
  if (text.length >= width) return text;
  if (flags.includes('-')) return text.padEnd(width);
  if (!zeroes || !flags.includes('0')) return text.padStart(width);
  const sign = /^(?:[-+ ]|0[xX])?/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

/** The value of an argument: a C constant, or `'c` for a character's code. A problem does not stop it: what could be read counts. */
export function numericValue(argument: string, float = false): { value: bigint | number; problem: string | undefined } {
  if (argument === '') return { value: 0n, problem: undefined };
  if (/^['"]/.test(argument)) return { value: BigInt(argument.length > 1 ? (argument.codePointAt(1) ?? 0) : 0), problem: undefined };
  const text = argument.trimStart();
  const pattern = float
    ? /^[-+]?(?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|inf(?:inity)?|nan)/i
    : /^[-+]?(?:0[xX][0-9a-fA-F]+|\d+)/;
  const read = pattern.exec(text)?.[0];
  if (read === undefined) return { value: 0n, problem: `${argument}: expected numeric value` };
  const problem = read.length < text.length ? `${argument}: not completely converted` : undefined;
  return { value: float ? floatOf(read) : integerOf(read), problem };
}

const LOWEST = -(1n << 63n);
const HIGHEST = (1n << 64n) - 1n;

function integerOf(text: string): bigint {
  const negative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '').toLowerCase();
  const octal = /^0[0-7]+/.exec(digits)?.[0];
  const size = digits.startsWith('0x')
    ? BigInt(digits)
    : octal !== undefined && octal.length === digits.length
      ? BigInt(`0o${octal.slice(1)}`)
      : BigInt(digits);
  const value = negative ? -size : size;
  return value < LOWEST ? LOWEST : value > HIGHEST ? HIGHEST : value;
}

function floatOf(text: string): number {
  const digits = text.replace(/^[-+]/, '').toLowerCase();
  const value = digits.startsWith('inf') ? Number.POSITIVE_INFINITY : digits === 'nan' ? Number.NaN : Number(digits);
  return text.startsWith('-') ? -value : value;
}

/** %d %i %u %o %x %X of a 64-bit integer. */
export function formatInteger(value: bigint, letter: string, shape: Shape): string {
  const { flags, precision } = shape;
  const signed = letter === 'd' || letter === 'i';
  const number = signed ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value);
  const negative = number < 0n;
  const base = letter === 'o' ? 8 : letter === 'x' || letter === 'X' ? 16 : 10;
  let digits = (negative ? -number : number).toString(base);
  if (precision === 0 && number === 0n) digits = '';
  digits = digits.padStart(precision ?? 0, '0');
  if (flags.includes('#')) {
    if (base === 8 && !digits.startsWith('0')) digits = `0${digits}`;
    if (base === 16 && number !== 0n) digits = `0x${digits}`;
  }
  const sign = negative ? '-' : !signed ? '' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const text = sign + digits;
  return pad(letter === 'X' ? text.toUpperCase() : text, shape, precision === undefined);
}

/** %f %e %g and their capitals. */
export function formatFloat(value: number, letter: string, shape: Shape): string {
  const { flags } = shape;
  const precision = Math.min(shape.precision ?? 6, 100);
  const size = Math.abs(value);
  const digits = Number.isFinite(size)
    ? finiteDigits(size, letter.toLowerCase(), precision, flags.includes('#'))
    : Number.isNaN(size)
      ? 'nan'
      : 'inf';
  const negative = value < 0 || Object.is(value, -0);
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const text = sign + digits;
  return pad(letter === letter.toUpperCase() ? text.toUpperCase() : text, shape, Number.isFinite(size));
}

function finiteDigits(size: number, letter: string, precision: number, keepZeroes: boolean): string {
  if (letter === 'f') return withPoint(fixedDigits(size, precision), precision, keepZeroes);
  if (letter === 'e') return withPoint(exponentForm(size, precision), precision, keepZeroes);
  const significant = Math.max(1, precision);
  const exponent = size === 0 ? 0 : Number(size.toExponential(significant - 1).split('e')[1]);
  const text = exponent < -4 || exponent >= significant ? exponentForm(size, significant - 1) : size.toFixed(significant - 1 - exponent);
  if (keepZeroes) return text;
  const [mantissa = '', power] = text.split('e');
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return power === undefined ? short : `${short}e${power}`;
}

/** As toFixed, which gives up its form at 1e21 and rounds halves up where C takes the even digit. */
function fixedDigits(size: number, precision: number): string {
  if (size >= 1e21) return `${BigInt(size)}${precision > 0 ? `.${'0'.repeat(precision)}` : ''}`;
  const rounded = size.toFixed(precision);
  const exact = size.toFixed(Math.min(DIGITS_MAX, precision + EXACT_DIGITS));
  const kept = precision === 0 ? exact.slice(0, exact.indexOf('.')) : exact.slice(0, exact.indexOf('.') + 1 + precision);
  const tie = /^\.?50*$/.test(exact.slice(kept.length));
  return tie && Number(kept[kept.length - 1]) % 2 === 0 ? kept : rounded;
}

/** toFixed takes no more; a double that lies halfway between two short decimals needs fewer. */
const DIGITS_MAX = 100;
const EXACT_DIGITS = 60;

const withPoint = (text: string, precision: number, keepPoint: boolean): string => (keepPoint && precision === 0 ? `${text}.` : text);

function exponentForm(size: number, precision: number): string {
  const [mantissa = '', power = '+0'] = size.toExponential(precision).split('e');
  return `${mantissa}e${power[0]}${power.slice(1).padStart(2, '0')}`;
}
