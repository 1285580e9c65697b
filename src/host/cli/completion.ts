/** `modsh completion SHELL` and `modsh man`: what is generated from the command tree. */
import { Argument, type Command } from 'commander';
import { VERSION } from '../version.ts';
import { processIo } from './io.ts';
import type { CommandWords } from './words/tree.ts';

function print(text: string): void {
  const io = processIo();
  io.write('out', text);
  io.flush();
}

async function wordsOf(program: Command): Promise<CommandWords> {
  const { commandWords } = await import('./words/tree.ts');
  const { exploreOptions } = await import('./words/explore.ts');
  return commandWords(program, new Map([['explore', exploreOptions()]]));
}

async function completionFor(shell: string, program: Command): Promise<string> {
  const root = await wordsOf(program);
  if (shell === 'bash') return (await import('./words/bash.ts')).bashCompletion(root);
  if (shell === 'zsh') return (await import('./words/zsh.ts')).zshCompletion(root);
  return (await import('./words/fish.ts')).fishCompletion(root);
}

const HOW = `
  bash   source <(modsh completion bash)
  zsh    source <(modsh completion zsh)
  fish   modsh completion fish | source`;

/** Registers both subcommands. */
export function registerCompletion(program: Command, done: (status: number) => void): void {
  program
    .command('completion')
    .description('print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', HOW)
    .action(async (shell: string) => {
      print(await completionFor(shell, program));
      done(0);
    });
  program
    .command('man')
    .description('print the manual page: modsh man | man -l -')
    .action(async () => {
      const { manPage } = await import('./words/man.ts');
      print(manPage(await wordsOf(program), VERSION));
      done(0);
    });
}
