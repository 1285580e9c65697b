/** The module tools. The only list of them. */
import type { Command } from '../../shell/command.ts';
import { depmod } from './depmod.ts';
import { insmod } from './insmod.ts';
import { kmod } from './kmod.ts';
import { lsmod } from './lsmod.ts';
import { modinfo } from './modinfo.ts';
import { modprobe } from './modprobe.ts';
import { rmmod } from './rmmod.ts';
import type { ModuleToolServices } from './services.ts';

export const moduleCommands: readonly Command<ModuleToolServices>[] = [insmod, rmmod, lsmod, modprobe, modinfo, depmod, kmod];
