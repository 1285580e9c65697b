import type { Command } from '../../shell/command.ts';

/** A command that does nothing but end with a status. Options are not looked at, as in coreutils. */
const constant = (name: string, status: number, summary: string): Command => ({
  name,
  usage: '',
  summary,
  group: 'system',
  *run() {
    return status;
  },
});

export const trueCommand = constant('true', 0, 'do nothing, successfully');
export const falseCommand = constant('false', 1, 'do nothing, unsuccessfully');
