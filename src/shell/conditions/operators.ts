/** The primaries of `test`, `[` and `[[`: about files, texts and numbers (POSIX, test). */
import type { UserPath } from '../../engine/step.ts';
import { failed, type Stat, sys } from '../../engine/sys.ts';
import type { Shell } from '../state.ts';
import { getVariable } from '../variables.ts';

/** The arguments are no test. */
export class TestError extends Error {
  override readonly name = 'TestError';
}

const FILE_TESTS: Readonly<Record<string, (stat: Stat, shell: Shell) => boolean>> = {
  '-e': () => true,
  '-f': (stat) => stat.kind === 'file',
  '-d': (stat) => stat.kind === 'dir',
  '-c': (stat) => stat.kind === 'chr',
  '-b': () => false,
  '-p': (stat) => stat.kind === 'fifo',
  '-S': (stat) => stat.kind === 'sock',
  '-s': (stat) => stat.size > 0,
  '-u': (stat) => (stat.mode & 0o4000) !== 0,
  '-g': (stat) => (stat.mode & 0o2000) !== 0,
  '-k': (stat) => (stat.mode & 0o1000) !== 0,
  '-O': (stat, shell) => stat.uid === shell.process.uid,
  '-G': (stat, shell) => stat.uid === shell.process.uid,
};

const ACCESS = { '-r': 'read', '-w': 'write', '-x': 'exec' } as const;

const UNARY = new Set(['-n', '-z', '-h', '-L', '-t', '-v', ...Object.keys(ACCESS), ...Object.keys(FILE_TESTS)]);
const NUMBER_OPS = new Set(['-eq', '-ne', '-lt', '-le', '-gt', '-ge']);
const BINARY = new Set(['=', '==', '!=', '<', '>', '-nt', '-ot', '-ef', ...NUMBER_OPS]);

export const isUnary = (word: string | undefined): boolean => word !== undefined && UNARY.has(word);
export const isBinary = (word: string | undefined): boolean => word !== undefined && BINARY.has(word);

/** A primary with one operand. */
export function* unaryTest(shell: Shell, op: string, operand: string): UserPath<boolean> {
  switch (op) {
    case '-n':
      return operand !== '';
    case '-z':
      return operand === '';
    case '-v':
      return getVariable(shell, operand) !== undefined;
    case '-t':
      return yield* sys.isatty(Number(integerOf(operand)));
    case '-r':
    case '-w':
    case '-x':
      return (yield* sys.access(operand, ACCESS[op])) === 0;
    case '-h':
    case '-L': {
      const stat = yield* sys.lstat(operand);
      return !failed(stat) && stat.kind === 'link';
    }
    default: {
      const check = FILE_TESTS[op];
      if (check === undefined) throw new TestError(`${op}: unary operator expected`);
      const stat = yield* sys.stat(operand);
      return !failed(stat) && check(stat, shell);
    }
  }
}

/** A primary with two operands; texts are compared by their characters. */
export function* binaryTest(left: string, op: string, right: string): UserPath<boolean> {
  switch (op) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '-nt':
    case '-ot':
    case '-ef':
      return yield* compareFiles(left, op, right);
    default:
      return compareNumbers(integerOf(left), op, integerOf(right));
  }
}

function* compareFiles(left: string, op: '-nt' | '-ot' | '-ef', right: string): UserPath<boolean> {
  const one = yield* sys.stat(left);
  const other = yield* sys.stat(right);
  if (op === '-ef') return !failed(one) && !failed(other) && one.ino === other.ino;
  if (failed(one) || failed(other)) return failed(one) === failed(other) ? false : failed(other) === (op === '-nt');
  return op === '-nt' ? one.mtime > other.mtime : one.mtime < other.mtime;
}

function compareNumbers(left: bigint, op: string, right: bigint): boolean {
  switch (op) {
    case '-eq':
      return left === right;
    case '-ne':
      return left !== right;
    case '-lt':
      return left < right;
    case '-le':
      return left <= right;
    case '-gt':
      return left > right;
    case '-ge':
      return left >= right;
    default:
      throw new TestError(`${op}: binary operator expected`);
  }
}

function integerOf(word: string): bigint {
  const text = word.trim();
  if (!/^[-+]?\d+$/.test(text)) throw new TestError(`${word}: integer expression expected`);
  return BigInt(text.replace(/^\+/, ''));
}
