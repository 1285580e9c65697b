/** The options of a command, read off its own help text: one place says them, and completion follows. */
import type { ToolTexts } from '../commands/texts/texts.ts';
import type { Named } from '../tui/complete/completion.ts';

/** `  -f, --force       forces a module unload`: the words and the remark. */
const LINE = /^\s+(-\S(?:, )?)?\s*(--[a-z-]+)?(?:[ =](?:<[^>]+>|[A-Z]+))?\s{2,}(\S.*)$/;

function fromHelp(help: string): Named[] {
  const found: Named[] = [];
  for (const line of help.split('\n')) {
    const match = LINE.exec(line);
    if (match === null) continue;
    for (const word of [match[1]?.replace(', ', ''), match[2]])
      if (word !== undefined && word !== '') found.push({ name: word, note: match[3] ?? '' });
  }
  return found;
}

/** Options in a usage line: `[-t] [--json]`. */
const fromUsage = (usage: string): Named[] => [...usage.matchAll(/(?<=[\s[|])--?[a-zA-Z][\w-]*/g)].map(([name]) => ({ name, note: '' }));

export function optionsOf(texts: ToolTexts, command: string, usage: string): Named[] {
  switch (command) {
    case 'insmod':
      return fromHelp(texts.insmod.help(command));
    case 'rmmod':
      return fromHelp(texts.rmmod.help(command, true));
    case 'modprobe':
      return fromHelp(texts.modprobe.help(command));
    case 'modinfo':
      return fromHelp(texts.modinfo.help(command));
    default:
      return fromUsage(usage);
  }
}
