/** The file tools. This list is the only one. */
import type { Command } from '../../shell/command.ts';
import { chmod } from './chmod.ts';
import { cp } from './cp.ts';
import { find } from './find.ts';
import { ln } from './ln.ts';
import { ls } from './ls.ts';
import { mkdir } from './mkdir.ts';
import { mkfifo, mknod } from './mknod.ts';
import { mktemp } from './mktemp.ts';
import { mv } from './mv.ts';
import { readlink, realpath } from './readlink.ts';
import { rm } from './rm.ts';
import { rmdir } from './rmdir.ts';
import { stat } from './stat.ts';
import { touch } from './touch.ts';

export const fileCommands: readonly Command[] = [
  chmod,
  cp,
  find,
  ln,
  ls,
  mkdir,
  mkfifo,
  mknod,
  mktemp,
  mv,
  readlink,
  realpath,
  rm,
  rmdir,
  stat,
  touch,
];
