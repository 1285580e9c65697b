/** The rows that faces show are those that lsmod prints at that moment, whatever tools go with the rule. */
import { describe, expect, test } from 'vitest';
import { drivers } from '../../fixtures/drivers/index.ts';
import { createSession } from '../../src/boot/session/session.ts';
import type { ToolChoice } from '../../src/boot/system.ts';
import { REGIME_IDS, type RegimeId } from '../../src/regimes/index.ts';
import type { FaceSession } from '../../src/tui/session.ts';
import { regimeNamed } from '../helpers/system.ts';

const EXIT_WAITS = 'a device that exit waits for';
const STATES = {
  'users of users, an open file, a held device': [
    'insmod user.ko; insmod user2.ko; insmod chardev.ko; exec 3</dev/chardev0; insmod netdev.ko; insmod devholder.ko',
  ],
  'an open file and its command': ['insmod chardev.ko; cat /dev/chardev0 >/dev/null; sleep 60 3</dev/chardev0 &'],
  'no way out, and a reference to itself': ['insmod noexit.ko; insmod selfref.ko'],
  'an init that sleeps': ['insmod slowinit.ko ms=60000 &', 'sleep 1'],
  'an exit that sleeps': ['insmod slowexit.ko ms=60000; rmmod slowexit &', 'sleep 1'],
  'lingering sockets and somebody who waits': [
    'insmod proto.ko linger_ms=60000; psock open >/dev/null; psock open >/dev/null',
    'rmmod -w proto &',
    'sleep 1',
  ],
  [EXIT_WAITS]: ['insmod netdev.ko; insmod devholder.ko', 'rmmod netdev &', 'sleep 1'],
} as const;

/** Under 2.5 an exit that waits holds the list, and lsmod waits with it. */
const statesUnder = (regime: RegimeId): [string, readonly string[]][] =>
  Object.entries(STATES).filter(([state]) => regime !== '2.5' || state !== EXIT_WAITS);

/** Lets the foreground run to its end, not beyond. */
function type(session: FaceSession, text: string): string {
  session.takeOutput();
  session.submit(text);
  for (let turns = 0; turns < 100_000 && session.state().at === 'running'; turns += 1)
    session.advance(session.ready() ? session.view().now : (session.nextEventAt() ?? session.view().now));
  expect(session.state().at, text).toBe('prompt');
  return session
    .takeOutput()
    .map((output) => output.text)
    .join('');
}

/** Without the words that 2.2 and 2.4 put behind the count, which are for lsmod alone, and without blanks at the end. */
const bare = (row: string): string => row.replaceAll(/ \([a-z]+\)/g, '').trimEnd();

describe.each(['era', 'kmod'] as const satisfies readonly ToolChoice[])('with the tools of %s', (tools) => {
  describe.each(REGIME_IDS)('under %s', (regime) => {
    test.each(statesUnder(regime))('%s', (_, lines) => {
      const session = createSession({ regime: regimeNamed(regime), strict: false, drivers, tools });
      for (const line of ['insmod core.ko', ...lines]) type(session, line);
      const printed = type(session, 'lsmod')
        .split('\n')
        .filter((row) => row !== '');
      const { modules, lsmodHeader } = session.view();
      expect(printed.length).toBeGreaterThan(1);
      expect([lsmodHeader, ...modules.map(({ row }) => bare(row))]).toEqual([printed[0], ...printed.slice(1).map(bare)]);
      expect(modules.map(({ used }) => used)).toEqual(printed.slice(1).map((row) => Number(row.split(/\s+/)[2])));
    });
  });
});
