/** The word `system`: only what a person typed at a prompt reaches the host's files. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drivers } from '../../fixtures/drivers/index.ts';
import { createSession } from '../../src/boot/session/session.ts';
import { readSystem } from '../../src/host/cli/systemDir.ts';
import { runProgram } from '../helpers/program.ts';
import { regimeNamed, runScript } from '../helpers/system.ts';

const SYSTEM = `${import.meta.dirname}/../oracle/real-system`;
const TYPED_ONLY = 'system: only typed at the prompt, alone on its line, with the folder written out\n';

function typist(): { type(text: string): string; modules(): number; asked: string[] } {
  const asked: string[] = [];
  const session = createSession({
    regime: regimeNamed('today'),
    strict: false,
    tools: 'era',
    drivers,
    readSystem(dir) {
      asked.push(dir);
      return readSystem(dir);
    },
  });
  return {
    asked,
    modules: () => session.view().modules.length,
    type(text) {
      session.submit(text);
      for (let turns = 0; turns < 100_000 && session.state().at === 'running'; turns += 1)
        session.advance(session.ready() ? session.view().now : (session.nextEventAt() ?? session.view().now));
      const said = session.takeOutput();
      session.advance(session.view().now);
      return said.map((one) => one.text).join('');
    },
  };
}

test('a script is refused', () => {
  expect(runScript('system /etc')).toMatchObject({
    stdout: '',
    stderr: "system: only at the prompt: a script never reads the host's files; start with --system DIR\n",
    status: 1,
  });
});

test('typed, it boots with the modules of the folder', () => {
  const { type, modules } = typist();
  expect(modules()).toBe(0);
  expect(type(`system '${SYSTEM}'`)).toBe(`system: booting with the modules of ${SYSTEM}\n`);
  expect(modules()).toBe(151);
});

test.each(['f() { system /etc; }; f', 'echo system /etc >/tmp/s; sh /tmp/s', 'echo system /etc >/tmp/s; . /tmp/s', 'D=/etc; system $D'])(
  '%s reads nothing',
  (text) => {
    const { type, asked } = typist();
    expect(type(text)).toBe(TYPED_ONLY);
    expect(asked).toEqual([]);
  },
);

test('a wrong folder is one line, and the shell lives on', () => {
  const { type } = typist();
  expect(type('system /nosuch')).toBe('system: /nosuch: No such file or directory\n');
  expect(type('echo here')).toBe('here\n');
});

test('a rule chosen later keeps the machine, and shows its modules in the list of that rule', () => {
  const { type, modules } = typist();
  type(`system '${SYSTEM}'`);
  type('regime 2.4');
  expect(modules()).toBe(151);
  expect(type('lsmod | grep ^usbcore')).toMatch(/^usbcore +\d+ +\d+ +\[.*\]\n$/);
  expect(type('regime')).toContain('> 2.4');
});

test('modprobe answers from the new machine', () => {
  const { type } = typist();
  type(`system '${SYSTEM}'`);
  expect(type('modprobe -R usb:v0BDAp8153d3000dc00dsc00dp00icFFiscFFip00in00')).toBe('r8152\n');
});

const SCRIPT_ONLY = "system: only at the prompt: a script never reads the host's files; start with --system DIR\n";

test.each([
  ['-c', () => runProgram(['-c', 'system /etc'])],
  ['standard input', () => runProgram([], { input: 'system /etc\n' })],
])('a script by %s is refused', (_way, run) => {
  expect(run()).toMatchObject({ stdout: '', stderr: SCRIPT_ONLY, status: 1 });
});

test('a recording is refused, so that what it shows is the same everywhere', () => {
  const dir = mkdtempSync(join(tmpdir(), 'modsh-system-'));
  writeFileSync(join(dir, 'a.sh'), 'system /etc\n');
  expect(runProgram(['record', 'a.sh', '-o', 'a.txt'], { cwd: dir }).status).toBe(0);
  expect(readFileSync(join(dir, 'a.txt'), 'utf8')).toContain('system: only at the prompt');
  rmSync(dir, { recursive: true });
});
