/** Lays expected lines beside lines of output: what fits stays, what does not is taken out or put in. */
import { fits, type OutputLine, written } from './match.ts';

/** ` `: the expected line fits. `-`: it does not. `+`: output that nobody expected, as it would be written. */
export interface Aligned {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** Larger tables than this are compared from both ends only. */
const CELLS_MAX = 4_000_000;

/** The alignment with the most lines that fit. */
export function align(expected: readonly string[], output: readonly OutputLine[], status: number): Aligned[] {
  let [start, endE, endO] = [0, expected.length, output.length];
  const fitsAt = (e: number, o: number): boolean => {
    const line = output[o];
    return line !== undefined && fits(expected[e] ?? '', line);
  };
  while (start < endE && start < endO && fitsAt(start, start)) start += 1;
  while (endE > start && endO > start && fitsAt(endE - 1, endO - 1)) {
    endE -= 1;
    endO -= 1;
  }
  // A last line such as [1] would be read as a status, unless a status stands behind it.
  const put = (o: number): string => {
    const line = output[o] ?? { text: '', noEol: false };
    return written(line, status === 0 && o === output.length - 1 && /^\[\d+\]$/.test(line.text));
  };
  return [
    ...expected.slice(0, start).map(same),
    ...middle(expected, start, endE, start, endO, fitsAt, put),
    ...expected.slice(endE).map(same),
  ];
}

const same = (text: string): Aligned => ({ sign: ' ', text });

function middle(
  expected: readonly string[],
  fromE: number,
  endE: number,
  fromO: number,
  endO: number,
  fitsAt: (e: number, o: number) => boolean,
  put: (o: number) => string,
): Aligned[] {
  const [rows, columns] = [endE - fromE, endO - fromO];
  const aligned: Aligned[] = [];
  const isLarge = rows * columns > CELLS_MAX;
  const best = isLarge ? undefined : commonLengths(rows, columns, (r, c) => fitsAt(fromE + r, fromO + c));
  const lengthAt = (r: number, c: number): number => best?.[r * (columns + 1) + c] ?? 0;
  let [r, c] = [0, 0];
  while (r < rows || c < columns) {
    if (r < rows && c < columns && !isLarge && fitsAt(fromE + r, fromO + c) && lengthAt(r, c) === lengthAt(r + 1, c + 1) + 1) {
      aligned.push(same(expected[fromE + r] ?? ''));
      r += 1;
      c += 1;
    } else if (r < rows && (c === columns || lengthAt(r + 1, c) >= lengthAt(r, c + 1))) {
      aligned.push({ sign: '-', text: expected[fromE + r] ?? '' });
      r += 1;
    } else {
      aligned.push({ sign: '+', text: put(fromO + c) });
      c += 1;
    }
  }
  return aligned;
}

/** For each pair of beginnings the greatest number of pairs that fit from there on. */
function commonLengths(rows: number, columns: number, fitsAt: (r: number, c: number) => boolean): Uint32Array {
  const width = columns + 1;
  const best = new Uint32Array((rows + 1) * width);
  for (let r = rows - 1; r >= 0; r -= 1) {
    for (let c = columns - 1; c >= 0; c -= 1) {
      const skip = Math.max(best[(r + 1) * width + c] ?? 0, best[r * width + c + 1] ?? 0);
      best[r * width + c] = Math.max(skip, fitsAt(r, c) ? (best[(r + 1) * width + c + 1] ?? 0) + 1 : 0);
    }
  }
  return best;
}
