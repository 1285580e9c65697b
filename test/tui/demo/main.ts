/** The face over the fake session, for tests in a pseudo terminal and for looking at it. Not shipped. */
import { runTerminal } from '../../../src/host/terminal/app.ts';
import { createFakeSession } from '../fakeSession.ts';

const session = createFakeSession({ regime: process.env['DEMO_REGIME'] ?? 'today' });
if (process.env['DEMO_CRASH']) {
  const { submit } = session;
  Object.assign(session, {
    submit(text: string) {
      if (text === 'crash') throw new Error('made by the test');
      submit(text);
    },
  });
}
process.exitCode = await runTerminal(session, { quiet: process.argv.includes('-q') });
