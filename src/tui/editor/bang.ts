/** `!!` and `!$` are spelled out by the first Enter, so that one sees what the second will run. */
import type { History } from '../history.ts';
import { lastWordOf } from '../words.ts';

// In `$!` the sign belongs to the dollar before it, and `!$name` is a negation somebody wrote without its blank.
const isBang = (text: string, at: number): boolean =>
  text.charAt(at - 1) !== '$' && (text.startsWith('!!', at) || (text.startsWith('!$', at) && !/[\w{(]/.test(text.charAt(at + 2))));

/** The text with both spelled out, or undefined where it has none (or there is no history yet). Single quotes and `\` protect. */
export function spellOut(text: string, history: History): string | undefined {
  const previous = history.at(-1)?.text;
  if (previous === undefined) return undefined;
  let out = '';
  let quoted = false;
  let found = false;
  for (let at = 0; at < text.length; at += 1) {
    const two = text.slice(at, at + 2);
    const bang = !quoted && isBang(text, at);
    if (bang) {
      out += two === '!!' ? previous : lastWordOf(previous);
      found = true;
      at += 1;
      continue;
    }
    const one = text.charAt(at);
    if (one === "'") quoted = !quoted;
    if (one === '\\' && !quoted) {
      out += two;
      at += 1;
      continue;
    }
    out += one;
  }
  return found && out !== text ? out : undefined;
}
