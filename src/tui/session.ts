/**
 * What a face talks to: a running shell on its machine, seen from outside. The face looks at snapshots and sends intents;
 * it never reaches into the system. The composition root implements this over the machine, tests with a small stand-in.
 */
import type { CloserLook, SystemView } from '../engine/view.ts';
import type { CompletionSources } from './complete/completion.ts';
import type { More } from './editor/state.ts';

export interface Foreground {
  /** The command as typed. */
  readonly command: string;
  readonly group: number;
}

export interface JobState {
  /** What `%1` means. */
  readonly number: number;
  readonly group: number;
  readonly state: 'running' | 'stopped';
  readonly command: string;
}

export interface SessionState {
  readonly at: 'prompt' | 'running' | 'over';
  /** `$?`. */
  readonly status: number;
  /** Once it is over: the status modsh ends with. */
  readonly exitStatus?: number;
  /** PS1, expanded. */
  readonly promptText: string;
  /** PS2, if the user set one; else the face names what is open. */
  readonly continuationText?: string;
  readonly foreground?: Foreground;
  /** A foreground command waits for a line from the terminal: what is typed now is its input. */
  readonly reading?: boolean;
  readonly jobs?: readonly JobState[];
  /** Is the live table wanted (`table on|off`)? Absent: yes. */
  readonly table?: boolean;
  /** `3/10` while the tour is on. */
  readonly tour?: string;
  /** What the tour offers as the grey suggestion. */
  readonly offered?: string;
}

export interface Output {
  readonly stream: 'out' | 'err';
  readonly text: string;
}

/**
 * What the shell itself has to say. `job`: lines as bash prints them. `note`, `hint`: one line of ours, without the two
 * blanks and the word, which the face adds. `emergency`: kernel text that everybody has to see; may have several lines.
 */
export interface Notice {
  readonly kind: 'job' | 'note' | 'hint' | 'emergency';
  readonly text: string;
}

export interface FaceSession {
  /** Cheap enough for ten looks a second. */
  view(): SystemView;
  state(): SessionState;
  /** Runs a complete block. Only at the prompt; from then on the state is `running` until the block has ended or was left. */
  submit(text: string): void;
  needsMore(text: string): More;
  /** A line for the foreground command that reads from the terminal; with its newline. */
  input(text: string): void;
  /** C-c: SIGINT to the foreground; at the prompt `$?` becomes 130. */
  interrupt(): void;
  /** C-z: stops the foreground, or leaves it in the background where the kernel cannot stop. */
  suspend(): void;
  /** C-\: SIGQUIT to the foreground. */
  quit(): void;
  /** C-d: end of file for who reads, at the prompt the end of the shell. */
  endOfInput(): void;
  /** C-t: the references that are waited for, as lines. */
  details(): string;
  /** C-f: runs to the next event that changes a shown line; a note when nothing is due. */
  skip(): string | undefined;
  /** F1: the one screen of help. */
  help(): string;
  /** F2. */
  showTable(on: boolean): void;
  /**
   * Runs the machine up to this virtual time, where its clock then stands, events or none. May stop early by budget; then
   * `ready()` stays true.
   */
  advance(toUs: number): void;
  /** Could something run now? */
  ready(): boolean;
  /** Virtual time of the next timer. */
  nextEventAt(): number | undefined;
  /** Virtual time per show time; 0 is paused. */
  speed(): number;
  /** What was written to the terminal since the last call. */
  takeOutput(): readonly Output[];
  takeNotices(): readonly Notice[];
  /** Kernel log lines since the last call, as dmesg prints them. For hints only. */
  takeLog(): readonly string[];
  /** The module that exports a symbol, loaded or not. For hints only. */
  exporterOf(symbol: string): string | undefined;
  readonly sources: CompletionSources;
  /** Sets the virtual clock's speed, as the word `speed` does; 0 pauses. */
  setSpeed?(speed: number): void;
  /** True once after the word `modtop`: the dashboard is to be opened. */
  takeDashboard?(): boolean;
  /** What the dashboard shows beyond the view. */
  readonly closer?: CloserLook;
}
