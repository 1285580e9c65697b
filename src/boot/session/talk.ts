/** What a session lasts with, whatever kernel it has. */
import type { RecordingControls } from '../../commands/face/services.ts';
import type { MachineGraph } from '../../kernel/graph/graph.ts';
import type { PromptState } from '../../shell/shell.ts';
import type { Notice, Output } from '../../tui/session.ts';
import { commandFinder } from '../commands.ts';
import type { StartOptions } from '../system.ts';
import type { ReadSystem } from '../systemWord.ts';
import { createGuide, type TourGuide } from '../tour/guide.ts';

export interface SessionOptions extends StartOptions {
  /** Begins with this step of the tour. */
  readonly tour?: number;
  /** The terminal can show the dashboard. */
  readonly dashboard?: boolean;
  /** The host can record its terminal. */
  readonly recording?: RecordingControls;
  /** Reads a folder of the host for `system DIR`: lent only where a person types. */
  readonly readSystem?: ReadSystem;
}

/** What a session and its kernels say to each other. */
export interface Talk {
  /** The word for the dashboard was typed. */
  dashboard: boolean;
  readonly output: Output[];
  readonly notices: Notice[];
  prompt: PromptState | undefined;
  running: string | undefined;
  /** Kernel log lines that were already handed out. */
  logTaken: number;
  emergencies: number;
  table: boolean;
  /** Virtual time per real time. */
  pace: number;
  /** Kernels before the present one. */
  boots: number;
  reboot:
    | { readonly regime: string | undefined; readonly again: boolean; readonly forTour?: boolean; readonly graph?: MachineGraph }
    | undefined;
  readonly guide: TourGuide;
  /** What was typed under this kernel, for `regime -a`. */
  readonly typed: string[];
  /** Ctrl-D was pressed once with jobs left. */
  leaving: boolean;
  /** Since the machine was last run on, a command has computed for long. */
  computed: boolean;
}

/** Nothing has been said yet. */
export function createTalk(options: SessionOptions): Talk {
  return {
    output: [],
    notices: [],
    prompt: undefined,
    running: undefined,
    logTaken: 0,
    emergencies: 0,
    table: true,
    pace: 1,
    boots: 0,
    reboot: undefined,
    typed: [],
    dashboard: false,
    leaving: false,
    computed: false,
    guide: createGuide((word) => commandFinder(options.strict)(word) !== undefined),
  };
}

/** The first Ctrl-D with jobs left only warns. */
export function mayLeave(talk: Talk, jobs: readonly string[]): boolean {
  const warned = talk.notices.some((notice) => notice.text.includes('Ctrl-D again'));
  const first = jobs[0]?.replace(/^\[\d+\]\S?\s+\S+\s+/, '').replace(/ &$/, '') ?? '';
  const text = `${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'} still there: ${first}. Ctrl-D again leaves`;
  if (talk.leaving) return true;
  talk.leaving = true;
  if (!warned) talk.notices.push({ kind: 'note', text });
  return false;
}
