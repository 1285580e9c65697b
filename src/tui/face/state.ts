/** All that a face knows between two keys: plain data, changed by the functions beside this file and by nobody else. */
import type { SystemView, WaitView } from '../../engine/view.ts';
import type { FaceClock } from '../clock.ts';
import { type EditorState, emptyEditor, type More } from '../editor/state.ts';
import type { Size } from '../frame/render.ts';
import type { History, HistoryEntry } from '../history.ts';
import type { Look } from '../look.ts';
import { type Changes, firstLook } from '../marks.ts';
import type { PlainWaits } from '../plain.ts';
import type { FaceSession, SessionState } from '../session.ts';

/** The block that runs. */
export interface Block {
  readonly text: string;
  readonly sinceUs: number;
  /** The system when it began. */
  readonly before: SystemView;
  /** What the parser had against it. */
  readonly error: More['error'];
  /** The last lines that were printed since. */
  readonly printed: string[];
  /** The wait that Ctrl-C was pressed on, as it was then. */
  cancelled: WaitView | undefined;
  /** The process whose wait Ctrl-C could not end: the second one leaves it in the background. */
  deaf: number | undefined;
}

/** A piece of the transcript: a command's own output, or what the face adds. */
export interface Written {
  readonly stream: 'out' | 'err' | 'face';
  readonly text: string;
}

/** What only the host can do. */
export type Request = { readonly do: 'clear' } | { readonly do: 'dashboard' } | { readonly do: 'edit'; readonly text: string };

export interface Face {
  readonly session: FaceSession;
  readonly look: Look;
  size: Size;
  history: History;
  editor: EditorState;
  /** Lines typed while a command runs, and a block among them that is not complete yet. */
  ahead: string[];
  unfinished: string;
  state: SessionState;
  view: SystemView;
  changes: Changes;
  clock: FaceClock;
  block: Block | undefined;
  /** What goes above the live region, not yet taken. */
  written: Written[];
  /** Lines only, nothing is ever drawn over: for plain terminals and screen readers. */
  readonly plain: PlainWaits | undefined;
  /** Output's last line while it has no newline. */
  tail: string;
  lastHint: string;
  /** Warnings of the kernel by waiting process. */
  readonly warned: Map<number, number>;
  /** The foreground wait and since when it is shown, for the title. */
  waiting: { readonly pid: number; readonly sinceMs: number } | undefined;
  /** Entries that ended and are not yet in the history file. */
  finished: HistoryEntry[];
  requests: Request[];
  /** Something changed since the last frame; at once: a key did. */
  dirty: 'no' | 'soon' | 'now';
  drawnMs: number;
}

export interface FaceOptions {
  readonly session: FaceSession;
  readonly look: Look;
  readonly history: History;
  readonly size: Size;
  readonly showMs: number;
  /** For a face of lines only: how often a wait reports, in virtual microseconds. */
  readonly plainEveryUs?: number;
}

/** A face at its first prompt. */
export function createFace({ session, look, history, size, showMs, plainEveryUs }: FaceOptions): Face {
  const view = session.view();
  return {
    session,
    look,
    size,
    history,
    editor: emptyEditor,
    ahead: [],
    unfinished: '',
    state: session.state(),
    view,
    changes: firstLook(view),
    clock: { anchorMs: showMs, anchorUs: view.now, speed: session.speed() },
    block: undefined,
    written: [],
    plain: plainEveryUs === undefined ? undefined : { everyUs: plainEveryUs, reports: new Map() },
    tail: '',
    lastHint: '',
    warned: new Map(),
    waiting: undefined,
    finished: [],
    requests: [],
    dirty: 'now',
    drawnMs: Number.NEGATIVE_INFINITY,
  };
}

/** The wait of the foreground command, if it waits in a way worth telling. */
export const foregroundWait = ({ view, state }: Face): WaitView | undefined =>
  view.waits.find((wait) => wait.group === state.foreground?.group);

export const write = (face: Face, stream: Written['stream'], text: string): void => {
  if (text !== '') face.written.push({ stream, text });
};

/** Takes what is to be written, piece by piece. */
export const takeWritten = (face: Face): Written[] => face.written.splice(0);

/** Takes what is to be written above the live region, as one text. */
export const takeAbove = (face: Face): string =>
  takeWritten(face)
    .map(({ text }) => text)
    .join('');

/** Takes the entries that ended. */
export const takeFinished = (face: Face): HistoryEntry[] => face.finished.splice(0);

/** Takes what only the host can do. */
export const takeRequests = (face: Face): Request[] => face.requests.splice(0);
