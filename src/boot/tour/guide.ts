/** The tour of a session: which step it stands at, what is offered next, and whether the step's effect was seen. */
import type { TourAnswer, TourTurn } from '../../commands/face/services.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import type { NoteEvent } from '../../engine/step.ts';
import { type Facts, type TourStep, tourSteps, type Way } from './steps.ts';

/** What a kernel has to tell. */
export interface Happened {
  readonly events: readonly LoggedEvent[];
  readonly oopses: number;
}

export interface TourGuide {
  /** Answers the word `tour`, typed under this rule. Where it leads to a step, `boot` names the rule of its fresh kernel. */
  turn(where: TourTurn, regime: string): TourAnswer & { readonly boot?: string };
  /** Has what the step needs run in a fresh kernel before its prompt; what ends meanwhile is no fact. */
  setUp(run: (commands: string) => void): void;
  /** A block was typed. */
  typed(text: string): void;
  programEnded(argv: readonly string[], status: number): void;
  /** The kernel goes; what happened under it still counts. */
  kernelGone(happened: Happened): void;
  /** Lines to tell, once, when what was to be seen was seen under the present kernel or those before it. */
  look(happened: Happened): readonly string[];
  /** What the face shows: `3/10` and the offered command. */
  shown(): { readonly tour?: string; readonly offered?: string };
}

interface Stand {
  /** Counted from 0. */
  readonly at: number;
  readonly way: Way;
  /** How many of the way's commands were typed. */
  taken: number;
  done: boolean;
  events: NoteEvent[];
  readonly ended: { readonly argv: readonly string[]; readonly status: number }[];
  oopses: number;
}

const WIDTH = 78;

/** Words in lines of at most 78 columns. */
function wrapped(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** The narration of a step, with a rule above and its source below. */
export function stepText(step: TourStep, at: number, way: Way): string {
  const head = `-- tour ${at + 1}/${tourSteps.length} -- ${step.regime} -- ${step.title} `;
  const lines = [
    head.padEnd(WIDTH, '-'),
    ...wrapped(step.narration),
    ...wrapped(`Source: ${step.source}`),
    `Type, or press Right and Enter:   ${way.offers[0] ?? ''}`,
  ];
  return `${lines.join('\n')}\n`;
}

const listText = (current: number | undefined): string =>
  tourSteps
    .map(({ title, regime }, at) => `${at === current ? '>' : ' '} ${String(at + 1).padStart(2)}  ${regime.padEnd(10)}  ${title}\n`)
    .join('');

const FALLBACK: Way = { needs: [], offers: [], done: () => false, seen: '' };

const eventsOf = ({ events }: Happened): NoteEvent[] => events.map(({ event }) => event);

/** A tour that has not begun. `knows`: is there such a word? */
export function createGuide(knows: (word: string) => boolean): TourGuide {
  let stand: Stand | undefined;
  let home = '';
  const wayOf = (step: TourStep): Way => step.ways.find((way) => way.needs.every(knows)) ?? FALLBACK;
  const go = (at: number): TourAnswer & { readonly boot?: string } => {
    const step = tourSteps[at];
    if (step === undefined)
      return { status: 1, out: '', err: at < 0 ? 'this is the first step' : 'that was the last step; tour end returns to your own kernel' };
    const way = wayOf(step);
    stand = { at, way, taken: 0, done: false, events: [], ended: [], oopses: 0 };
    return { status: 0, out: stepText(step, at, way), err: '', boot: step.regime };
  };
  return {
    turn(where, regime) {
      if (stand === undefined) home = regime;
      if (where === 'list') return { status: 0, out: listText(stand?.at), err: '' };
      if (where === 'end') {
        if (stand === undefined) return { status: 1, out: '', err: 'the tour is not on' };
        stand = undefined;
        return { status: 0, out: '', err: '', boot: home };
      }
      if (typeof where === 'number') return go(where - 1);
      const at = stand?.at;
      if (where === 'here' || at === undefined) return go(at ?? 0);
      return go(where === 'next' ? at + 1 : at - 1);
    },
    setUp(run) {
      const commands = stand === undefined ? '' : (tourSteps[stand.at]?.setup ?? '');
      const facts = stand?.ended.length ?? 0;
      if (commands !== '') run(commands);
      stand?.ended.splice(facts);
    },
    typed(text) {
      if (stand !== undefined && text.trim() === stand.way.offers[stand.taken]) stand.taken += 1;
    },
    programEnded(argv, status) {
      stand?.ended.push({ argv, status });
    },
    kernelGone(happened) {
      if (stand === undefined) return;
      stand.events = [...stand.events, ...eventsOf(happened)];
      stand.oopses += happened.oopses;
    },
    look(happened) {
      if (stand === undefined || stand.done) return [];
      const facts: Facts = { events: [...stand.events, ...eventsOf(happened)], ended: stand.ended, oopses: stand.oopses + happened.oopses };
      if (!stand.way.done(facts)) return [];
      stand.done = true;
      return [stand.way.seen, stand.at + 1 < tourSteps.length ? 'next: tour next' : 'the end: tour end'];
    },
    shown() {
      if (stand === undefined) return {};
      const offered =
        stand.way.offers[stand.taken] ?? (stand.done ? (stand.at + 1 < tourSteps.length ? 'tour next' : 'tour end') : undefined);
      return { tour: `${stand.at + 1}/${tourSteps.length}`, ...(offered === undefined ? {} : { offered }) };
    },
  };
}
