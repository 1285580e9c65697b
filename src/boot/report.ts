/** A script as a report: per complete command what it wrote and its status, and the kernel log. The form of the recorded runs. */
import type { OpenFile, Process } from '../engine/sys.ts';
import { newOpenFile, type Os } from '../kernel/os/os.ts';
import type { LogLine } from '../kernel/printk.ts';
import { type OnStep, shellProgram } from '../shell/shell.ts';
import { runToEnd } from './run.ts';
import type { System } from './system.ts';

export interface StepReport {
  readonly cmd: string;
  stdout: string;
  stderr: string;
  exit: number;
}

export interface ScriptReport {
  readonly version: 1;
  readonly name: string;
  readonly topic: string;
  readonly title: string;
  readonly regime: string;
  readonly kernel: string;
  readonly kmod: string;
  readonly steps: readonly StepReport[];
  readonly dmesg: readonly string[];
  readonly status: number;
  /** What waits for ever, when nothing could go on. */
  readonly stuck: readonly string[];
}

const STREAMS = ['stdout', 'stderr'] as const;

/** An open file that writes into one step's report. What is started in the background goes on writing there. */
function captureFile(os: Os, step: StepReport, stream: (typeof STREAMS)[number], opener: number): OpenFile {
  return newOpenFile(os, {
    path: `/dev/${stream}`,
    readable: false,
    writable: true,
    opener,
    ops: {
      kind: 'fifo',
      *read() {
        return '';
      },
      *write(_file, data) {
        step[stream] += data;
        return data.length;
      },
      *release() {
        // Nothing to give back: the report keeps what was written.
      },
    },
  });
}

/** Hooks that give each step its own files on descriptors 1 and 2, unless the script has put something else there. */
function captureSteps(os: Os, steps: StepReport[], stepDone: () => void): OnStep {
  const ours = new Set<OpenFile>();
  return {
    before({ text }, process: Process) {
      const step: StepReport = { cmd: text, stdout: '', stderr: '', exit: 0 };
      steps.push(step);
      STREAMS.forEach((stream, at) => {
        const fd = at + 1;
        const old = process.fds.get(fd);
        if (old === undefined || (steps.length > 1 && !ours.has(old))) return;
        const file = captureFile(os, step, stream, process.pid);
        ours.add(file);
        old.descriptors -= 1;
        file.descriptors += 1;
        process.fds.set(fd, file);
      });
    },
    after(_step, status) {
      const last = steps.at(-1);
      if (last !== undefined) last.exit = status;
      stepDone();
    },
  };
}

/** `[    7.336728] text`, as dmesg prints it. */
export const dmesgLine = (line: LogLine): string => `[${(line.t / 1_000_000).toFixed(6).padStart(12)}] ${line.text}`;

const comment = (text: string, key: string): string => new RegExp(`^# ${key}: *(.*)$`, 'm').exec(text)?.[1] ?? '';

/** Runs a script and reports. */
export function reportScript(system: System, script: { name: string; text: string; args: readonly string[] }): ScriptReport {
  const steps: StepReport[] = [];
  const { log } = system.kernel;
  // The log as the last command left it: what the shell's own end closes is not the script's doing.
  let dmesg: readonly LogLine[] = log.lines;
  const onStep = captureSteps(system.os, steps, () => {
    dmesg = [...log.lines];
  });
  const program = shellProgram({ script, find: system.find, services: system.services, onStep });
  const end = runToEnd(system, program, undefined, 0);
  return {
    version: 1,
    name: (script.name.split('/').at(-1) ?? script.name).replace(/\.sh$/, ''),
    topic: comment(script.text, 'topic'),
    title: comment(script.text, 'title'),
    regime: system.regime.id,
    kernel: system.kernel.release,
    kmod: '30',
    steps,
    dmesg: dmesg.map(dmesgLine),
    status: end.status,
    stuck: end.stuck,
  };
}
