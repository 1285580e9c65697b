import { failed } from '../../engine/sys.ts';
import type { Command } from '../../shell/command.ts';
import { hasOption } from '../getopt.ts';
import { READ_CHUNK } from '../limits.ts';
import { eachInput, splitLines } from '../stream.ts';
import { defineTool } from '../tool.ts';

export interface CatStyle {
  readonly number: 'none' | 'all' | 'nonblank';
  readonly ends: boolean;
  readonly tabs: boolean;
  readonly squeeze: boolean;
  readonly visible: boolean;
}

export interface CatState {
  line: number;
  blanks: number;
  /** The last text ended in the middle of a line. */
  midLine: boolean;
}

/** A character as `cat -v` shows it. */
function visible(char: string): string {
  const code = char.charCodeAt(0);
  if (code === 9 || code === 10 || (code >= 32 && code < 127)) return char;
  if (code === 127) return '^?';
  return code < 32 ? `^${String.fromCharCode(code + 64)}` : char;
}

/** A text with line numbers, marks and visible control characters added; `state` carries over to the next text. */
export function catStyled(text: string, style: CatStyle, state: CatState): string {
  let result = '';
  for (const raw of splitLines(text)) {
    const ended = raw.endsWith('\n');
    let line = ended ? raw.slice(0, -1) : raw;
    const begins = !state.midLine;
    const blank = line === '' && begins;
    state.blanks = blank ? state.blanks + 1 : 0;
    state.midLine = !ended;
    if (style.squeeze && state.blanks > 1) continue;
    if (begins && (style.number === 'all' || (style.number === 'nonblank' && !blank))) {
      state.line += 1;
      result += `${String(state.line).padStart(6)}\t`;
    }
    if (style.visible) line = line.replace(/[\s\S]/g, visible);
    if (style.tabs) line = line.replaceAll('\t', '^I');
    result += line + (ended ? (style.ends ? '$\n' : '\n') : '');
  }
  return result;
}

export const cat: Command = defineTool({
  name: 'cat',
  usage: '[OPTION]... [FILE]...',
  summary: 'write files, or standard input, to standard output',
  group: 'text',
  grammar: {
    short: 'AbeEnstTuv',
    long: {
      'show-all': 'A',
      'number-nonblank': 'b',
      'show-ends': 'E',
      number: 'n',
      'squeeze-blank': 's',
      'show-tabs': 'T',
      'show-nonprinting': 'v',
    },
  },
  *run(context, options) {
    const has = (letters: string): boolean => [...letters].some((letter) => hasOption(options, letter));
    const number = has('b') ? 'nonblank' : has('n') ? 'all' : 'none';
    const style: CatStyle = { number, ends: has('AeE'), tabs: has('AtT'), squeeze: has('s'), visible: has('Aetv') };
    const plain = number === 'none' && !style.ends && !style.tabs && !style.squeeze && !style.visible;
    const state: CatState = { line: 0, blanks: 0, midLine: false };
    return yield* eachInput(context, options.operands, function* (fd) {
      for (;;) {
        const chunk = yield* context.sys.read(fd, READ_CHUNK);
        if (failed(chunk)) return chunk;
        if (chunk === '') return 'done';
        if (!(yield* context.out(plain ? chunk : catStyled(chunk, style, state)))) return 'closed';
      }
    });
  },
});
