/** The word `system`: only what a person typed at a prompt reaches the host's files. */
import { expect, test } from 'vitest';
import { drivers } from '../../fixtures/drivers/index.ts';
import { createSession } from '../../src/boot/session.ts';
import { readSystem } from '../../src/host/cli/systemDir.ts';
import { regimeNamed, runScript } from '../helpers/system.ts';

const SYSTEM = `${import.meta.dirname}/../oracle/real-system`;
const TYPED_ONLY = 'system: only typed at the prompt, alone on its line, with the folder written out\n';

function typist(): { type(text: string): string; modules(): number; asked: string[] } {
  const asked: string[] = [];
  const session = createSession({
    regime: regimeNamed('today'),
    strict: false,
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
