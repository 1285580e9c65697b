/** What a viewer saw, and from when on: the frames that pictures are made of. */
import { type CastEvent, type CastHeader, sizeOf } from './cast/cast.ts';
import { createScreen, type ScreenImage } from './screen.ts';

export interface Shot {
  readonly atUs: number;
  readonly image: ScreenImage;
  /** The window's title: the last marker's name, or what the program called it, or what the header says. */
  readonly title: string;
  /** The virtual clock, `t 3.2 s`; empty for casts that do not tell. */
  readonly clock: string;
}

/** An event of a recording of ours; the virtual clock is told beside what any cast tells. */
export interface TimedEvent extends CastEvent {
  readonly virtualUs?: number;
}

/** The virtual clock as the window's bar shows it: `t 3.2 s`, rounded as the status line does. */
export const clockText = (virtualUs: number): string => `t ${(Math.round(virtualUs / 100_000) / 10).toFixed(1)} s`;

/** The moments at which the picture changed, earliest first. Events at one moment are one shot. */
export function* shotsOf(header: Pick<CastHeader, 'cols' | 'rows' | 'title'>, events: Iterable<TimedEvent>): Generator<Shot> {
  const screen = createScreen(header.cols, header.rows);
  let marker: string | undefined;
  let clock = '';
  let shown: Shot | undefined;
  const look = (atUs: number): Shot => ({ atUs, image: screen.image(), title: marker ?? (screen.title() || header.title) ?? '', clock });
  let atUs = 0;
  for (const event of events) {
    if (event.atUs > atUs) {
      const shot = look(atUs);
      if (shown === undefined || !sameShot(shown, shot)) {
        yield shot;
        shown = shot;
      }
      atUs = event.atUs;
    }
    if (event.code === 'o') screen.write(event.data);
    else if (event.code === 'm') marker = event.data;
    else if (event.code === 'r') {
      const size = sizeOf(event.data);
      if (size !== undefined) screen.resize(size.cols, size.rows);
    }
    if (event.virtualUs !== undefined) clock = clockText(event.virtualUs);
  }
  const last = look(atUs);
  if (shown === undefined || !sameShot(shown, last)) yield last;
}

function sameShot(a: Shot, b: Shot): boolean {
  return (
    a.title === b.title &&
    a.clock === b.clock &&
    a.image.cols === b.image.cols &&
    a.image.cursor?.column === b.image.cursor?.column &&
    a.image.cursor?.row === b.image.cursor?.row &&
    a.image.rows.length === b.image.rows.length &&
    a.image.rows.every((row, at) => row === b.image.rows[at])
  );
}
