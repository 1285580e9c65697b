/** Completions and the manual page, in the real shells and tools; a shell that is not installed is skipped. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { regimes } from '../../src/regimes/index.ts';
import { PROGRAM, runProgram } from '../helpers/program.ts';
import { type Pty, startPty } from '../helpers/pty.ts';

const cwd = mkdtempSync(join(tmpdir(), 'modsh-completion-'));
const running: Pty[] = [];
afterEach(() => {
  for (const pty of running.splice(0)) pty.kill('SIGKILL');
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const has = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
const SHELLS = ['bash', 'zsh', 'fish'] as const;
const ids = regimes.map((regime) => regime.id);

beforeAll(() => {
  for (const shell of SHELLS) {
    const { stdout, status } = runProgram(['completion', shell]);
    expect(status).toBe(0);
    writeFileSync(join(cwd, `completion.${shell}`), stdout);
  }
  writeFileSync(join(cwd, 'script.sh'), 'lsmod\n');
  symlinkSync(PROGRAM, join(cwd, 'modsh'));
});

/** Words before the cursor, the last of them being completed, and what must be offered: exactly, or among others. */
const CASES: readonly (readonly [words: string, offered: readonly string[], exactly: boolean])[] = [
  ['comp', ['compare', 'completion'], true],
  ['--ver', ['--version'], true],
  ['--regime ', ids, true],
  ['--regime dr', ['drain'], true],
  ['run --regime 2.5', ['2.5', '2.5-netdev'], true],
  ['cast ', ['convert', 'trim', 'info', 'check'], true],
  ['cast convert --', ['--output', '--to', '--speed', '--idle-limit'], false],
  ['record --theme ', ['dark', 'light'], true],
  ['completion ', ['bash', 'zsh', 'fish'], true],
  ['test --', ['--update', '--tap'], false],
  ['explore --', ['--driver', '--matrix', '--shard', '--jobs', '--no-symmetry', '--insmods', '--json'], false],
  ['explore --regime dr', ['drain'], true],
  ['explore --part ', ['whole', 'open', 'close'], true],
  ['--strict comp', ['compare', 'completion'], true],
];

const expectOffered = (found: readonly string[], offered: readonly string[], exactly: boolean): void => {
  if (exactly) expect([...found].sort()).toEqual([...offered].sort());
  else expect(found).toEqual(expect.arrayContaining([...offered]));
};

describe.skipIf(!has('bash'))('bash', { timeout: 60_000 }, () => {
  const complete = (words: readonly string[]): string[] => {
    const script = 'source "$1"; shift; COMP_WORDS=(modsh "$@"); COMP_CWORD=$#; _modsh; printf "%s\\n" "${COMPREPLY[@]}"';
    const out = execFileSync('bash', ['--norc', '-c', script, 'bash', join(cwd, 'completion.bash'), ...words], { encoding: 'utf8' });
    return out.split('\n').filter((word) => word !== '');
  };

  test.each(CASES)('modsh %s', (words, offered, exactly) => {
    expectOffered(complete(words.split(' ')), offered, exactly);
  });

  test('--option=value comes as three words', () => {
    expect(complete(['--regime', '=', 'dr'])).toEqual(['drain']);
    expect(complete(['run', '--regime', '=', 'drain', '--js'])).toEqual(['--json']);
  });

  test('behind a file the words are its own: no subcommand is offered', () => {
    expect(complete(['script.sh', 'comp'])).toEqual([]);
  });

  test('Tab in a real terminal completes a subcommand, a regime and a file', async () => {
    const pty = startPty('bash', ['--norc', '--noprofile', '-i'], { cwd, env: { PS1: '> ' } });
    running.push(pty);
    await pty.waitFor('>');
    pty.send('source completion.bash\rmodsh --reg\t dr\t scr\t');
    await pty.waitFor(/modsh --regime +drain +script\.sh/);
  });
});

describe.skipIf(!has('fish'))('fish', { timeout: 60_000 }, () => {
  const complete = (words: string): string[] => {
    const script = `source ${join(cwd, 'completion.fish')}; complete -C '${`modsh ${words}`}'`;
    const out = execFileSync('fish', ['--no-config', '-c', script], {
      encoding: 'utf8',
      cwd: mkdtempSync(join(cwd, 'empty-')),
      env: { ...process.env, HOME: cwd },
    });
    return out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t')[0] ?? '');
  };

  test.each(CASES)('modsh %s', (words, offered, exactly) => {
    expectOffered(complete(words), offered, exactly);
  });
});

describe.skipIf(!has('zsh'))('zsh', { timeout: 60_000 }, () => {
  test('Tab completes a subcommand, a regime, an option and a file, and lists with descriptions', async () => {
    const pty = startPty('zsh', ['-f', '-i'], { cwd, env: { PS1: '> ', HOME: cwd } });
    running.push(pty);
    await pty.waitFor('>');
    pty.send('autoload -U compinit; compinit -u -D; source ./completion.zsh; echo rea""dy\r');
    await pty.waitFor('ready');
    pty.send('modsh --reg\tdr\tscr\t');
    await pty.waitFor(/modsh --regime drain script\.sh/);
    pty.send('\x15modsh cast conv\t--idle\t');
    await pty.waitFor('modsh cast convert --idle-limit');
    pty.send('\x15modsh completion f\t');
    await pty.waitFor('modsh completion fish');
    pty.send('\x15modsh comp\t\t');
    await pty.waitFor(/compare +-- run one script/);
  });
});

test('an unknown shell is refused with status 2', () => {
  const { stderr, status } = runProgram(['completion', 'csh']);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^modsh: .*csh/);
});

describe('the manual page', () => {
  const page = runProgram(['man']).stdout;

  test('names every subcommand and option of the tree', () => {
    const plain = page.replaceAll('\\-', '-');
    for (const name of ['run', 'compare', 'record', 'play', 'cast convert', 'cast trim', 'cast info', 'cast check', 'test', 'completion'])
      expect(plain).toContain(`.SS modsh ${name}\n`);
    for (const option of ['--regime', '--update', '--idle-limit', '--markdown', '--jobs']) expect(plain).toContain(`\\fB${option}\\fR`);
  });

  test.skipIf(!has('groff'))('groff formats it without a warning', () => {
    const { stdout, stderr, status } = spawnSync('groff', ['-man', '-ww', '-Tutf8'], { input: page, encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toContain('MODSH(1)');
  });

  test('it is the same every time', () => {
    expect(runProgram(['man'], { env: { TZ: 'Asia/Tokyo', LANG: 'C' } }).stdout).toBe(page);
  });
});
