/** What a face is shown of a session's kernel: its state, its log, its notices. */
import { refsText } from '../../commands/who/refs.ts';
import type { OsProcess } from '../../kernel/os/os.ts';
import { moduleNamed } from '../../kernel/tables/modules.ts';
import type { Notice, SessionState } from '../../tui/session.ts';
import { dmesgLine } from '../report.ts';
import type { System } from '../system.ts';
import type { Talk } from './talk.ts';

/** Lines of the kernel log that were not handed out yet. */
export function takeLog(system: System, talk: Talk): string[] {
  const { log } = system.kernel;
  const fresh = Math.min(log.lines.length, log.total - talk.logTaken);
  talk.logTaken = log.total;
  return fresh === 0 ? [] : log.lines.slice(-fresh).map((line) => line.text);
}

/** Notices that were not handed out yet. Emergency lines go to every terminal. */
export function takeNotices(system: System, talk: Talk): Notice[] {
  const { lines, total } = system.kernel.log;
  const fresh = lines.slice(Math.max(0, lines.length - (total - talk.emergencies)));
  talk.emergencies = total;
  for (const line of fresh) if (line.level === 0) talk.notices.push({ kind: 'emergency', text: dmesgLine(line) });
  return talk.notices.splice(0);
}

/** What the shell is doing, and the prompt that it shows. */
export function stateOf(system: System, shell: OsProcess, talk: Talk): SessionState {
  const { os } = system;
  const over = shell.task.state === 'ended';
  const status = over ? (shell.exiting?.value ?? 0) : (talk.prompt?.status ?? 0);
  // The shell reads its commands otherwise; within one it may be its own `read`.
  const reading = talk.running !== undefined && [...os.processes.values()].some(({ task }) => task.waiting?.at === 'n_tty_read');
  const jobs = talk.prompt?.jobList ?? [];
  return {
    at: over ? 'over' : talk.running === undefined ? 'prompt' : 'running',
    status,
    ...(over ? { exitStatus: status } : {}),
    promptText: promptText(system, shell, status),
    ...(talk.running === undefined ? {} : { foreground: { command: talk.running, group: os.tty.foreground } }),
    reading,
    jobs: jobs.map(({ number, group, stopped, command }) => ({ number, group, state: stopped ? 'stopped' : 'running', command })),
    table: talk.table,
    ...talk.guide.shown(),
  };
}

function promptText(system: System, shell: OsProcess, status: number): string {
  return `${system.regime.id}${status === 0 ? '' : ` [${status}]`}${shell.privileged ? '#' : '$'} `;
}

/** `refs` of every module that somebody waits for. */
export function details(system: System): string {
  const names = new Set(system.view().waits.map((wait) => wait.module));
  const texts = [...names].map((name) => moduleNamed(system.kernel.modules, name)).filter((m) => m !== undefined);
  return texts.map((m) => refsText(system, m)).join('');
}
