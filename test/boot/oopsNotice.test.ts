/** What a person reads when the kernel has oopsed: who, since when, and the word that helps. */
import { expect, test } from 'vitest';
import { drivers } from '../../fixtures/drivers/index.ts';
import { createSession } from '../../src/boot/session/session.ts';
import { regimeNamed } from '../helpers/system.ts';

function lastLineAfterAnOops(strict: boolean): string | undefined {
  const session = createSession({ regime: regimeNamed('today'), strict, tools: 'era', drivers });
  session.submit('insmod chardev.ko; exec 3</dev/chardev0; rmmod -f chardev; cat <&3');
  for (let turns = 0; turns < 100_000 && session.state().at === 'running'; turns += 1)
    session.advance(session.ready() ? session.view().now : (session.nextEventAt() ?? session.view().now));
  const notice = session.takeNotices().find(({ text }) => text.startsWith('*** Oops: use after unload: cat'));
  return notice?.text.split('\n').at(-1);
}

test('it names the word that boots a fresh kernel', () => {
  expect(lastLineAfterAnOops(false)).toBe('    still fine: lsmod, refs, dmesg, loading others.   reboot: fresh kernel');
});

test('with the real tools only, it names no word that is not there', () => {
  expect(lastLineAfterAnOops(true)).toBe('    still fine: lsmod, dmesg, loading others');
});
