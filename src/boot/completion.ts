/** What can be completed at the prompt, looked up in the system at the moment of the question. */
import type { Driver } from '../kernel/driver.ts';
import type { MadeDirectory, VNode } from '../kernel/os/node.ts';
import { lookup } from '../kernel/os/os.ts';
import { regimes } from '../regimes/index.ts';
import { builtins } from '../shell/builtins/index.ts';
import type { PromptState } from '../shell/shell.ts';
import type { CompletionSources, Named, PathEntry } from '../tui/complete/completion.ts';
import { moduleNotes } from '../tui/frame/holds.ts';
import { allCommands } from './commands.ts';
import { optionsOf } from './optionWords.ts';
import type { System } from './system.ts';

const plain = (names: readonly string[]): Named[] => names.map((name) => ({ name, note: '' }));

const kindOf = (node: VNode | undefined): PathEntry['kind'] => {
  switch (node?.kind) {
    case 'dir':
    case 'madeDir':
      return 'dir';
    case 'link':
    case 'chr':
    case 'fifo':
      return node.kind;
    default:
      return 'file';
  }
};

function entriesOf(system: System, path: string): PathEntry[] {
  const node = lookup(system.os, path);
  if (node?.kind === 'dir') return [...node.entries].map(([name, entry]) => ({ name, kind: kindOf(entry) }));
  if (node?.kind !== 'madeDir') return [];
  const folder: MadeDirectory = node;
  return folder.list().map((name) => ({ name, kind: kindOf(folder.get(name)) }));
}

const absolute = (path: string, cwd: string): string => (path.startsWith('/') ? path : `${cwd}/${path}`);

/** The sources for a running session. */
export function completionSources(system: System, drivers: readonly Driver[], prompt: () => PromptState | undefined): CompletionSources {
  const tools = allCommands.filter((command) => system.services.strict !== true || command.ours !== true);
  const byName = new Map(drivers.map((driver) => [driver.name, driver]));
  return {
    commands: () => [
      ...tools.map((command) => ({ name: command.name, note: command.summary })),
      ...plain(builtins.map((builtin) => builtin.name).filter((name) => !tools.some((tool) => tool.name === name))),
      ...plain(prompt()?.functions ?? []),
    ],
    options: (command) => optionsOf(system.services.toolTexts, command, tools.find((tool) => tool.name === command)?.usage ?? ''),
    loaded: () => moduleNotes(system.view().modules),
    loadable: () => drivers.map((driver) => ({ name: driver.name, note: driver.description ?? '' })),
    parameters: (module) =>
      Object.entries(byName.get(module)?.params ?? {}).map(([name, spec]) => ({ name, note: spec.description ?? '' })),
    readdir: (path) => entriesOf(system, absolute(path, prompt()?.cwd ?? '/')),
    variables: () => plain(prompt()?.variables ?? []),
    jobs: () =>
      (prompt()?.jobs ?? []).map((line, at) => ({
        name: `%${/^\[(\d+)\]/.exec(line)?.[1] ?? at + 1}`,
        note: line.replace(/^\[\d+\]\S?\s*/, ''),
      })),
    words(command) {
      if (command === 'regime') return { noun: 'regimes', items: regimes.map((regime) => ({ name: regime.id, note: regime.title })) };
      if (command === 'help') return { noun: 'commands', items: tools.map((tool) => ({ name: tool.name, note: tool.summary })) };
      return undefined;
    },
  };
}
