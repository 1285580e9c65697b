/** One dim line below a refusal: who, then how. A table of what tools say and what is to be said to that. */
import { type Hint, type HintInput, hintLine, moduleName } from './hint.ts';
import { dmesgHint, inTheWayHint, symbolHint } from './loading.ts';
import { meantCommand, meantFile, meantLoadable, meantLoaded } from './meant.ts';
import { forcedHint, goingHint, inUseHint, permanentHint } from './refused.ts';

type Rule = readonly [says: RegExp, hint: (word: string, input: HintInput) => Hint | undefined];

// A tool's name at the line's start keeps rules away from what other commands print (dmesg, cat of a script ...).
const RULES: readonly Rule[] = [
  [/^(?:rmmod: |modprobe: )?(?:ERROR|FATAL): Module (\S+) is in use by/, inUseHint],
  [/^(?:rmmod: |modprobe: )?(?:ERROR|FATAL): Module (\S+?) is in use\.?$/, inUseHint],
  [/^(?:rmmod: |modprobe: )(?:ERROR: )?could not remove (?:module )?'?([^\s']+?)'?: Device or resource busy$/, permanentHint],
  [/^(\w+): Device or resource busy$/, permanentHint],
  [
    /^(?:insmod|modprobe): .*could not insert (?:module )?'?([^\s':]+)'?: Unknown symbol in module/,
    (word, input) => symbolHint(moduleName(word), input) ?? dmesgHint(moduleName(word), input),
  ],
  [
    /^(?:insmod|modprobe): .*could not insert (?:module )?'?([^\s':]+)'?: (?:Device or resource busy|File exists)$/,
    (word, input) => inTheWayHint(moduleName(word), input),
  ],
  [
    /^(?:insmod|modprobe): .*could not (?:insert|load) (?:module )?'?([^\s':]+)'?: (?:Invalid parameters|Invalid module format|Exec format error)$/,
    (word, input) => dmesgHint(moduleName(word), input),
  ],
  [/^insmod: .*could not load module (\S+): No such file or directory$/, meantFile],
  [/^(?:rmmod|modprobe): .*Module (\S+) is not (?:currently loaded|in kernel)\.?$/, meantLoaded],
  [/^(?:modprobe|modinfo): .*Module (\S+?) not found/, meantLoadable],
  [/^\S+: (?:line \d+: )?(\S+): (?:command )?not found$/, meantCommand],
];

/** The hint line for a block that ended, two blanks and all; undefined when there is nothing helpful to say. */
export function hintFor(input: HintInput): string | undefined {
  const hint = fromLines(input) ?? fromSilence(input);
  return hint && hintLine(hint, input.columns);
}

/** By the last line that a rule knows. */
function fromLines(input: HintInput): Hint | undefined {
  for (const line of [...input.lines].reverse()) {
    for (const [says, hint] of RULES) {
      const found = says.exec(line);
      const made = found && hint(found[1] ?? '', input);
      if (made) return made;
    }
  }
  return undefined;
}

/** A removal of which nothing was seen: silent by nature, sent elsewhere with 2>, or forced. */
function fromSilence(input: HintInput): Hint | undefined {
  const [tool, ...rest] = input.words;
  if (tool !== 'rmmod') return undefined;
  if (input.status === 0) return rest.some((word) => word === '--force' || /^-\w*f/.test(word)) ? forcedHint(input) : undefined;
  if (input.status !== 1 || input.lines.some((line) => line.trim() !== '')) return undefined;
  const name = rest.findLast((word) => !word.startsWith('-'));
  if (name === undefined) return undefined;
  return goingHint(moduleName(name), input) ?? inUseHint(moduleName(name), input);
}
