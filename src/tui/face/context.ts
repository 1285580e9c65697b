/** What the editor may ask in this face, and the colours of what is typed. */
import { complete } from '../complete/complete.ts';
import type { EditorContext } from '../editor/state.ts';
import { highlight, type SyntaxSpan, tokenize } from '../highlight.ts';
import type { Face } from './state.ts';

/** The editor's questions, answered by the session and its history. */
export const contextOf = ({ session, history, state }: Face): EditorContext => ({
  history,
  complete: (text, cursor) => complete(text, cursor, session.sources),
  needsMore: (text) => session.needsMore(text),
  offered: state.offered ?? '',
  ahead: state.at !== 'prompt',
});

/** The names of all commands, for colouring. */
export const knownCommands = ({ session }: Face): string[] => session.sources.commands().map(({ name }) => name);

/** The text as coloured spans; `cursor` at the end of a command's name leaves it the benefit of the doubt. */
export function syntaxOf(text: string, cursor: number, commands: readonly string[]): SyntaxSpan[] {
  const known = new Set(commands);
  return highlight(
    text,
    cursor,
    tokenize(text),
    (name, beginning) => known.has(name) || (beginning && commands.some((command) => command.startsWith(name))),
  );
}
