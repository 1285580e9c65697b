/** The only list of these commands. */
import type { Command } from '../../shell/command.ts';
import { plan } from './plan.ts';
import { psock } from './psock.ts';
import { refs } from './refs.ts';
import type { WhoServices } from './services.ts';

export const whoCommands: readonly Command<WhoServices>[] = [refs, plan, psock];
