/** Everything that a shell knows, as plain data. A subshell gets a copy. */
import type { Pid, Process } from '../engine/sys.ts';
import type { FindCommand } from './command.ts';
import type { Interpreter } from './interpreter/interface.ts';
import { createJobs, type Jobs } from './jobs.ts';
import type { Node } from './syntax/tree.ts';

export interface Variable {
  /** Undefined: it has attributes but no value. */
  value: string | undefined;
  exported: boolean;
  readonly: boolean;
}

export interface Options {
  allexport: boolean;
  errexit: boolean;
  ignoreeof: boolean;
  interactive: boolean;
  monitor: boolean;
  noclobber: boolean;
  noexec: boolean;
  noglob: boolean;
  notify: boolean;
  nounset: boolean;
  pipefail: boolean;
  verbose: boolean;
  xtrace: boolean;
}

/** Why the shell is leaving the commands it is in; `none`: it is not. */
export type Jump = 'none' | 'break' | 'continue' | 'return' | 'exit' | 'abort';

/** What is the same for a shell and all its subshells. */
export interface Surroundings {
  readonly find: FindCommand;
  readonly services: unknown;
  readonly interpreter: Interpreter;
  /** Tells whoever sits at the prompt about a job. */
  readonly notice: ((text: string) => void) | undefined;
}

export interface Shell {
  readonly process: Process;
  readonly around: Surroundings;
  /** `$0`. */
  readonly name: string;
  /** What messages begin with: the script's name. */
  readonly label: string;
  /** `$$`: the pid of the shell that is no subshell. */
  readonly pid: Pid;
  /** Commands around the one that runs, in this process: a limit ends runaway recursion. */
  depth: number;
  readonly options: Options;
  readonly variables: Map<string, Variable>;
  /** The exported variables, until one changes. */
  environment: ReadonlyMap<string, string> | undefined;
  readonly functions: Map<string, Node>;
  positional: readonly string[];
  /** Variables that functions have made their own: what they hid, by name, innermost last. */
  readonly locals: Map<string, Variable | undefined>[];
  /** `$?`. */
  status: number;
  /** The status of the last command substitution, for commands that are assignments only. */
  substituted: number | undefined;
  /** `$!`. */
  lastBackground: Pid | undefined;
  readonly jobs: Jobs;
  /** Actions by signal; 0 is EXIT. An empty action ignores. */
  readonly traps: Map<number, string>;
  /** Traps that a subshell shows until it sets its own (`$(trap)`). */
  inheritedTraps: ReadonlyMap<number, string> | undefined;
  /** Caught signals that were taken from the kernel and not yet acted upon. */
  readonly arrived: number[];
  /** At a prompt: asked (by SIGTSTP) to leave the job that it waits for in the background. */
  handOver: boolean;
  jump: Jump;
  /** Loops still to leave, for `break` and `continue`. */
  jumpLevels: number;
  loops: number;
  /** Functions and sourced files that `return` can leave. */
  calls: number;
  /** Above 0 where a failing command is being tested, so that `set -e` looks away. */
  tested: number;
  /** The line of the command that runs. */
  line: number;
  /** Counts looks for signals, so that a loop without commands notices that it made none. */
  looks: number;
  /** Copies of descriptors that will be put back: a child must not hold them. */
  readonly saved: number[];
  /** True in a forked copy of a shell. */
  subshell: boolean;
  /** `getopts`: the OPTIND it last set, and how far it is in a group of letters. */
  getopts: { optind: string; at: number };
}

export const NO_OPTIONS: Readonly<Options> = Object.freeze({
  allexport: false,
  errexit: false,
  ignoreeof: false,
  interactive: false,
  monitor: false,
  noclobber: false,
  noexec: false,
  noglob: false,
  notify: false,
  nounset: false,
  pipefail: false,
  verbose: false,
  xtrace: false,
});

export interface ShellStart {
  readonly process: Process;
  readonly around: Surroundings;
  readonly name: string;
  readonly label?: string;
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly options?: Partial<Options>;
  readonly depth?: number;
}

/** A fresh shell. Its variables are those of the environment; see `setUpVariables` for the rest. */
export function createShell(start: ShellStart): Shell {
  const variables = new Map<string, Variable>();
  for (const [name, value] of start.env) variables.set(name, { value, exported: true, readonly: false });
  return {
    process: start.process,
    around: start.around,
    name: start.name,
    label: start.label ?? start.name,
    pid: start.process.pid,
    depth: start.depth ?? 0,
    options: { ...NO_OPTIONS, ...start.options },
    variables,
    environment: undefined,
    functions: new Map(),
    positional: start.args,
    locals: [],
    status: 0,
    substituted: undefined,
    lastBackground: undefined,
    jobs: createJobs(),
    traps: new Map(),
    inheritedTraps: undefined,
    arrived: [],
    handOver: false,
    jump: 'none',
    jumpLevels: 0,
    loops: 0,
    calls: 0,
    tested: 0,
    line: 1,
    looks: 0,
    saved: [],
    subshell: false,
    getopts: { optind: '1', at: 0 },
  };
}

/**
 * The copy of a shell that a forked child runs: traps are reset but ignored signals stay ignored (POSIX 2.12), jobs are
 * the parent's and only shown. `break` and `return` end it, as in dash.
 */
export function cloneShell(shell: Shell, process: Process): Shell {
  return {
    ...shell,
    process,
    options: { ...shell.options, interactive: false, monitor: false },
    variables: new Map([...shell.variables].map(([name, variable]) => [name, { ...variable }])),
    functions: new Map(shell.functions),
    locals: shell.locals.map((hidden) => new Map(hidden)),
    jobs: createJobs(shell.jobs),
    traps: new Map([...shell.traps].filter(([, action]) => action === '')),
    depth: 0,
    inheritedTraps: shell.traps.size > 0 ? shell.traps : shell.inheritedTraps,
    arrived: [],
    handOver: false,
    jump: 'none',
    jumpLevels: 0,
    saved: [],
    subshell: true,
    getopts: { ...shell.getopts },
  };
}
