import { describe, expect, test } from 'vitest';
import { contextOf, pastOf, play } from '../../helpers/editing.ts';

const past = pastOf('insmod chardev.ko', 'exec 3</dev/chardev0', 'rmmod chardev', 'insmod core.ko bufsize=3');

const rows: readonly (readonly [rule: string, script: string, shown: string])[] = [
  ['typed text goes in at the cursor', '"abc"', 'abc|'],
  ['a letter typed in the middle moves the rest', '"ac" left "b"', 'ab|c'],
  ['C-a goes to the start', '"abc" C-a', '|abc'],
  ['Home goes to the start', '"abc" home', '|abc'],
  ['C-e goes to the end', '"abc" C-a C-e', 'abc|'],
  ['End goes to the end', '"abc" C-a end', 'abc|'],
  ['C-b and C-f move by one', '"abc" C-b C-b C-f', 'ab|c'],
  ['C-b stops at the start', '"a" C-b C-b C-b', '|a'],
  ['a combined character is one step', '"e\u0301x" C-b C-b', '|e\u0301x'],
  ['an emoji of several code points is one step', '"a👩‍💻b" C-b C-b', 'a|👩‍💻b'],
  ['backspace takes a whole emoji', '"a👩‍💻" bs', 'a|'],
  ['M-b goes to the start of the word', '"rmmod -w proto" M-b', 'rmmod -w |proto'],
  ['M-b passes signs', '"rmmod -w proto" M-b M-b', 'rmmod -|w proto'],
  ['C-Left moves by word too', '"rmmod proto" C-left', 'rmmod |proto'],
  ['M-f goes to the end of the word', '"rmmod -w proto" C-a M-f', 'rmmod| -w proto'],
  ['C-Right moves by word too', '"rmmod -w proto" C-a C-right C-right', 'rmmod -w| proto'],
  ['backspace deletes back', '"abc" bs', 'ab|'],
  ['backspace at the start does nothing', '"abc" C-a bs', '|abc'],
  ['Delete deletes forward', '"abc" C-a del', '|bc'],
  ['C-d in a text deletes forward', '"abc" C-a C-d', '|bc'],
  ['C-k cuts to the end', '"rmmod -w proto" M-b C-k', 'rmmod -w |'],
  ['C-u cuts to the start', '"rmmod -w proto" M-b C-u', '|proto'],
  ['C-w cuts to white space, over signs', '"cat /dev/chardev0" C-w', 'cat |'],
  ['M-Backspace stops at signs', '"cat /dev/chardev0" M-bs', 'cat /dev/|'],
  ['M-d cuts the next word', '"rmmod -w proto" C-a M-d', '| -w proto'],
  ['C-y puts the cut back', '"abc def" C-w C-y C-y', 'abc defdef|'],
  ['C-y with nothing cut does nothing', '"abc" C-y', 'abc|'],
  ['cuts that follow each other gather, backward ones in front', '"one two three" C-w C-w C-y', 'one two three|'],
  ['cuts that follow each other gather, forward ones behind', '"one two" C-a M-d M-d C-e C-y', 'one two|'],
  ['a move between two cuts makes two entries', '"one two" C-w C-b C-f C-w C-y', 'one |'],
  ['M-y brings the cut before', '"one two" C-w C-b C-f C-w C-y M-y', 'two|'],
  ['M-y goes round', '"one two" C-w C-b C-f C-w C-y M-y M-y', 'one |'],
  ['M-y without a yank does nothing', '"one two" C-w "x" M-y', 'one x|'],
  ['C-k at the end of a line takes the newline', '<a\\nb> up C-e C-k', 'a|b'],
  ['C-u at the start of a line takes the newline before it', '<a\\nb> C-a C-u', 'a|b'],
  ['C-t exchanges two characters', '"ab" C-b C-t', 'ba|'],
  ['C-t at the end exchanges the last two', '"abc" C-t', 'acb|'],
  ['C-t with one character does nothing', '"a" C-t', 'a|'],
  ['M-t exchanges two words', '"core user" M-t', 'user core|'],
  ['M-t in the middle goes on behind them', '"one two three" C-a M-f M-t', 'two one| three'],
  ['M-t with one word does nothing', '"one" M-t', 'one|'],
  ['C-_ undoes a cut', '"abc def" C-w C-_', 'abc def|'],
  ['C-_ undoes typing word by word', '"one two" C-_', 'one |'],
  ['C-_ twice', '"one two" C-_ C-_', '|'],
  ['C-_ undoes a paste as one', '"x" <one two\\nthree> C-_', 'x|'],
  ['C-_ with nothing left does nothing', '"x" C-_ C-_ C-_', '|'],
  ['a paste keeps its lines, runs nothing and loses its last newline', '<a\\r\\nb\\n>', 'a\nb|'],
  ['a paste loses control characters', '<a\u0003\u001bb>', 'ab|'],
  ['M-Enter adds a line', '"a" M-enter "b"', 'a\nb|'],
  ['Enter in an unfinished block adds a line', '"for m in a; do" enter', 'for m in a; do\n|'],
  ['backslash and Enter add a line', '"echo a \\\\" enter "b"', 'echo a \\\nb|'],
  ['Up moves inside a block', '<abc\\nd> up', 'a|bc\nd'],
  ['Up and Down aim at the same column', '<abcd\\nx\\nefgh> up up', 'abcd|\nx\nefgh'],
  ['Down moves inside a block', '<abc\\nde> up home down', 'abc\n|de'],
  ['C-a stays in the line of a block', '<ab\\ncd> C-a', 'ab\n|cd'],
  ['Up brings the newest entry', 'up', 'insmod core.ko bufsize=3|'],
  ['Up again brings the one before', 'up up', 'rmmod chardev|'],
  ['Up keeps to entries that begin with what is typed', '"ins" up', 'insmod core.ko bufsize=3|'],
  ['Up twice keeps to them too', '"ins" up up', 'insmod chardev.ko|'],
  ['Up stays on the oldest', '"ins" up up up', 'insmod chardev.ko|'],
  ['Down after the newest brings back what was typed', '"ins" up down', 'ins|'],
  ['Down without Up does nothing', '"ins" down', 'ins|'],
  ['C-p and C-n are Up and Down', '"ins" C-p C-p C-n', 'insmod core.ko bufsize=3|'],
  ['Up with nothing fitting keeps the text', '"zzz" up', 'zzz|'],
  ['after an edit Up begins anew', '"ins" up bs up', 'insmod core.ko bufsize=3|'],
  ['M-. puts in the last word of the newest entry', '"echo " M-.', 'echo bufsize=3|'],
  ['M-. again goes one entry back', '"echo " M-. M-.', 'echo chardev|'],
  ['M-. past the oldest stays', '"x " M-. M-. M-. M-. M-. M-.', 'x chardev.ko|'],
  ['!! is spelled out by Enter', '"sudo !!" enter', 'sudo insmod core.ko bufsize=3|'],
  ['!$ is spelled out by Enter', '"echo !$ !$" enter', 'echo bufsize=3 bufsize=3|'],
  ['Right takes the suggestion', '"rmm" right', 'rmmod chardev|'],
  ['C-f takes the suggestion', '"rmm" C-f', 'rmmod chardev|'],
  ['End takes the suggestion', '"rmm" end', 'rmmod chardev|'],
  ['M-f takes a word of it', '"ex" M-f', 'exec|'],
  ['M-Right takes a word of it, then the next', '"ex" M-right M-right', 'exec 3|'],
  ['Right in the middle only moves', '"rmm" left right', 'rmm|'],
  ['without history the suggestion is what completes the word', '"lsm" right', 'lsmod|'],
  ['C-g with nothing open does nothing', '"a" C-g', 'a|'],
  ['Esc with nothing open does nothing', '"a" esc', 'a|'],
  ['an unknown key does nothing', '"a" C-q f9 M-q', 'a|'],
  ['C-x and another key do nothing', '"a" C-x C-q "b"', 'ab|'],
  ['C-x ? types no question mark', '"rmmod " C-x ?', 'rmmod |'],
];

describe('line editor', () => {
  test.each(rows)('%s', (_, script, shown) => {
    expect(play(script, contextOf(past)).shown).toBe(shown);
  });

  const effects: readonly (readonly [rule: string, script: string, effects: unknown])[] = [
    ['Enter runs a complete block', '"lsmod" enter', [{ do: 'submit', text: 'lsmod' }]],
    ['Enter on nothing runs nothing but asks for a new prompt', 'enter', [{ do: 'submit', text: '' }]],
    ['Enter in the middle of the line runs all of it', '"lsmod" C-a enter', [{ do: 'submit', text: 'lsmod' }]],
    ['the second Enter runs what !! became', '"!!" enter enter', [{ do: 'submit', text: 'insmod core.ko bufsize=3' }]],
    ['quoted !! is not spelled out', '"echo \'!!\'" enter', [{ do: 'submit', text: "echo '!!'" }]],
    ['$! is no history', '"wait $!" enter', [{ do: 'submit', text: 'wait $!' }]],
    ['a finished block runs as one', '"for m in a; do" enter "x" enter "done" enter', [{ do: 'submit', text: 'for m in a; do\nx\ndone' }]],
    ['C-c drops the line', '"abc" C-c', [{ do: 'drop', text: 'abc' }]],
    ['C-d on nothing is the end', 'C-d', [{ do: 'endOfInput' }]],
    ['C-l clears', '"a" C-l', [{ do: 'clear' }]],
    ['C-x C-e edits outside', '"abc" C-x C-e', [{ do: 'edit', text: 'abc' }]],
    ['F1 helps', 'f1', [{ do: 'help' }]],
    ['F2 shows or hides the table', 'f2', [{ do: 'table' }]],
    ['a paste of several lines runs nothing', '<lsmod\\nlsmod\\n>', []],
  ];
  test.each(effects)('%s', (_, script, expected) => {
    expect(play(script, contextOf(past)).effects).toEqual(expected);
  });

  test('C-x ? lists everything that completes', () => {
    const [effect] = play('"rmmod c" C-x ?').effects;
    expect(effect?.do === 'list' ? effect.completion.candidates.map(({ label }) => label) : effect).toEqual(['chardev', 'core']);
  });

  test('while a command runs, Enter keeps each line as it is', () => {
    const ahead = contextOf(past, { ahead: true });
    expect(play('"for m in a; do" enter', ahead).effects).toEqual([{ do: 'submit', text: 'for m in a; do' }]);
    expect(play('"!!" enter', ahead).effects).toEqual([{ do: 'submit', text: '!!' }]);
  });

  test('what the tour offers is suggested before all else, even to an empty line', () => {
    const touring = contextOf(past, { offered: 'rmmod netdev' });
    expect(play('right', touring).shown).toBe('rmmod netdev|');
    expect(play('"rmmod n" right', touring).shown).toBe('rmmod netdev|');
    expect(play('"insmod co" right', touring).shown).toBe('insmod core.ko bufsize=3|');
  });

  test('an unknown command of the past is not suggested', () => {
    const history = [...past, { text: 'rmod chardev', status: 127, tookUs: 0 }];
    expect(play('"rmo" right', contextOf(history)).shown).toBe('rmo|');
  });
});
