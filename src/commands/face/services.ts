/** Where `tour` is to lead: a step by its number, or from where one is. */
export type TourTurn = number | 'here' | 'next' | 'back' | 'list' | 'end';

export interface TourAnswer {
  readonly status: number;
  readonly out: string;
  /** One line without newline; empty: none. */
  readonly err: string;
}

export interface RecordingState {
  readonly file: string;
  /** What ended the recording before its time; absent: it runs. */
  readonly problem?: string;
}

/** Steers the recording of the terminal that the session is on. */
export interface RecordingControls {
  /** Begins one into a file of the host; undefined, or in one line why not. */
  start(file: string): string | undefined;
  /** Ends it: the file that it went to; undefined when none ran. */
  stop(): string | undefined;
  state(): RecordingState | undefined;
}

/** What an interactive session lends to the words that steer it. A script has none of this. */
export interface FaceControls {
  /** `table on|off`. */
  showTable(on: boolean): void;
  /** Virtual time per real time; 0 pauses. */
  setSpeed(pace: number): void;
  speed(): number;
  /** Boots a fresh kernel once the command has ended, under this regime; `again` runs the session's commands there. */
  reboot(regime: string | undefined, again: boolean): void;
  /**
   * Boots afresh with the modules of a real machine, from a folder of the host; what is wrong in one line, undefined where it boots.
   * Only a host with a person at its prompt lends this, and it takes only what that person typed.
   */
  loadSystem?(dir: string): string | undefined;
  /** The word `tour`: where it leads, and what it says. */
  tour(turn: TourTurn): TourAnswer;
  /** Opens the dashboard over the shell; not there on a terminal that cannot show it. */
  openDashboard?(): void;
  /** Live recording; not there on a terminal that cannot move the cursor. */
  readonly recording?: RecordingControls;
}

export interface FaceServices {
  /** Undefined in a script. */
  readonly face?: FaceControls;
  /** One screen of help. */
  readonly helpText: () => string;
}
