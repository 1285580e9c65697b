import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RecordProblem } from '../../../src/record/problem.ts';
import { bytesOf } from '../../../src/record/stage.ts';
import { parseTape, type TapeWorld } from '../../../src/record/tape/parse.ts';
import { tapeOfScript } from '../../../src/record/tape/script.ts';
import type { Tape, TapeStep } from '../../../src/record/tape/tape.ts';

const world: TapeWorld = {
  read: (path) => ({ 'a.tape': 'Output no.gif\nType "from a"', 'self.tape': 'Source self.tape', 'bad.tape': 'Type "x"\nPaste' })[path],
  knows: (word) => word === 'rmmod',
};

function parsed(source: string): Tape {
  const result = parseTape(source, 't.tape', world);
  if ('problems' in result) throw new Error(result.problems.map((problem) => problem.message).join('\n'));
  return result.tape;
}

function problems(source: string): string[] {
  const result = parseTape(source, 't.tape', world);
  return 'problems' in result ? result.problems.map((problem) => problem.message) : [];
}

/** One word a step; frames are left out. */
function told(steps: readonly TapeStep[]): string[] {
  return steps.flatMap((step) => {
    if (step.do === 'press') return [`${JSON.stringify(bytesOf(step.key))} ${step.thenUs / 1_000}`];
    if (step.do === 'sleep') return [`sleep ${step.us / 1_000}`];
    if (step.do === 'wait') {
      const until = step.until.kind === 'prompt' ? 'prompt' : `${step.until.where} ${step.until.pattern}`;
      return [`wait ${until} ${step.timeoutUs / 1_000}`];
    }
    if (step.do === 'marker') return [`marker ${step.name}`];
    if (step.do === 'screenshot') return [`screenshot ${step.path}`];
    return step.do === 'frame' ? [] : [step.do];
  });
}

describe('commands of a tape', () => {
  test.each([
    ['Type "a; b"', ['"a" 45', '";" 90', '" " 90', '"b" 45']],
    [`Type 'a"' \`b'\``, [`"a" 45`, `"\\"" 45`, '" " 90', '"b" 45', `"'" 45`]],
    ['Type hello', ['"h" 45', '"e" 45', '"l" 45', '"l" 45', '"o" 45']],
    ['Type@10ms "ab"', ['"a" 10', '"b" 10']],
    ['Type "a" Enter', ['"a" 45', '"\\r" 45']],
    ['Type "e\u0301"', ['"e\u0301" 45']],
    ['Set TypingSpeed 100ms\nType "a "', ['"a" 100', '" " 100']],
    ['Set TypingSpeed .1\nEnter', ['"\\r" 100']],
    ['Enter 2', ['"\\r" 45', '"\\r" 45']],
    ['Backspace@1s 2', ['"\u007f" 1000', '"\u007f" 1000']],
    ['Tab Space Escape', ['"\\t" 45', '" " 90', '"\\u001b" 45']],
    ['Up Down Left Right', ['"\\u001b[A" 45', '"\\u001b[B" 45', '"\\u001b[D" 45', '"\\u001b[C" 45']],
    ['Home End Delete PageUp', ['"\\u001b[H" 45', '"\\u001b[F" 45', '"\\u001b[3~" 45', '"\\u001b[5~" 45']],
    ['Ctrl+C', ['"\\u0003" 45']],
    ['Ctrl+[', ['"\\u001b" 45']],
    ['Ctrl+\\', ['"\\u001c" 45']],
    ['Ctrl+Right', ['"\\u001b[1;5C" 45']],
    ['Alt+.', ['"\\u001b." 45']],
    ['Alt+b', ['"\\u001bb" 45']],
    ['Shift+Tab', ['"\\u001b[Z" 45']],
    ['Shift+a', ['"A" 45']],
    ['Sleep 500ms Sleep 2s Sleep 1.5 Sleep 1m', ['sleep 500', 'sleep 2000', 'sleep 1500', 'sleep 60000']],
    ['Wait', ['wait prompt 15000']],
    ['Wait@2s', ['wait prompt 2000']],
    ['Wait /a#b\\/c/', ['wait line /a#b\\/c/ 15000']],
    ['Wait+Line /x/', ['wait line /x/ 15000']],
    ['Wait+Screen@3s /x+/', ['wait screen /x+/ 3000']],
    ['Set WaitTimeout 1m\nSet WaitPattern /done/\nWait', ['wait line /done/ 60000']],
    ['Hide Show', ['hide', 'show']],
    ['Screenshot a/b.png', ['screenshot a/b.png']],
    ['Require rmmod', []],
    ['Source a.tape', ['"f" 45', '"r" 45', '"o" 45', '"m" 45', '" " 90', '"a" 45']],
    ['Set Shell modsh\nSet CursorBlink false\nSet Theme "light"', []],
  ])('%s', (source, steps) => {
    expect(told(parsed(source).steps)).toEqual(steps);
  });

  test('comments are markers, except the block at the top and those beside a command', () => {
    const source = '# about this file\n# and more\n\n# Zero\nSet TypingSpeed 1s\n# One\nType "a" # why\n#\n# Two\n';
    expect(told(parsed(source).steps)).toEqual(['marker Zero', 'marker One', '"a" 1000', 'marker Two']);
  });

  test('outputs, variables, theme and speed are told', () => {
    const tape = parsed('Output a.cast\nOutput "/tmp/b.gif"\nEnv LANG "C"\nSet Theme light\nSet PlaybackSpeed 2');
    expect(tape.outputs.map(({ path }) => path)).toEqual(['a.cast', '/tmp/b.gif']);
    expect([...tape.env]).toEqual([['LANG', 'C']]);
    expect([tape.theme, tape.playbackSpeed]).toEqual(['light', 2]);
  });

  test('a golden text has a frame after each command that plays', () => {
    expect(parsed('Set TypingSpeed 1s\nType "abc"\nEnter 3\nSleep 1s\nHide').steps.filter((step) => step.do === 'frame')).toHaveLength(3);
  });

  test('what a sourced tape writes is not written', () => {
    expect(parsed('Source a.tape').outputs).toEqual([]);
  });
});

describe('refusals', () => {
  test.each([
    ['Paste', ['t.tape:1: Paste: there is no clipboard here; use Type']],
    ['Copy "x"', ['t.tape:1: Copy: there is no clipboard here; use Type']],
    ['ScrollUp 3', ['t.tape:1: ScrollUp: a recording shows the terminal as it is, not scrolled back']],
    ['\n\nSet Width 1200', ['t.tape:3: Set Width: it counts pixels; choose the size in cells with --cols and --rows']],
    ['Set FontSize 32', ['t.tape:1: Set FontSize: the look of the window is fixed; --theme chooses its colours']],
    ['Set Theme { "name": "x" }', ['t.tape:1: Theme should be "dark" or "light", not "{ "name": "x" }"']],
    ['Set Shell bash', ['t.tape:1: Shell should be "modsh", not "bash": a tape plays in this shell and no other']],
    ['Set CursorBlink true', ['t.tape:1: CursorBlink: nothing blinks here; only false is possible']],
    ['Set Nothing 1', ['t.tape:1: "Nothing" is no setting']],
    ['Set constructor 1', ['t.tape:1: "constructor" is no setting']],
    ['Jump', ['t.tape:1: "Jump" is no command of a tape']],
    ['toString', ['t.tape:1: "toString" is no command of a tape']],
    ['Type', ['t.tape:1: Type needs a text, best in quotes']],
    ['Type "a', ['t.tape:1: this text has no closing ": ""a"']],
    ['Wait /a', ['t.tape:1: this pattern has no closing /: "/a" (a path that begins with / needs quotes)']],
    ['Wait /(/', ['t.tape:1: "(" is no regular expression']],
    ['Wait+Word /x/', ['t.tape:1: Wait+Word: only Wait+Line and Wait+Screen are known']],
    ['Sleep soon', ['t.tape:1: Sleep should be a time such as 500ms or 2s, not "soon"']],
    ['Sleep 100000m', ['t.tape:1: Sleep is longer than an hour']],
    ['Enter 5000', ['t.tape:1: a key is pressed 1 to 1000 times, not 5000']],
    ['Ctrl+Nothing', ['t.tape:1: "Ctrl+Nothing" is no key']],
    ['Ctrl', ['t.tape:1: "Ctrl" is no key']],
    ['Output a.mp4', ['t.tape:1: "a.mp4" cannot be written: use .cast, .svg, .gif, .png or .txt']],
    ['Screenshot a.gif', ['t.tape:1: "a.gif" is no screenshot: use .png, .svg or .txt']],
    ['Require jq', ['t.tape:1: "jq" is required, and is no command here']],
    ['Env "A-B" x', ['t.tape:1: "A-B" is no name of a variable']],
    ['Env 1A x', ['t.tape:1: the name of a variable is missing, not "1"']],
    ['Source b.tape', ['t.tape:1: "b.tape" cannot be read']],
    ['Source a.txt', ['t.tape:1: "a.txt" is no tape: its name should end in .tape']],
    ['Source t.tape', ['t.tape:1: "t.tape" sources itself']],
    ['Source self.tape', ['self.tape:1: "self.tape" sources itself']],
    ['Source bad.tape', ['bad.tape:2: Paste: there is no clipboard here; use Type']],
    ['Set PlaybackSpeed 0', ['t.tape:1: PlaybackSpeed should be a number from 0.01 to 100']],
    ['Type "a"\n$', ['t.tape:2: "$" begins no word of a tape']],
  ])('%j', (source, messages) => {
    expect(problems(source)).toEqual(messages);
  });

  test('all of them are told at once', () => {
    expect(problems('Paste\nType "x"\nSet Width 3\nCopy "y"')).toEqual([
      't.tape:1: Paste: there is no clipboard here; use Type',
      't.tape:3: Set Width: it counts pixels; choose the size in cells with --cols and --rows',
      't.tape:4: Copy: there is no clipboard here; use Type',
    ]);
  });

  test('any text is a tape or refused in single lines', () => {
    const word = fc.constantFrom(
      'Type',
      'Set',
      'Wait',
      'Ctrl',
      '+',
      '@',
      '"a"',
      '/x/',
      '{',
      '#',
      '\n',
      ' ',
      '5',
      'ms',
      'Source',
      'self.tape',
      'Enter',
      '\u001b',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 3 })), { maxLength: 12 }), (words) => {
        const result = parseTape(words.join(' '), 't.tape', world);
        if (!('problems' in result)) return;
        for (const problem of result.problems) {
          expect(problem).toBeInstanceOf(RecordProblem);
          expect(problem.message).not.toMatch(/[\n\r\u001b]/);
        }
      }),
    );
  });
});

describe('a plain command file', () => {
  test('is typed with an even rhythm, each command run and left to be read', () => {
    expect(told(tapeOfScript('#!/bin/sh\n\nls a\n', 's.sh').steps)).toEqual([
      'sleep 500',
      '"l" 45',
      '"s" 45',
      '" " 90',
      '"a" 45',
      'sleep 350',
      '"\\r" 0',
      'wait prompt 900000',
      'read',
    ]);
  });
  test('comments are typed and are markers', () => {
    expect(told(tapeOfScript('# Who?\n', 's.sh').steps).slice(1, 4)).toEqual(['marker Who?', '"#" 45', '" " 90']);
  });
});
