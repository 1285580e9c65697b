/** The system tools. This list is the only one. */
import type { Command } from '../../shell/command.ts';
import { dmesg } from './dmesg.ts';
import type { LogServices } from './logView.ts';
import { setpriv } from './setpriv.ts';
import { sleep } from './sleep.ts';
import { timeout } from './timeout.ts';
import { falseCommand, trueCommand } from './truth.ts';
import { uname } from './uname.ts';

export const systemCommands: readonly Command<LogServices>[] = [dmesg, falseCommand, setpriv, sleep, timeout, trueCommand, uname];
