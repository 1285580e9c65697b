import { describe, expect, it } from 'vitest';
import { systemCommands } from '../../../src/commands/system/index.ts';
import { textCommands } from '../../../src/commands/text/index.ts';
import type { Command } from '../../../src/shell/command.ts';
import { realTool, runReal, whyNot } from '../realTool.ts';
import { runTool, treeOf } from '../runTool.ts';
import { INVOCATIONS, STANDARD_FILES, wordsOf } from './corpus.ts';

const echo: Command = {
  name: 'echo',
  usage: '',
  summary: '',
  group: 'text',
  *run(context) {
    yield* context.out(`${context.args.join(' ')}\n`);
    return 0;
  },
};
const commands = [...textCommands, ...systemCommands, echo];

describe('a text tool prints what the real one prints', () => {
  for (const { line, stdin = '', files = {}, looseErrors = false } of INVOCATIONS) {
    const words = wordsOf(line);
    const name = words[0] ?? '';
    const path = realTool(name);
    const why = whyNot(name, path);
    it.skipIf(why !== '')(line + why, () => {
      const all = { ...STANDARD_FILES, ...files };
      const real = runReal(path ?? '', words, all, stdin);
      const { stdout, stderr, status, system } = runTool(commands, words, { stdin, files: all });
      const ours = { stdout, status, tree: treeOf(system), stderr: looseErrors ? '' : stderr };
      expect(ours).toEqual({ stdout: real.stdout, status: real.status, tree: real.tree, stderr: looseErrors ? '' : real.stderr });
    });
  }
});
