/** The arguments of `test` as an expression: by their number up to four, as POSIX says, beyond that by grammar. */
import type { UserPath } from '../../engine/step.ts';
import type { Shell } from '../state.ts';
import { binaryTest, isBinary, isUnary, TestError, unaryTest } from './operators.ts';

interface Reader {
  readonly shell: Shell;
  readonly words: readonly string[];
  at: number;
  /** Nothing is looked up: this side of `-a` or `-o` is decided already. */
  idle: number;
}

/** Evaluates the arguments. Throws TestError when they are no test. */
export function* evaluateTest(shell: Shell, words: readonly string[]): UserPath<boolean> {
  const [first = '', second = '', third = ''] = words;
  switch (words.length) {
    case 0:
      return false;
    case 1:
      return first !== '';
    case 2:
      if (first === '!') return second === '';
      if (isUnary(first)) return yield* unaryTest(shell, first, second);
      throw new TestError(`${first}: unary operator expected`);
    case 3:
      if (isBinary(second)) return yield* binaryTest(first, second, third);
      if (second === '-a') return first !== '' && third !== '';
      if (second === '-o') return first !== '' || third !== '';
      if (first === '!') return !(yield* evaluateTest(shell, words.slice(1)));
      if (first === '(' && third === ')') return second !== '';
      throw new TestError(`${second}: binary operator expected`);
    case 4:
      if (first === '!') return !(yield* evaluateTest(shell, words.slice(1)));
      if (first === '(' && words[3] === ')') return yield* evaluateTest(shell, words.slice(1, 3));
  }
  const reader: Reader = { shell, words, at: 0, idle: 0 };
  const result = yield* either(reader);
  if (reader.at < words.length) throw new TestError('too many arguments');
  return result;
}

function* either(reader: Reader): UserPath<boolean> {
  let result = yield* both(reader);
  while (reader.words[reader.at] === '-o') {
    reader.at += 1;
    const right = yield* side(reader, result, both);
    result ||= right;
  }
  return result;
}

function* both(reader: Reader): UserPath<boolean> {
  let result = yield* negated(reader);
  while (reader.words[reader.at] === '-a') {
    reader.at += 1;
    const right = yield* side(reader, !result, negated);
    result &&= right;
  }
  return result;
}

function* side(reader: Reader, decided: boolean, read: (reader: Reader) => UserPath<boolean>): UserPath<boolean> {
  reader.idle += decided ? 1 : 0;
  const result = yield* read(reader);
  reader.idle -= decided ? 1 : 0;
  return result;
}

function* negated(reader: Reader): UserPath<boolean> {
  let negations = 0;
  while (reader.words[reader.at] === '!' && reader.at + 1 < reader.words.length && !isBinary(reader.words[reader.at + 1])) {
    negations += 1;
    reader.at += 1;
  }
  const result = yield* primary(reader);
  return negations % 2 === 1 ? !result : result;
}

function* primary(reader: Reader): UserPath<boolean> {
  const { words, at, shell } = reader;
  const [word, next, after] = [words[at], words[at + 1], words[at + 2]];
  if (word === undefined) throw new TestError('argument expected');
  if (next !== undefined && after !== undefined && isBinary(next)) {
    reader.at += 3;
    return reader.idle > 0 ? false : yield* binaryTest(word, next, after);
  }
  if (word === '(' && next !== undefined) {
    reader.at += 1;
    const result = yield* either(reader);
    if (words[reader.at] !== ')') throw new TestError('closing paren expected');
    reader.at += 1;
    return result;
  }
  if (isUnary(word) && next !== undefined) {
    reader.at += 2;
    return reader.idle > 0 ? false : yield* unaryTest(shell, word, next);
  }
  reader.at += 1;
  return word !== '';
}
