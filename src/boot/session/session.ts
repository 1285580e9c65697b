/** An interactive session, seen from outside: what a face may look at and ask for. */
import { regimeById } from '../../regimes/index.ts';
import type { FaceSession } from '../../tui/session.ts';
import { closerLook } from '../closer.ts';
import { happenedIn } from '../tour/ground.ts';
import { farewell, startSession } from './start.ts';
import { createTalk, type SessionOptions } from './talk.ts';

/** A session whose kernel can be booted afresh, under the same or another regime: the face goes on, the world is new. */
export function createSession(options: SessionOptions): FaceSession {
  const talk = createTalk(options);
  const begun = options.tour === undefined ? undefined : talk.guide.turn(options.tour, options.regime.id);
  if (begun !== undefined) talk.output.push({ stream: 'out', text: begun.out });
  let { graph } = options;
  let live = startSession({ ...options, regime: regimeById(begun?.boot ?? '') ?? options.regime }, talk);
  const rebootIfAsked = (): void => {
    const asked = talk.reboot;
    if (asked === undefined || talk.running !== undefined) return;
    const regime = asked.regime === undefined ? live.system.regime : (regimeById(asked.regime) ?? live.system.regime);
    const again = asked.again ? talk.typed.filter((text) => !/^\s*(regime|reboot|record|system)\b/.test(text)) : [];
    if (asked.forTour !== true) {
      talk.guide.kernelGone(happenedIn(live.system));
      talk.notices.push({ kind: 'note', text: farewell(live) });
    }
    Object.assign(talk, { prompt: undefined, running: undefined, logTaken: 0, emergencies: 0, reboot: undefined, typed: [] });
    graph = asked.graph ?? graph;
    talk.boots += 1;
    live = startSession({ ...options, regime, ...(graph === undefined ? {} : { graph }) }, talk);
    for (const text of again) live.face.submit(text);
  };
  return {
    view: () => live.face.view(),
    state: () => live.face.state(),
    submit: (text) => live.face.submit(text),
    needsMore: (text) => live.face.needsMore(text),
    input: (text) => live.face.input(text),
    interrupt: () => live.face.interrupt(),
    suspend: () => live.face.suspend(),
    quit: () => live.face.quit(),
    endOfInput: () => live.face.endOfInput(),
    details: () => live.face.details(),
    skip: () => live.face.skip(),
    help: () => live.face.help(),
    showTable: (on) => live.face.showTable(on),
    advance(toUs) {
      live.face.advance(toUs);
      const seen = talk.running === undefined && talk.reboot === undefined ? talk.guide.look(happenedIn(live.system)) : [];
      for (const text of seen) talk.notices.push({ kind: 'note', text });
      rebootIfAsked();
    },
    ready: () => live.face.ready(),
    nextEventAt: () => live.face.nextEventAt(),
    speed: () => live.face.speed(),
    takeOutput: () => live.face.takeOutput(),
    takeNotices: () => live.face.takeNotices(),
    takeLog: () => live.face.takeLog(),
    exporterOf: (symbol) => live.face.exporterOf(symbol),
    get sources() {
      return live.face.sources;
    },
    setSpeed(speed) {
      talk.pace = speed;
    },
    takeDashboard() {
      const asked = talk.dashboard;
      talk.dashboard = false;
      return asked;
    },
    get closer() {
      return closerLook(live.system);
    },
  };
}
