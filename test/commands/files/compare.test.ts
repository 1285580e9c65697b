import { describe, expect, it } from 'vitest';
import { fileCommands } from '../../../src/commands/files/index.ts';
import { systemCommands } from '../../../src/commands/system/index.ts';
import { textCommands } from '../../../src/commands/text/index.ts';
import { realTool, runReal, whyNot } from '../realTool.ts';
import { runTool, treeOf } from '../runTool.ts';
import { wordsOf } from '../text/corpus.ts';
import { FILES, LINES } from './corpus.ts';

const commands = [...fileCommands, ...textCommands, ...systemCommands];

/** The blanks that a tab stands for; ls of a terminal's width uses both, ours blanks alone. */
function untabbed(line: string): string {
  let text = '';
  for (const char of line) text += char === '\t' ? ' '.repeat(8 - (text.length % 8)) : char;
  return text;
}

/** What differs between two file systems: dates, space taken, sizes of directories; tabs of ls -C; and the order of a directory. */
function plain(text: string, unordered: boolean, columns: boolean): string {
  const same = text
    .replace(/^total \d+$/gm, 'total N')
    .replace(/^(d\S+ +\d+ \S+ +\S+ +)\d+ /gm, '$1N ')
    .replace(/[A-Z][a-z]{2} [ \d]\d (\d\d:\d\d| \d{4})/g, 'DATE');
  if (columns) return same.split('\n').map(untabbed).join('\n');
  return unordered
    ? same
        .split(/(?<=[\n\0])/)
        .sort()
        .join('')
    : same;
}

describe('a file tool does what the real one does', () => {
  for (const line of LINES) {
    const words = wordsOf(line);
    const name = words[0] ?? '';
    const path = realTool(name);
    const unordered = /^(find|cp -rv|rm -rv|ls -U)/.test(line);
    const columns = line.startsWith('ls -C');
    const why = whyNot(name, path, /^(ls -\S*[ln]|stat )/.test(line));
    it.skipIf(why !== '')(line + why, () => {
      const real = runReal(path ?? '', words, FILES, '');
      const ours = runTool(commands, words, { files: FILES });
      const status = name === 'mktemp' ? ours.status : real.status;
      expect({
        stdout: plain(ours.stdout, unordered, columns),
        stderr: ours.stderr,
        status: ours.status,
        tree: treeOf(ours.system),
      }).toEqual({ stdout: plain(real.stdout, unordered, columns), stderr: real.stderr, status, tree: real.tree });
    });
  }
});
