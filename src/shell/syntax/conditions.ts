/** What stands between `[[` and `]]`. */
import type { Unbash } from '../parse.ts';
import type { Reading } from './reading.ts';
import { unsupported } from './source.ts';
import type { ConditionTest } from './tree.ts';
import { convertWord } from './words.ts';

const UNARY = new Set([
  '-n',
  '-z',
  '-e',
  '-f',
  '-d',
  '-r',
  '-w',
  '-x',
  '-s',
  '-h',
  '-L',
  '-p',
  '-c',
  '-b',
  '-S',
  '-t',
  '-g',
  '-u',
  '-k',
  '-O',
  '-G',
  '-v',
]);
const BINARY = new Set(['=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef']);

/** Converts a test; operators that we lack are refused. */
export function convertCondition(reading: Reading, test: Unbash.TestExpression): ConditionTest {
  switch (test.type) {
    case 'TestUnary':
      if (!UNARY.has(test.operator)) throw unsupported(reading.source, test.pos, `${test.operator} in [[ ]]`);
      return { kind: 'unary', op: test.operator, word: convertWord(reading, test.operand, 'plain') };
    case 'TestBinary':
      if (!BINARY.has(test.operator)) throw unsupported(reading.source, test.pos, `${test.operator} in [[ ]] (use case, or grep)`);
      return {
        kind: 'binary',
        op: test.operator,
        left: convertWord(reading, test.left, 'plain'),
        right: convertWord(reading, test.right, 'plain'),
      };
    case 'TestLogical':
      return { kind: 'logical', op: test.operator, tests: test.operands.map((operand) => convertCondition(reading, operand)) };
    case 'TestNot': {
      const inner = convertCondition(reading, test.operand);
      return test.negations.length % 2 === 1 ? { kind: 'not', test: inner } : inner;
    }
    case 'TestGroup':
      return convertCondition(reading, test.expression);
  }
}
