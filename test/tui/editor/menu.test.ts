import { describe, expect, test } from 'vitest';
import { contextOf, pastOf, play } from '../../helpers/editing.ts';

const rows: readonly (readonly [rule: string, script: string, shown: string, open: string])[] = [
  ['the only candidate goes in with its blank, without a menu', '"rmm" tab', 'rmmod |', 'nothing'],
  ['nothing that fits: nothing happens', '"rmmod zz" tab', 'rmmod zz|', 'nothing'],
  ['several: the common part goes in and the menu opens', '"rmmod u" tab', 'rmmod user|', 'menu'],
  ['Enter takes what is marked and closes', '"rmmod c" tab enter', 'rmmod chardev |', 'nothing'],
  ['Tab marks the next', '"rmmod c" tab tab enter', 'rmmod core |', 'nothing'],
  ['Down marks the next', '"rmmod c" tab down enter', 'rmmod core |', 'nothing'],
  ['Tab past the last begins again', '"rmmod c" tab tab tab enter', 'rmmod chardev |', 'nothing'],
  ['S-Tab marks the one before', '"rmmod c" tab S-tab enter', 'rmmod core |', 'nothing'],
  ['Up marks the one before', '"rmmod c" tab down up enter', 'rmmod chardev |', 'nothing'],
  ['Esc closes and brings back what was typed', '"rmmod u" tab esc', 'rmmod u|', 'nothing'],
  ['C-g closes like Esc', '"rmmod u" tab C-g', 'rmmod u|', 'nothing'],
  ['Esc after Enter brings back what was typed', '"rmmod c" tab enter esc', 'rmmod c|', 'nothing'],
  ['Esc later than that changes nothing', '"rmmod c" tab enter left right esc', 'rmmod chardev |', 'nothing'],
  ['typing goes on and narrows the list', '"rmmod c" tab "h"', 'rmmod ch|', 'menu'],
  ['Esc after typing keeps what was typed', '"rmmod u" tab "2" esc', 'rmmod user2|', 'nothing'],
  ['Backspace widens the list', '"rmmod c" tab "h" bs', 'rmmod c|', 'menu'],
  ['typing what fits nothing closes the list', '"rmmod c" tab "z"', 'rmmod cz|', 'nothing'],
  ['a blank ends the word and closes the list', '"rmmod c" tab "ore "', 'rmmod core |', 'nothing'],
  ['a cursor key closes the list and moves', '"rmmod c" tab left', 'rmmod |c', 'nothing'],
  ['a module that is already named is not offered again', '"rmmod chardev u" tab', 'rmmod chardev user|', 'menu'],
  ['inside a line the rest stays', '"rmmod  x" left left "chard" tab', 'rmmod chardev |x', 'nothing'],
];

describe('completion menu', () => {
  test.each(rows)('%s', (_, script, shown, open) => {
    const played = play(script);
    expect([played.shown, played.state.open.kind]).toEqual([shown, open]);
  });

  test('Enter with the menu open runs nothing', () => {
    expect(play('"rmmod c" tab enter').effects).toEqual([]);
  });

  test('C-c drops the line, menu and all', () => {
    const played = play('"rmmod c" tab C-c');
    expect([played.effects, played.state.open.kind]).toEqual([[{ do: 'drop', text: 'rmmod c' }], 'nothing']);
  });
});

describe('history search', () => {
  const context = contextOf(pastOf('rmmod -w proto', 'lsmod', 'modprobe -r -w 700 chardev', 'rmmod -w proto', 'Echo x'));
  const searches: readonly (readonly [rule: string, script: string, shown: string, open: string])[] = [
    ['C-r opens and keeps the line', '"ab" C-r', 'ab|', 'search'],
    ['Right edits the newest that fits', 'C-r "-w" right', 'rmmod -w proto|', 'nothing'],
    ['Tab edits too', 'C-r "-w" tab', 'rmmod -w proto|', 'nothing'],
    ['C-r goes to the older one', 'C-r "-w" C-r right', 'modprobe -r -w 700 chardev|', 'nothing'],
    ['Down goes to the older one', 'C-r "-w" down right', 'modprobe -r -w 700 chardev|', 'nothing'],
    ['Up comes back', 'C-r "-w" down up right', 'rmmod -w proto|', 'nothing'],
    ['C-r on the oldest stays', 'C-r "-w" C-r C-r C-r right', 'modprobe -r -w 700 chardev|', 'nothing'],
    ['Esc brings back what was typed', '"ab" C-r "-w" esc', 'ab|', 'nothing'],
    ['C-g brings back what was typed', '"ab" C-r "-w" C-g', 'ab|', 'nothing'],
    ['nothing found and Right: what was typed', '"ab" C-r "zz" right', 'ab|', 'nothing'],
    ['Backspace shortens what is searched', 'C-r "lsx" bs right', 'lsmod|', 'nothing'],
    ['small letters find capitals', 'C-r "echo" right', 'Echo x|', 'nothing'],
    ['a paste goes into the query', 'C-r <700> right', 'modprobe -r -w 700 chardev|', 'nothing'],
  ];
  test.each(searches)('%s', (_, script, shown, open) => {
    const played = play(script, context);
    expect([played.shown, played.state.open.kind]).toEqual([shown, open]);
  });

  test('Enter runs what is marked', () => {
    expect(play('C-r "-w" C-r enter', context).effects).toEqual([{ do: 'submit', text: 'modprobe -r -w 700 chardev' }]);
  });

  test('Enter on nothing found runs nothing', () => {
    expect(play('"ab" C-r "zz" enter', context).effects).toEqual([]);
  });

  test('C-c drops the line that was typed before', () => {
    expect(play('"ab" C-r "-w" C-c', context).effects).toEqual([{ do: 'drop', text: 'ab' }]);
  });
});
