import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appendHistory, historyPath, loadHistory } from '../../src/host/historyFile.ts';
import { HISTORY_KEPT } from '../../src/tui/history.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'modsh-history-'));
  path = join(folder, 'modsh', 'history');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const entry = (text: string, status?: number) => ({ text, status, tookUs: status === undefined ? undefined : 500 });
const texts = (): string[] => loadHistory(path).map(({ text }) => text);

describe('history file', () => {
  test.each([
    [{ XDG_STATE_HOME: '/state', HOME: '/home/u' }, '/state/modsh/history'],
    [{ HOME: '/home/u' }, '/home/u/.local/state/modsh/history'],
    [{ XDG_STATE_HOME: 'relative', HOME: '/home/u' }, '/home/u/.local/state/modsh/history'],
    [{ HISTFILE: '/elsewhere', HOME: '/home/u' }, '/home/u/.local/state/modsh/history'],
    [{}, undefined],
  ])('with %j it is %s', (env, expected) => {
    expect(historyPath(env)).toBe(expected);
  });

  test('what was appended is loaded, blocks of several lines too', () => {
    appendHistory(path, [entry('lsmod', 0), entry('for m in a; do\n  echo "$m"\ndone', 1)], 1_700_000_000_000);
    expect(loadHistory(path)).toEqual([entry('lsmod', 0), entry('for m in a; do\n  echo "$m"\ndone', 1)]);
    expect(JSON.parse(readFileSync(path, 'utf8').split('\n')[0] ?? '')).toEqual({ t: 1_700_000_000, text: 'lsmod', status: 0, us: 500 });
  });

  test('it is for its owner only', () => {
    appendHistory(path, [entry('lsmod', 0)], 0);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('two shells do not overwrite each other', () => {
    appendHistory(path, [entry('one', 0)], 0);
    loadHistory(path);
    appendHistory(path, [entry('two', 0)], 0);
    appendHistory(path, [entry('three', 0)], 0);
    expect(texts()).toEqual(['one', 'two', 'three']);
  });

  test('nothing is kept of blank lines and of those that begin with a blank', () => {
    appendHistory(path, [entry('  '), entry(' secret', 0), entry('open', 0)], 0);
    expect(texts()).toEqual(['open']);
  });

  test.each(['garbage', '{"text":5}', '[]', 'null', '{"text":""}', '{"text":"cut', '\x00\xff'])(
    'the broken line %j is passed over',
    (broken) => {
      appendHistory(path, [entry('one', 0)], 0);
      appendFileSync(path, `${broken}\n`);
      appendHistory(path, [entry('two', 0)], 0);
      expect(texts()).toEqual(['one', 'two']);
    },
  );

  test('status and duration of the wrong kind are unknown', () => {
    mkdirSync(join(folder, 'modsh'));
    writeFileSync(path, '{"text":"a","status":"x","us":null}\n');
    expect(loadHistory(path)).toEqual([entry('a')]);
  });

  test('a file twice as long as the bound is trimmed to its newest entries', () => {
    mkdirSync(join(folder, 'modsh'));
    const count = HISTORY_KEPT * 2 + 1;
    writeFileSync(path, Array.from({ length: count }, (_, index) => `{"text":"c${index}"}\n`).join(''));
    expect(loadHistory(path).length).toBe(HISTORY_KEPT);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect([lines.length, lines.at(-1)]).toEqual([HISTORY_KEPT, `{"text":"c${count - 1}"}`]);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  test('while another shell trims, it is only read', () => {
    mkdirSync(join(folder, 'modsh'));
    writeFileSync(path, '{"text":"a"}\n'.repeat(HISTORY_KEPT * 2 + 1));
    writeFileSync(`${path}.lock`, '');
    expect(loadHistory(path).length).toBe(HISTORY_KEPT);
    expect(readFileSync(path, 'utf8').length).toBe(13 * (HISTORY_KEPT * 2 + 1));
  });

  test('what cannot be read or written fails nobody', () => {
    expect(loadHistory(join(folder, 'nowhere', 'history'))).toEqual([]);
    expect(loadHistory(folder)).toEqual([]);
    writeFileSync(join(folder, 'file'), '');
    expect(() => appendHistory(join(folder, 'file', 'history'), [entry('a', 0)], 0)).not.toThrow();
    chmodSync(folder, 0o500);
    expect(() => appendHistory(join(folder, 'x', 'history'), [entry('a', 0)], 0)).not.toThrow();
    chmodSync(folder, 0o700);
  });
});
