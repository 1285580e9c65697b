import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CastEvent, CastHeader } from '../../../src/record/cast/cast.ts';
import { linesOf } from '../../../src/record/cast/lines.ts';
import { readCast } from '../../../src/record/cast/read.ts';
import { castLines, castWriter } from '../../../src/record/cast/write.ts';
import { RecordProblem } from '../../../src/record/problem.ts';

const write = (header: CastHeader, events: Iterable<CastEvent>, version: 2 | 3): string => [...castLines(header, events, version)].join('');
const read = (text: string): { header: CastHeader; events: CastEvent[] } => {
  const cast = readCast(linesOf([text], 'a.cast'), 'a.cast');
  return { header: cast.header, events: [...cast.events] };
};
const header: CastHeader = { version: 2, cols: 80, rows: 24 };

const anyText = fc.string({ unit: 'binary', maxLength: 20 });
const anyEvents = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 10_000_000_000 }),
      code: fc.constantFrom('o', 'i', 'm', 'z'),
      data: anyText,
    }),
    { maxLength: 30 },
  )
  .map((rows) => {
    let atUs = 0;
    return rows.map(({ gap, code, data }) => {
      atUs += gap;
      return { atUs, code, data };
    });
  });
const anyHeader: fc.Arbitrary<CastHeader> = fc.record(
  {
    version: fc.constantFrom(2 as const, 3 as const),
    cols: fc.integer({ min: 1, max: 4096 }),
    rows: fc.integer({ min: 1, max: 4096 }),
    timestamp: fc.integer({ min: 0, max: 2_000_000_000 }),
    idleTimeLimit: fc.integer({ min: 0, max: 100 }),
    command: anyText,
    title: anyText,
    env: fc.dictionary(fc.stringMatching(/^[A-Z]{1,5}$/), anyText),
    theme: fc.record({ fg: anyText, bg: anyText, palette: anyText }),
  },
  { requiredKeys: ['version', 'cols', 'rows'] },
);

describe('writing', () => {
  test('v2 counts from the start, v3 from the event before, both with six decimals', () => {
    const events = [
      { atUs: 0, code: 'o', data: 'a' },
      { atUs: 1_500_000, code: 'm', data: 'b' },
      { atUs: 61_000_001, code: 'x', data: '0' },
    ];
    expect(write(header, events, 2)).toBe('{"version":2,"width":80,"height":24}\n[0.000000, "o", "a"]\n[1.500000, "m", "b"]\n');
    expect(write(header, events, 3)).toBe(
      '{"version":3,"term":{"cols":80,"rows":24}}\n[0.000000, "o", "a"]\n[1.500000, "m", "b"]\n[59.500001, "x", "0"]\n',
    );
  });

  test('an event that comes too early is written at the moment of the one before', () => {
    const writer = castWriter(header, 2);
    writer.push({ atUs: 2_000_000, code: 'o', data: 'a' });
    expect(writer.push({ atUs: 1_000_000, code: 'o', data: 'b' })).toBe('[2.000000, "o", "b"]\n');
  });

  test('the terminal type of v3 becomes TERM in v2', () => {
    expect(write({ ...header, termType: 'xterm', termVersion: '1', tags: ['x'] }, [], 2)).toBe(
      '{"version":2,"width":80,"height":24,"env":{"TERM":"xterm"}}\n',
    );
  });

  test('what is written is read again: every header, every event, v2 and v3', () => {
    fc.assert(
      fc.property(anyHeader, anyEvents, fc.constantFrom(2 as const, 3 as const), (head, events, version) => {
        expect(read(write(head, events, version))).toEqual({ header: { ...head, version }, events });
      }),
    );
  });

  test('v2 to v3 and back gives the same bytes', () => {
    fc.assert(
      fc.property(anyHeader, anyEvents, (head, events) => {
        const first = write(head, events, 2);
        const other = read(first);
        const back = read(write(other.header, other.events, 3));
        expect(write(back.header, back.events, 2)).toBe(first);
      }),
    );
  });

  test('lines do not depend on how the file was cut into pieces', () => {
    fc.assert(
      fc.property(anyEvents, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (events, sizes) => {
        const text = write(header, events, 2);
        const pieces: string[] = [];
        for (let at = 0; at < text.length; ) {
          const end = at + (sizes[pieces.length % sizes.length] ?? 1);
          pieces.push(text.slice(at, end));
          at = end;
        }
        expect([...linesOf(pieces, 'a')]).toEqual([...linesOf([text], 'a')]);
      }),
    );
  });
});

describe('reading', () => {
  test('v1, on one line or on many', () => {
    const value = {
      version: 1,
      width: 80,
      height: 24,
      duration: 1.5,
      command: '/bin/sh',
      title: 't',
      env: { A: 'b' },
      stdout: [
        [0.25, 'a'],
        [1, 'b'],
      ],
    };
    for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
      expect(read(text)).toEqual({
        header: { version: 1, cols: 80, rows: 24, duration: 1.5, command: '/bin/sh', title: 't', env: { A: 'b' } },
        events: [
          { atUs: 250_000, code: 'o', data: 'a' },
          { atUs: 1_250_000, code: 'o', data: 'b' },
        ],
      });
    }
  });

  test('comments of v3, blank lines, a byte order mark and carriage returns are passed over', () => {
    const text = '\ufeff{"version":3,"term":{"cols":8,"rows":2}}\r\n# note\r\n\r\n[0.5, "o", "a"]\r\n';
    expect(read(text).events).toEqual([{ atUs: 500_000, code: 'o', data: 'a' }]);
  });

  test('time that goes backwards stands still', () => {
    const text = '{"version":2,"width":8,"height":2}\n[2, "o", "a"]\n[1, "o", "b"]\n';
    expect(read(text).events.map((event) => event.atUs)).toEqual([2_000_000, 2_000_000]);
  });

  test('an unfinished last line ends the cast and is told', () => {
    const cast = readCast(['{"version":2,"width":8,"height":2}', '[1, "o", "a"]', '[2, "o", "b'], 'a.cast');
    expect(cast.events.next().value).toEqual({ atUs: 1_000_000, code: 'o', data: 'a' });
    expect(cast.events.next()).toEqual({ done: true, value: { cut: true } });
  });

  const head = '{"version":2,"width":8,"height":2}\n';
  test.each([
    ['', 'a.cast: this file is empty, so it is no asciicast'],
    ['\n\n', 'a.cast: this file is empty, so it is no asciicast'],
    ['hello\u001b[31m\n', 'a.cast:1: this is no asciicast: "hello?[31m" is not a JSON object'],
    ['[1,2]\n', 'a.cast:1: this is no asciicast: "[1,2]" is not a JSON object'],
    ['{}\n', 'a.cast:1: version should be 1, 2 or 3, not absent'],
    ['{"version":4}\n', 'a.cast:1: version should be 1, 2 or 3, not "4"'],
    ['{"version":2,"width":0,"height":2}\n', 'a.cast:1: width should be a whole number from 1 to 4096, not "0"'],
    ['{"version":2,"width":1e9,"height":2}\n', 'a.cast:1: width should be a whole number from 1 to 4096, not "1000000000"'],
    ['{"version":3,"width":8,"height":2}\n', 'a.cast:1: term should be an object, not absent'],
    ['{"version":2,"width":8,"height":2,"title":7}\n', 'a.cast:1: title should be a text, not "7"'],
    ['{"version":2,"width":8,"height":2,"env":[]}\n', 'a.cast:1: env should be an object, not "[]"'],
    ['{"version":2,"width":8,"height":2,"idle_time_limit":-1}\n', 'a.cast:1: idle_time_limit should be a number from 0 on, not "-1"'],
    ['{"version":2,"width":8,"height":2,"theme":{"fg":"#fff"}}\n', 'a.cast:1: theme should have fg, bg and palette'],
    ['{"version":1,"width":8,"height":2}\n', 'a.cast:1: stdout should be a list of [delay, text]'],
    ['{"version":1,"width":8,"height":2,"stdout":[[1]]}\n', 'a.cast:1: stdout[0] is not [delay, text]'],
    [`${head}{"a":1}\n`, 'a.cast:2: "{"a":1}" is no event; an event is [time, code, data]'],
    [`${head}[-1,"o","a"]\n`, 'a.cast:2: "-1" is no time in seconds'],
    [`${head}[1e300,"o","a"]\n`, 'a.cast:2: "1e+300" is no time in seconds'],
    [`${head}[]\n`, 'a.cast:2: "null" is no time in seconds'],
    [`${head}[1,2,"a"]\n`, 'a.cast:2: the code of this event is no text'],
    [`${head}[1,"o",{}]\n`, 'a.cast:2: the data of this event is no text'],
    [`${head}[1,"r","80x"]\n`, 'a.cast:2: "80x" is no size; 80x24 is one'],
    [`${head}[1,"r","99999x9"]\n`, 'a.cast:2: "99999x9" is no size; 80x24 is one'],
    [`${head}[1,"o","a"\n[2,"o","b"]\n`, 'a.cast:2: "[1,"o","a"" is no event; an event is [time, code, data]'],
  ])('refuses %j in one line', (text, message) => {
    expect(() => read(text)).toThrow(new RecordProblem({ file: 'a.cast', line: 0 }, '').constructor as typeof RecordProblem);
    expect(() => read(text)).toThrow(message);
  });

  test('whatever the file holds, reading it ends in events or in a one-line RecordProblem', () => {
    const words = fc.constantFrom(
      '{"version":2,"width":8,"height":2}',
      '{"version":3,"term":{"cols":8,"rows":2}}',
      '[1,"o","x"]',
      '[',
      '{',
      '}',
      '"',
      '1',
      ',',
      '\n',
      '# c',
      '\u0000',
      'null',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string({ unit: 'binary' })), { maxLength: 12 }), (parts) => {
        try {
          read(parts.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(RecordProblem);
          expect((error as RecordProblem).message).not.toMatch(/[\n\r\u001b]/);
        }
      }),
    );
  });

  test('a long cast passes through event by event: nothing is read or written ahead', () => {
    let pulled = 0;
    function* endless(): Generator<CastEvent> {
      for (;;) {
        pulled += 1;
        yield { atUs: pulled * 6_000, code: 'o', data: 'x'.repeat(50) };
      }
    }
    const cast = readCast(linesOf(castLines(header, endless(), 3), 'a.cast'), 'a.cast');
    let [seen, ahead] = [0, 0];
    for (const event of cast.events) {
      seen += 1;
      ahead = Math.max(ahead, pulled - seen);
      if (event.atUs >= 600_000_000) break;
    }
    expect([seen, ahead]).toEqual([100_000, 0]);
  });

  test('a line without end is refused before it fills the memory', () => {
    function* endless(): Generator<string> {
      for (;;) yield 'x'.repeat(100);
    }
    expect(() => [...linesOf(endless(), 'a.cast', 1_000)]).toThrow('a.cast:1: this line is longer than 1000 characters');
  });
});
