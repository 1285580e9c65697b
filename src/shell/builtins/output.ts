/** echo and printf. */
import type { UserPath } from '../../engine/step.ts';
import { ShellError } from '../complaint.ts';
import { unescaped } from '../printf/escapes.ts';
import { formatPrintf } from '../printf/format.ts';
import type { Shell } from '../state.ts';
import { type Builtin, refuse, say } from './builtin.ts';

/** As bash has it: `-n`, and escapes only with `-e` (dash would always expand them; portable scripts use printf). */
export const echo: Builtin = {
  name: 'echo',
  program: true,
  *run(shell, args) {
    let at = 0;
    let newline = true;
    let escapes = false;
    for (; /^-[neE]+$/.test(args[at] ?? ''); at += 1) {
      for (const letter of (args[at] as string).slice(1)) {
        if (letter === 'n') newline = false;
        else escapes = letter === 'e';
      }
    }
    const text = (at === 0 ? args : args.slice(at)).join(' ');
    if (!escapes) return yield* say(shell, 'echo', newline ? `${text}\n` : text);
    const { text: shown, stop } = unescaped(text, false);
    return yield* say(shell, 'echo', stop || !newline ? shown : `${shown}\n`);
  },
};

function* print(shell: Shell, args: readonly string[]): UserPath<number> {
  const [format, ...values] = args[0] === '--' ? args.slice(1) : args;
  if (format === undefined) throw new ShellError('printf: usage: printf format [arg ...]');
  const { text, problems } = formatPrintf(format, values);
  let status = text === '' ? 0 : yield* say(shell, 'printf', text);
  for (const problem of problems) status = yield* refuse(shell, 'printf', problem);
  return status;
}

export const printf: Builtin = { name: 'printf', program: true, run: print };
