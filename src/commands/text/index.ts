/** The text tools. This list is the only one. */
import type { Command } from '../../shell/command.ts';
import { basename } from './basename.ts';
import { cat } from './cat.ts';
import { comm } from './comm.ts';
import { cut } from './cut.ts';
import { dirname } from './dirname.ts';
import { expr } from './expr.ts';
import { grep } from './grep.ts';
import { head } from './head.ts';
import { nl } from './nl.ts';
import { paste } from './paste.ts';
import { rev } from './rev.ts';
import { sed } from './sed.ts';
import { seq } from './seq.ts';
import { sort } from './sort.ts';
import { tac } from './tac.ts';
import { tail } from './tail.ts';
import { tee } from './tee.ts';
import { tr } from './tr.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';
import { xargs } from './xargs.ts';
import { yes } from './yes.ts';

export const textCommands: readonly Command[] = [
  basename,
  cat,
  comm,
  cut,
  dirname,
  expr,
  grep,
  head,
  nl,
  paste,
  rev,
  sed,
  seq,
  sort,
  tac,
  tail,
  tee,
  tr,
  uniq,
  wc,
  xargs,
  yes,
];
