import { expect, test } from 'vitest';
import { allCommands } from '../../src/boot/commands.ts';
import { helpText } from '../../src/boot/help.ts';
import { builtins } from '../../src/shell/builtins/index.ts';
import { runScript } from '../helpers/system.ts';

test.each([true, false])('help fits one screen of 80 by 24 (strict: %s)', (strict) => {
  const lines = helpText(strict).trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(22);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(79);
});

test('help names only words that are there', () => {
  const known = new Set([...allCommands.map((command) => command.name), ...builtins.map((builtin) => builtin.name)]);
  for (const word of ['refs', 'plan', 'regime', 'compare', 'explore', 'replay', 'modtop', 'record', 'tour', 'table', 'speed', 'reboot']) {
    expect(new RegExp(`(?:^|\\s)${word}(?:\\s|$)`, 'm').test(helpText(false))).toBe(known.has(word) && helpText(false).includes(word));
  }
});

test('under --strict there is no word of ours', () => {
  for (const command of allCommands.filter((one) => one.ours === true)) {
    expect(runScript(command.name, { strict: true }).status).toBe(127);
  }
  expect(helpText(true)).not.toMatch(/\brefs\b|\bregime\b/);
});

test('every command has a usage, a one-line summary, and help of its own', () => {
  for (const command of allCommands) {
    expect(command.summary).toMatch(/^\S.*[^.\n]$/);
    expect(runScript(`help ${command.name}`).stdout).toContain(command.summary);
  }
});

test('no two commands have the same name', () => {
  const names = allCommands.map((command) => command.name);
  expect(names.length).toBe(new Set(names).size);
});
