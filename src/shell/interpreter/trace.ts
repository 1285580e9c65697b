/** `set -x`: each command before it runs, on descriptor 2, behind `$PS4`. */
import type { UserPath } from '../../engine/step.ts';
import { expandSingle } from '../expand/words.ts';
import { parseScript } from '../parse.ts';
import type { Shell } from '../state.ts';
import type { Simple, Word } from '../syntax/tree.ts';
import { getVariable } from '../variables.ts';
import { writeAll } from '../writing.ts';

const quoteIfNeeded = (word: string): string => (/^[\w@%+=:,./[\]!-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** A prompt variable as a word to expand; undefined when it cannot be read as one. */
function promptWord(text: string): Word | undefined {
  const step = parseScript(`: "${text.replaceAll('"', '\\"')}"`).script?.steps[0]?.list[0]?.node;
  return step?.kind === 'simple' ? step.words[1] : undefined;
}

/** The value of a prompt variable with the expansions in it done. */
export function* expandPrompt(shell: Shell, name: string): UserPath<string> {
  const text = getVariable(shell, name) ?? '';
  if (!/[$`\\]/.test(text)) return text;
  const word = promptWord(text);
  return word === undefined ? text : yield* expandSingle(shell, word);
}

/** Writes the trace line of a command whose words are expanded. */
export function* trace(shell: Shell, node: Simple, words: readonly string[]): UserPath<void> {
  shell.options.xtrace = false; // what the prompt expands is not traced
  const assignments: string[] = [];
  for (const { name, value } of node.assignments) assignments.push(`${name}=${value.literal ?? value.text}`);
  const prompt = yield* expandPrompt(shell, 'PS4');
  shell.options.xtrace = true;
  yield* writeAll(2, `${prompt}${[...assignments, ...words.map(quoteIfNeeded)].join(' ')}\n`);
}
