/** One kernel of a session as a face sees it. */
import { nextDeadline } from '../../engine/clock.ts';
import { SIGNALS } from '../../engine/signals.ts';
import type { SystemView } from '../../engine/view.ts';
import { type OsProcess, signalProcess, ttyEof, ttyInput, ttySignal } from '../../kernel/os/os.ts';
import { needsMore, parseScript } from '../../shell/parse.ts';
import type { FaceSession } from '../../tui/session.ts';
import { completionSources } from '../completion.ts';
import { helpText } from '../help.ts';
import type { System } from '../system.ts';
import { advanceTurn, skip } from '../time.ts';
import { deafForeground } from './deaf.ts';
import { details, stateOf, takeLog, takeNotices } from './shown.ts';
import type { SessionOptions, Talk } from './talk.ts';

/** What may be looked at and asked for while this kernel runs. */
export function faceOf(system: System, shell: OsProcess, talk: Talk, options: SessionOptions): FaceSession {
  const { machine, os } = system;
  let seen: { key: string; view: SystemView } | undefined;
  return {
    view() {
      const key = `${machine.now} ${machine.counters.steps} ${system.kernel.log.total} ${system.kernel.log.read}`;
      if (seen?.key !== key) seen = { key, view: system.view() };
      return seen.view;
    },
    state: () => stateOf(system, shell, talk),
    submit(text) {
      talk.leaving = false;
      talk.running = text;
      talk.typed.push(text);
      talk.guide.typed(text);
      ttyInput(os, text.endsWith('\n') ? text : `${text}\n`);
    },
    needsMore(text) {
      const open = needsMore(text);
      if (open !== undefined) return { more: true, open };
      const { problem } = parseScript(text);
      if (problem === undefined) return { more: false, open: '' };
      return { more: false, open: '', error: { message: problem.message, line: problem.line, column: problem.column, near: '' } };
    },
    input: (text) => ttyInput(os, text),
    interrupt: () => ttySignal(os, SIGNALS.INT),
    suspend() {
      if (talk.running === undefined) return;
      const deaf = deafForeground(system);
      if (deaf === undefined) {
        ttySignal(os, SIGNALS.TSTP);
        return;
      }
      // What sleeps in the kernel cannot stop: the shell lets go of it, after a Ctrl-C with the status of one.
      if ((deaf.task.pending & (1 << SIGNALS.INT)) !== 0) signalProcess(os, shell, SIGNALS.INT);
      signalProcess(os, shell, SIGNALS.TSTP);
    },
    quit: () => ttySignal(os, SIGNALS.QUIT),
    endOfInput: () => ttyEof(os),
    details: () => details(system),
    skip: () => skip(system),
    help: () => helpText(options.strict),
    showTable(on) {
      talk.table = on;
    },
    advance: (toUs) => advanceTurn(machine, toUs, talk),
    ready: () => talk.computed || machine.ready.some((task) => task.state === 'ready' && !task.stopped),
    nextEventAt: () => nextDeadline(machine.agenda)?.at,
    speed: () => talk.pace,
    takeOutput: () => talk.output.splice(0),
    takeNotices: () => takeNotices(system, talk),
    takeLog: () => takeLog(system, talk),
    exporterOf: (symbol) => options.drivers.find((driver) => driver.exports !== undefined && symbol in driver.exports)?.name,
    sources: completionSources(system, options.drivers, () => talk.prompt),
  };
}
