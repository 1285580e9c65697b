/** Subshells: pipelines, background commands, `( )`, command substitution. Each is a forked copy of the shell. */
import { bit, SIGNALS } from '../../engine/signals.ts';
import type { UserPath } from '../../engine/step.ts';
import { exitStatus, type ForkOptions, failed, type Pid, type Process, type Program, sys } from '../../engine/sys.ts';
import { complain, ShellError } from '../complaint.ts';
import { addJob, createJob } from '../jobs.ts';
import { performRedirects, resolveRedirects } from '../redirect.ts';
import { cloneShell, type Shell } from '../state.ts';
import type { List, Node, Pipeline, Redirect } from '../syntax/tree.ts';
import { endShell, takeSignals } from '../traps.ts';
import { readAll } from '../writing.ts';
import { pollJobs, waitForeground } from './foreground.ts';
import { runList, runNode } from './run.ts';

/** Forks a copy of the shell; throws ShellError when there can be no more processes. */
export function* forkShell(shell: Shell, options: ForkOptions, body: (child: Shell) => UserPath<number>): UserPath<Pid> {
  const copy = cloneShell(shell, shell.process);
  const closing = [...shell.saved];
  return yield* forkProcess(shell, options, function* (process) {
    const child: Shell = { ...copy, process };
    for (const fd of closing) yield* sys.close(fd);
    const status = yield* body(child);
    return yield* endShell(child, child.jump === 'exit' ? child.status : status);
  });
}

/** Forks; at a prompt, a child with a group of its own takes the terminal (a background one is forked with that option off). */
export function* forkProcess(shell: Shell, options: ForkOptions, body: Program): UserPath<Pid> {
  const takesTerminal = shell.options.interactive && options.group !== undefined;
  const pid = yield* sys.fork(takesTerminal ? (process) => takingTerminal(process, body) : body, options);
  if (pid < 0) throw new ShellError('Cannot fork');
  return pid;
}

function* takingTerminal(process: Process, body: Program): UserPath<number> {
  yield* sys.tcsetpgrp(process.group);
  return yield* body(process);
}

/** With job control, each job is a process group of its own. */
export const jobGroup = (shell: Shell, leader: Pid | undefined): ForkOptions => (shell.options.monitor ? { group: leader ?? 0 } : {});

/** `( list )`, with its redirections done in the child. Throws ShellError. */
export function* runSubshell(shell: Shell, body: List, text: string, redirects: readonly Redirect[]): UserPath<number> {
  const resolved = yield* resolveRedirects(shell, redirects);
  const pid = yield* forkShell(shell, jobGroup(shell, undefined), function* (child) {
    const wrong = yield* performRedirects(child, resolved);
    if (wrong === undefined) return yield* runBody(child, body);
    yield* complain(child, wrong);
    return 1;
  });
  return yield* waitForeground(shell, createJob([pid], shell.options.monitor ? pid : 0, text, false));
}

/** A list in a forked copy: a single command may take the process over. */
function runBody(child: Shell, body: List): UserPath<number> {
  const [only] = body;
  return body.length === 1 && only !== undefined && !only.background ? runNode(child, only.node, true) : runList(child, body);
}

/** `a | b | c`: every element is a process of its own, the last too (as in dash). */
export function* runPipeline(shell: Shell, node: Pipeline): UserPath<number> {
  const pids = yield* startPipeline(shell, node.commands, false);
  const job = createJob(pids, shell.options.monitor ? (pids[0] as Pid) : 0, node.text, shell.options.pipefail);
  return yield* waitForeground(shell, job);
}

function* startPipeline(shell: Shell, commands: readonly Node[], background: boolean): UserPath<Pid[]> {
  const pids: Pid[] = [];
  let input = -1;
  for (const [nth, command] of commands.entries()) {
    const ends = nth < commands.length - 1 ? yield* sys.pipe() : undefined;
    if (failed(ends)) throw new ShellError('Cannot make a pipe');
    const source = input;
    const pid = yield* forkShell(shell, background ? backgroundGroup(shell, pids[0]) : jobGroup(shell, pids[0]), function* (child) {
      if (source >= 0) yield* moveFd(source, 0);
      else if (background && !shell.options.monitor) yield* readNothing();
      if (ends !== undefined) {
        yield* sys.close(ends[0]);
        yield* moveFd(ends[1], 1);
      }
      return yield* runNode(child, command, true);
    });
    pids.push(pid);
    if (input >= 0) yield* sys.close(input);
    if (ends !== undefined) yield* sys.close(ends[1]);
    input = ends?.[0] ?? -1;
  }
  return pids;
}

function* moveFd(from: number, to: number): UserPath<void> {
  if (from === to) return;
  yield* sys.dup2(from, to);
  yield* sys.close(from);
}

/** Without job control a background child is deaf to SIGINT and SIGQUIT. */
const backgroundGroup = (shell: Shell, leader: Pid | undefined): ForkOptions =>
  shell.options.monitor ? { group: leader ?? 0 } : { ignore: bit(SIGNALS.INT) | bit(SIGNALS.QUIT) };

/** `node &`. Without job control it reads from /dev/null (POSIX 2.9.3.1). */
export function* runBackground(shell: Shell, node: Node): UserPath<number> {
  if (shell.jobs.list.length > 0) yield* pollJobs(shell);
  const commands = node.kind === 'pipeline' && !node.negated ? node.commands : [node];
  const hushed: Shell = { ...shell, options: { ...shell.options, interactive: false } };
  const pids = yield* startPipeline(hushed, commands, true);
  const job = createJob(pids, shell.options.monitor ? (pids[0] as Pid) : 0, node.text, shell.options.pipefail);
  addJob(shell.jobs, job);
  shell.lastBackground = pids[pids.length - 1];
  if (shell.options.interactive) shell.around.notice?.(`[${job.number}] ${shell.lastBackground}`);
  return 0;
}

function* readNothing(): UserPath<void> {
  const fd = yield* sys.open('/dev/null', { read: true });
  if (fd >= 0) yield* moveFd(fd, 0);
}

/** What a list writes, without the newlines at its end; its status is left in `shell.substituted`. */
export function* substitute(shell: Shell, body: List): UserPath<string> {
  const ends = yield* sys.pipe();
  if (failed(ends)) throw new ShellError('Cannot make a pipe');
  const [reader, writer] = ends;
  const pid = yield* forkShell(shell, {}, function* (child) {
    child.tested = 0;
    yield* sys.close(reader);
    yield* moveFd(writer, 1);
    return yield* runBody(child, body);
  });
  yield* sys.close(writer);
  const text = yield* readAll(reader);
  yield* sys.close(reader);
  shell.substituted = yield* waitQuietly(shell, pid);
  return typeof text === 'number' ? '' : text.replaceAll('\0', '').replace(/\n+$/, '');
}

/** Waits for one child whatever signals come; its status. */
export function* waitQuietly(shell: Shell, pid: Pid): UserPath<number> {
  for (;;) {
    const status = yield* sys.wait4([pid], {});
    if (!failed(status)) return exitStatus(status);
    if (!shell.process.children.includes(pid)) return 127;
    yield* takeSignals(shell);
  }
}
