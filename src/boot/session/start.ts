/** A kernel and its shell, on the session's terminal. */
import { exitStatus } from '../../engine/sys.ts';
import type { Oops } from '../../kernel/oops.ts';
import { type OsProcess, openTty, startInit } from '../../kernel/os/os.ts';
import { shellProgram } from '../../shell/shell.ts';
import type { FaceSession } from '../../tui/session.ts';
import { oopsNotice } from '../oopsNotice.ts';
import { bootSystem, type System } from '../system.ts';
import { advance } from '../time.ts';
import { setUp } from '../tour/ground.ts';
import { controlsOf } from './controls.ts';
import { faceOf } from './face.ts';
import { mayLeave, type SessionOptions, type Talk } from './talk.ts';

/** A session's present kernel. */
export interface Live {
  readonly system: System;
  readonly shell: OsProcess;
  readonly face: FaceSession;
}

/** Boots a system and starts its shell on a terminal. */
export function startSession(options: SessionOptions, talk: Talk): Live {
  const system: System = bootSystem({
    ...options,
    boot: talk.boots,
    hostWrite: (stream, text) => void talk.output.push({ stream, text }),
    hostRead: () => '',
    face: controlsOf(talk, options),
    computed() {
      talk.computed = true;
    },
    processEnded: ({ argv }, status) => talk.guide.programEnded(argv, exitStatus(status)),
    oops: (oops: Oops) => void talk.notices.push({ kind: 'emergency', text: oopsNotice(system, oops) }),
  });
  const { machine, os } = system;
  const program = shellProgram({
    find: system.find,
    services: system.services,
    interactive: {
      onPrompt: (state) => {
        talk.prompt = state;
        talk.running = undefined;
      },
      onCommandStart: (text) => {
        talk.running = text;
      },
      onCommandEnd: () => undefined,
      onNotice: (text) => void talk.notices.push({ kind: 'job', text }),
      mayLeave: (jobs) => mayLeave(talk, jobs),
    },
  });
  talk.guide.setUp((commands) => setUp(system, commands));
  const tty = openTty(os);
  const shell = startInit(os, 'sh', program, { fds: [tty, tty, tty], cwd: '/fixtures' });
  advance(machine, machine.now);
  return { system, shell, face: faceOf(system, shell, talk, options) };
}

/** What went with the old kernel, in one line. */
export function farewell(live: Live): string {
  const modules = live.system.view().modules.map((m) => m.name);
  const fds = [...live.shell.fds.keys()].filter((fd) => fd > 2);
  const parts = [
    ...(modules.length === 0 ? [] : [`${modules.join(' and ')} ${modules.length === 1 ? 'was' : 'were'} unloaded`]),
    ...(fds.length === 0 ? [] : [`fd ${fds.join(',')} closed`]),
  ];
  return `fresh kernel${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}
