import { describe, expect, test } from 'vitest';
import { bannerLines } from '../../src/tui/banner.ts';
import { showAt, virtualAt } from '../../src/tui/clock.ts';
import { wakesOf } from '../../src/tui/face/frame.ts';
import { endLines, giveLine, interruptLines, linePrompt } from '../../src/tui/face/lines.ts';
import { runFace } from '../../src/tui/face/run.ts';
import { createFace, takeWritten } from '../../src/tui/face/state.ts';
import { plainLook } from '../../src/tui/look.ts';
import { mark133, titleSequence } from '../../src/tui/osc.ts';
import { nextReport, type PlainWaits, REPORT_US, reportWaits } from '../../src/tui/plain.ts';
import { plainLook as anyLook } from '../helpers/frames.ts';
import { at, netdevWait, phasesAt, proto, viewOf, waitOf } from '../helpers/views.ts';
import { createFakeSession } from './fakeSession.ts';

const fresh = (): PlainWaits => ({ everyUs: REPORT_US, reports: new Map() });
const waiting = viewOf({ modules: [proto], waits: [waitOf({ since: at(6), until: at(63) })] });

describe('waits told in lines', () => {
  test('at the start, every ten virtual seconds, at the end', () => {
    const waits = fresh();
    expect(reportWaits(waits, waiting, at(6))).toEqual(['rmmod -w proto: waits for 2 lingering sockets, 57 s left, Ctrl-C cancels']);
    expect([reportWaits(waits, waiting, at(15)), nextReport(waits)]).toEqual([[], at(16)]);
    expect(reportWaits(waits, waiting, at(16))).toEqual(['rmmod -w proto: waits for 2 lingering sockets, 47 s left']);
    expect(reportWaits(waits, viewOf({ modules: [] }), at(63))).toEqual(['rmmod -w proto: done after 57.0 s']);
    expect([reportWaits(waits, viewOf({ modules: [] }), at(64)), nextReport(waits)]).toEqual([[], undefined]);
  });

  test('a jump over several reports gives one', () => {
    const waits = fresh();
    reportWaits(waits, waiting, at(6));
    expect([reportWaits(waits, waiting, at(48)).length, nextReport(waits)]).toEqual([1, at(56)]);
  });

  test('at each change of phase', () => {
    const waits = fresh();
    const inPhase = (name: string) =>
      viewOf({ modules: [proto], waits: [waitOf({ since: at(6), until: at(63), phases: phasesAt(name) })] });
    expect(reportWaits(waits, inPhase('refs'), at(6))).toEqual([
      'rmmod -w proto: refs 2/5, 2 lingering sockets, 57 s left, Ctrl-C cancels',
    ]);
    expect(reportWaits(waits, inPhase('drain'), at(7))).toEqual(['rmmod -w proto: drain 4/5, 2 lingering sockets, 56 s left']);
  });

  test('a wait that ended with the module still there is not called done', () => {
    const waits = fresh();
    reportWaits(waits, waiting, at(6));
    expect(reportWaits(waits, viewOf({ modules: [proto] }), at(8))).toEqual(['rmmod -w proto: ended after 2.0 s']);
  });

  test('a wait without a cancel says so', () => {
    expect(reportWaits(fresh(), viewOf({ waits: [netdevWait] }), at(6))).toEqual([
      'rmmod netdev: exit() waits for mdev0: 1 dev_hold (devholder), no limit, cannot be cancelled',
    ]);
  });
});

/** A face of lines over the fake session; what it writes, by stream. */
function lines() {
  const face = createFace({
    session: createFakeSession(),
    look: plainLook(anyLook),
    history: [],
    size: { columns: 80, rows: 24 },
    showMs: 0,
    plainEveryUs: REPORT_US,
  });
  let showMs = 0;
  const pass = (untilMs: number): void => {
    for (;;) {
      const { runMs } = wakesOf(face, showMs);
      if (runMs === undefined || runMs > untilMs) break;
      showMs = Math.max(showMs, runMs);
      runFace(face, showMs);
    }
    showMs = untilMs;
  };
  return {
    face,
    give(text: string) {
      giveLine(face, text, showMs);
      pass(showMs + 50);
    },
    pass: (ms: number) => pass(showMs + ms),
    interrupt: () => interruptLines(face, showMs),
    end: () => endLines(face, showMs),
    written: () => takeWritten(face),
  };
}

describe('a face of lines', () => {
  test('output goes to its own stream, remarks to the face', () => {
    const face = lines();
    face.give('echo hi; rmod');
    expect(face.written()).toEqual([
      { stream: 'out', text: 'hi\n' },
      { stream: 'err', text: 'modsh: rmod: command not found\n' },
      { stream: 'face', text: '  hint: did you mean rmmod?\n' },
    ]);
  });

  test('an unfinished block asks for more with what is open, Ctrl-C drops it', () => {
    const face = lines();
    face.give('for m in a; do');
    expect(linePrompt(face.face)).toBe('do> ');
    face.interrupt();
    expect([linePrompt(face.face), face.written()]).toEqual(['today [130]# ', [{ stream: 'face', text: '\n' }]]);
  });

  test('while a command runs there is no prompt, and a line is kept', () => {
    const face = lines();
    face.give('sleep 1');
    face.give('echo next');
    expect([linePrompt(face.face), face.written()]).toEqual([undefined, []]);
    face.pass(1_000);
    expect([linePrompt(face.face), face.written()]).toEqual(['today# ', [{ stream: 'out', text: 'next\n' }]]);
  });

  test('it wakes to report, and asks for nothing when nothing waits', () => {
    const face = lines();
    face.give('insmod proto.ko linger=25');
    face.give('rmmod -w proto');
    face.pass(30_000);
    expect(face.written().map(({ text }) => text)).toEqual([
      'rmmod -w proto: waits for 2 lingering sockets, 25 s left, Ctrl-C cancels\n',
      'rmmod -w proto: waits for 2 lingering sockets, 15 s left\n',
      'rmmod -w proto: waits for 2 lingering sockets, 5.0 s left\n',
      'rmmod -w proto: done after 25.0 s\n',
    ]);
    expect(wakesOf(face.face, 100_000)).toEqual({ runMs: undefined, drawMs: undefined });
  });

  test('end of file ends what a command reads, then the shell', () => {
    const face = lines();
    face.give('cat');
    face.give('x');
    face.end();
    expect([face.written(), face.face.state.at]).toEqual([[{ stream: 'out', text: 'x\n' }], 'prompt']);
    face.end();
    expect(face.face.state.at).toBe('over');
  });

  test('no escape sequence is ever written', () => {
    const face = lines();
    for (const line of ['insmod proto.ko linger=3', 'rmmod proto', 'if lsmod; fi', 'nosuch', 'rmmod -w proto']) face.give(line);
    face.pass(5_000);
    expect(
      face
        .written()
        .map(({ text }) => text)
        .join(''),
    ).not.toContain('\x1b');
  });
});

describe('clocks, marks, banner', () => {
  test('virtual time runs at its speed and stands still when paused', () => {
    const clock = { anchorMs: 1_000, anchorUs: 5_000_000, speed: 10 };
    expect([virtualAt(clock, 1_500), showAt(clock, 10_000_000)]).toEqual([10_000_000, 1_500]);
    expect([virtualAt({ ...clock, speed: 0 }, 9_999), showAt({ ...clock, speed: 0 }, 6_000_000)]).toEqual([5_000_000, undefined]);
  });

  test('prompt marks end in ST and are left out where a terminal would print them', () => {
    expect([mark133(anyLook, 'D', 130), mark133({ ...anyLook, marks: false }, 'A')]).toEqual(['\x1b]133;D;130\x1b\\', '']);
  });

  test('the title is put aside first and put back last', () => {
    expect(titleSequence('a', '')).toBe('\x1b[22;2t\x1b]2;a\x1b\\');
    expect(titleSequence('b\x07', 'a')).toBe('\x1b]2;b \x1b\\');
    expect(titleSequence('', 'b')).toBe('\x1b[23;2t');
    expect(titleSequence('b', 'b')).toBe('');
  });

  test('three lines at the first start, one later, none when quiet; all fit 80 columns', () => {
    expect([bannerLines('1.0', 'today', true, false).length, bannerLines('1.0', 'today', true, true)]).toEqual([3, []]);
    expect(bannerLines('1.0', 'today', false, false)).toEqual(['modsh 1.0, today. help lists commands.']);
    for (const line of bannerLines('1.10.0', 'today', true, false)) expect(line.length).toBeLessThanOrEqual(80);
  });
});
