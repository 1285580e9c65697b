/** The tour, step by step, without a terminal: each step is done by its effect, and by nothing else. */
import { describe, expect, test } from 'vitest';
import { drivers } from '../../fixtures/drivers/index.ts';
import { commandFinder } from '../../src/boot/commands.ts';
import { createSession } from '../../src/boot/session/session.ts';
import { stepText } from '../../src/boot/tour/guide.ts';
import { tourSteps } from '../../src/boot/tour/steps.ts';
import type { FaceSession } from '../../src/tui/session.ts';
import { regimeNamed } from '../helpers/system.ts';

const SECOND = 1_000_000;

interface Tourist {
  readonly session: FaceSession;
  /** Types a line and lets it run to its end, or for so long. */
  type(text: string, forUs?: number): void;
  wait(us: number): void;
  /** What was written since the last call. */
  said(): string;
  /** Notes since the last call. */
  notes(): string[];
}

function tourist(tour?: number, regime = 'today'): Tourist {
  const session = createSession({ regime: regimeNamed(regime), strict: false, drivers, ...(tour === undefined ? {} : { tour }) });
  const wait = (us: number): void => {
    const until = session.view().now + us;
    for (let turns = 0; turns < 1_000; turns += 1) {
      const next = session.nextEventAt();
      session.advance(Math.min(until, next ?? until));
      if (!session.ready() && session.view().now >= until) return;
    }
  };
  return {
    session,
    wait,
    type(text, forUs) {
      session.submit(text);
      if (forUs !== undefined) wait(forUs);
      else
        for (let turns = 0; turns < 100_000 && session.state().at === 'running'; turns += 1)
          session.advance(session.ready() ? session.view().now : (session.nextEventAt() ?? session.view().now));
      session.advance(session.view().now);
    },
    said: () =>
      session
        .takeOutput()
        .map(({ text }) => text)
        .join(''),
    notes: () => session.takeNotices().flatMap(({ kind, text }) => (kind === 'note' ? [text] : [])),
  };
}

/** Types everything that is offered until nothing new is. */
function takeOffers({ session, type, wait }: Tourist): string[] {
  const taken: string[] = [];
  for (let offered = session.state().offered; offered !== undefined && !offered.startsWith('tour '); offered = session.state().offered) {
    taken.push(offered);
    if (offered === 'rmmod -w proto' && taken.length === 1) {
      type(offered, 3 * SECOND);
      session.interrupt();
      wait(SECOND);
    } else type(offered);
    if (taken.length > 20) break;
  }
  wait(SECOND);
  return taken;
}

describe.each(tourSteps.map((step, at) => [at + 1, step.title, step] as const))('step %i, %s', (number, _title, step) => {
  test('begins on a fresh kernel under its rule, with its narration and its first command offered', () => {
    const { session, said } = tourist(number);
    expect(said()).toContain(`-- tour ${number}/10 -- ${step.regime} -- ${step.title} -`);
    expect(session.view().regime).toBe(step.regime);
    expect(session.state()).toMatchObject({ at: 'prompt', status: 0, tour: `${number}/10` });
    expect(session.state().offered).not.toBe('');
  });

  test('the offered commands bring its effect about, and what to do next is told once', () => {
    const one = tourist(number);
    one.notes();
    const taken = takeOffers(one);
    expect(taken.length).toBeGreaterThan(0);
    const told = one.notes();
    expect(told.filter((note) => step.ways.some((way) => way.seen === note))).toHaveLength(1);
    expect(told.filter((note) => note.includes('tour '))).toEqual([number < 10 ? 'next: tour next' : 'the end: tour end']);
    expect(one.session.state().offered).toBe(number < 10 ? 'tour next' : 'tour end');
    one.type('lsmod');
    expect(one.notes().filter((note) => note.includes('tour '))).toEqual([]);
  });

  test('echoing the words is not doing them', () => {
    const one = tourist(number);
    for (const way of step.ways) for (const offer of way.offers) one.type(`echo '${offer}'`);
    one.wait(SECOND);
    expect(one.notes().filter((note) => note.includes('next:'))).toEqual([]);
  });

  test('every way offers words that exist, and its text fits a terminal', () => {
    const find = commandFinder(false);
    for (const way of step.ways) for (const word of way.needs) if (!find(word)) expect(step.ways.at(-1)?.needs).toEqual([]);
    for (const way of step.ways) {
      const lines = stepText(step, number - 1, way)
        .trimEnd()
        .split('\n');
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(79);
      expect(lines.findIndex((line) => line.startsWith('Source:')) - 1).toBeLessThanOrEqual(4);
      expect(`  note: ${way.seen}`.length).toBeLessThan(80);
    }
  });
});

describe('going about', () => {
  test('next, back, a number, and tour alone lead to steps; list marks the present one', () => {
    const { session, type, said } = tourist();
    const at = (): string | undefined => session.state().tour;
    expect(at()).toBeUndefined();
    type('tour');
    expect(at()).toBe('1/10');
    type('tour next');
    expect([at(), session.view().regime]).toEqual(['2/10', '2.4']);
    type('tour 8');
    expect([at(), session.view().regime]).toEqual(['8/10', 'drain']);
    type('tour back');
    expect(at()).toBe('7/10');
    said();
    type('tour list');
    expect(said()).toMatch(/^ {3}1 {2}2\.2 [\s\S]*\n> +7 {2}can-unload/);
    expect(at()).toBe('7/10');
  });

  test('tour end returns to the rule from which the tour began', () => {
    const { session, type } = tourist(undefined, '2.4');
    type('tour 8');
    type('tour end');
    expect(session.view().regime).toBe('2.4');
    expect(session.state().tour).toBeUndefined();
    expect(session.state().offered).toBeUndefined();
  });

  test.each([
    ['tour 11', 2],
    ['tour 0', 2],
    ['tour nowhere', 2],
    ['tour 1 2', 2],
    ['tour end', 1],
  ])('%s is refused', (text, status) => {
    const { session, type, said } = tourist();
    type(text);
    expect(session.state().status).toBe(status);
    expect(said()).toMatch(/^tour: /);
  });

  test('before the first and behind the last step there is none', () => {
    const first = tourist(1);
    first.type('tour back');
    expect([first.session.state().status, first.session.state().tour]).toEqual([1, '1/10']);
    const last = tourist(10);
    last.type('tour next');
    expect([last.session.state().status, last.session.state().tour]).toEqual([1, '10/10']);
  });

  test('own commands may be typed in between; tour alone begins the step anew', () => {
    const one = tourist(4);
    one.type('rmmod -f netdev; insmod chardev.ko');
    one.type('tour');
    expect(
      one.session
        .view()
        .modules.map(({ name }) => name)
        .sort(),
    ).toEqual(['devholder', 'netdev']);
    takeOffers(one);
    expect(one.notes().some((note) => note.includes('next: tour next'))).toBe(true);
  });

  test('what happened under the kernel of another step does not count', () => {
    const one = tourist(2);
    takeOffers(one);
    one.notes();
    one.type('tour 2');
    expect(one.notes()).toEqual([]);
    expect(one.session.state().offered).toBe(tourSteps[1]?.ways[0]?.offers[0]);
  });

  test('a reboot within a step sets it up again', () => {
    const { session, type } = tourist(9);
    type('regime today');
    expect(session.view().regime).toBe('today');
    expect(
      session
        .view()
        .modules.map(({ name }) => name)
        .sort(),
    ).toEqual(['devholder', 'netdev']);
    expect(session.state().tour).toBe('9/10');
  });
});
