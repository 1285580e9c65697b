/** What an interactive session lends to the words that steer it. A script has none of this. */
export interface FaceControls {
  /** `table on|off`. */
  showTable(on: boolean): void;
  /** Virtual time per real time; 0 pauses. */
  setSpeed(pace: number): void;
  speed(): number;
  /** Boots a fresh kernel once the command has ended, under this regime; `again` runs the session's commands there. */
  reboot(regime: string | undefined, again: boolean): void;
}

export interface FaceServices {
  /** Undefined in a script. */
  readonly face?: FaceControls;
  /** One screen of help. */
  readonly helpText: () => string;
}
