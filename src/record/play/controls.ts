/** How somebody at a terminal steers a cast that plays: a pure reducer. The host measures time and writes. */
import type { StageKeyPress } from '../stage.ts';

export interface PlayState {
  /** Where in the cast we are. */
  readonly atUs: number;
  readonly playing: boolean;
  /** Cast time per real time. */
  readonly speed: number;
  /** All has been played, or nobody wants to see more. */
  readonly over: 'no' | 'ended' | 'quit';
}

/** What the reducer must know of the cast. */
export interface PlayedCast {
  readonly durationUs: number;
  /** In order of time. */
  readonly markers: readonly { readonly atUs: number; readonly name: string }[];
  /** When the next event comes; undefined: there is none. */
  readonly nextUs: number | undefined;
}

const SPEED_MAX = 16;
const SPEED_MIN = 1 / 16;
const JUMP_US = 5_000_000;
/** Going back to a marker that was passed just now means the one before it. */
const MARKER_GRACE_US = 1_000_000;

/** At the start, playing. */
export const startPlaying = (speed = 1): PlayState => ({ atUs: 0, playing: true, speed, over: 'no' });

/** Real time has passed. At its end the cast is over; a paused one stands still. */
export function passTime(state: PlayState, realUs: number, cast: PlayedCast): PlayState {
  if (!state.playing || state.over !== 'no') return state;
  const atUs = state.atUs + Math.round(realUs * state.speed);
  return atUs < cast.durationUs ? { ...state, atUs } : { ...state, atUs: cast.durationUs, playing: false, over: 'ended' };
}

/** How much real time passes until the next event; undefined when none comes by itself. */
export const untilNextUs = (state: PlayState, cast: PlayedCast): number | undefined =>
  state.playing && state.over === 'no' ? Math.max(0, ((cast.nextUs ?? cast.durationUs) - state.atUs) / state.speed) : undefined;

/**
 * A key. Blank pauses and goes on; `.` shows the next event and pauses; `+` `-` double and halve the speed; Left and Right go
 * 5 s; `[` `]` to the marker before and behind; digits to tenths of the whole; Home and End; q, Esc and Ctrl-C leave.
 * Keys that mean nothing change nothing.
 */
export function pressKey(state: PlayState, key: StageKeyPress, cast: PlayedCast): PlayState {
  const name = key.ctrl ? `C-${key.name}` : key.text || key.name;
  const go = (atUs: number): PlayState => ({ ...state, atUs: Math.min(cast.durationUs, Math.max(0, atUs)) });
  if (/^\d$/.test(name)) return go(Math.round((cast.durationUs * Number(name)) / 10));
  switch (name) {
    case ' ':
    case 'space':
      return { ...state, playing: !state.playing };
    case '.':
      return { ...go(cast.nextUs ?? cast.durationUs), playing: false };
    case '+':
    case '=':
      return { ...state, speed: Math.min(SPEED_MAX, state.speed * 2) };
    case '-':
      return { ...state, speed: Math.max(SPEED_MIN, state.speed / 2) };
    case 'right':
      return go(state.atUs + JUMP_US);
    case 'left':
      return go(state.atUs - JUMP_US);
    case ']':
      return go(cast.markers.find((marker) => marker.atUs > state.atUs)?.atUs ?? cast.durationUs);
    case '[':
      return go(cast.markers.findLast((marker) => marker.atUs < state.atUs - (state.playing ? MARKER_GRACE_US : 0))?.atUs ?? 0);
    case 'home':
      return go(0);
    case 'end':
      return { ...go(cast.durationUs), playing: false };
    case 'q':
    case 'escape':
    case 'C-c':
      return { ...state, playing: false, over: 'quit' };
    default:
      return state;
  }
}

/** One line on where we are: `12.3 of 60.0 s   x2   paused   Scene`. */
export function statusText(state: PlayState, cast: PlayedCast): string {
  const seconds = (us: number): string => (us / 1_000_000).toFixed(1);
  const marker = cast.markers.findLast((one) => one.atUs <= state.atUs)?.name;
  const parts = [
    `${seconds(state.atUs)} of ${seconds(cast.durationUs)} s`,
    state.speed === 1 ? '' : `x${state.speed}`,
    state.playing ? '' : 'paused',
    marker ?? '',
  ];
  return parts.filter((part) => part !== '').join('   ');
}
