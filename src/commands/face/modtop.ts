/** `modtop`: the dashboard, over the shell that it is typed in. */
import type { Command } from '../../shell/command.ts';
import type { FaceServices } from './services.ts';

export const modtop: Command<FaceServices> = {
  name: 'modtop',
  usage: 'modtop',
  summary: 'the dashboard: counts over time, who holds what, who waits',
  group: 'who',
  ours: true,
  examples: ['modtop'],
  *run({ args, name, err, services }) {
    if (args.length > 0) {
      yield* err(`${name}: usage: modtop\n`);
      return 2;
    }
    if (services.face === undefined) {
      yield* err(`${name}: only the interactive shell has this; modsh top FILE shows a script\n`);
      return 1;
    }
    if (services.face.openDashboard === undefined) {
      yield* err(`${name}: needs a terminal that can move the cursor\n`);
      return 1;
    }
    services.face.openDashboard();
    return 0;
  },
};
