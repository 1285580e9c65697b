/** The system tools. This list is the only one. */
import type { Command } from '../../shell/command.ts';
import { date } from './date.ts';
import { dmesg } from './dmesg.ts';
import { env, printenv } from './env.ts';
import { hostname } from './hostname.ts';
import { id, whoami } from './id.ts';
import { ip } from './ip.ts';
import type { LogServices } from './logView.ts';
import type { NetServices } from './netView.ts';
import { nice, nohup } from './nohup.ts';
import { nproc } from './nproc.ts';
import { pgrep, pidof, pkill } from './pgrep.ts';
import { ps } from './ps.ts';
import { setpriv } from './setpriv.ts';
import { sleep } from './sleep.ts';
import { sync } from './sync.ts';
import { clear, tty } from './terminal.ts';
import { timeout } from './timeout.ts';
import { falseCommand, trueCommand } from './truth.ts';
import { uname } from './uname.ts';
import { uptime } from './uptime.ts';
import { which } from './which.ts';

/** What the system must lend to its tools. */
export type SystemServices = LogServices & NetServices;

export const systemCommands: readonly Command<SystemServices>[] = [
  clear,
  date,
  dmesg,
  env,
  falseCommand,
  hostname,
  id,
  ip,
  nice,
  nohup,
  nproc,
  pgrep,
  pidof,
  pkill,
  printenv,
  ps,
  setpriv,
  sleep,
  sync,
  timeout,
  trueCommand,
  tty,
  uname,
  uptime,
  which,
  whoami,
];
