/** Reading configuration text as kmod 30 does: wrapped lines (shared/util.c, freadline_wrapped) and strtok. */

export interface LogicalLine {
  readonly text: string;
  /** The number of its last physical line, from 1. */
  readonly number: number;
}

/** Returns the logical lines of a text: a backslash before a newline joins two; any other backslash goes, what follows it stays. */
export function wrappedLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let number = 0;
  let line = '';
  let at = 0;
  while (at < text.length) {
    const stop = nextSpecial(text, at);
    line += text.slice(at, stop);
    at = stop + 1;
    if (text[stop] === '\n') {
      number += 1;
      lines.push({ text: line, number });
      line = '';
    } else if (text[stop] === '\\') {
      if (text[at] === '\n') number += 1;
      else line += text[at] ?? '';
      at += 1;
    }
  }
  if (line !== '') lines.push({ text: line, number: number + 1 });
  return lines;
}

function nextSpecial(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) if (text[at] === '\n' || text[at] === '\\') return at;
  return text.length;
}

/** Takes words off a line, one at a time, as strtok_r(3) does with blanks and tabs. */
export interface WordTaker {
  /** The next word, or undefined at the end. */
  word(): string | undefined;
  /** All that follows the last word and the one blank after it; undefined when nothing does. */
  rest(): string | undefined;
}

export function takeWords(line: string): WordTaker {
  let at = 0;
  return {
    word() {
      while (line[at] === ' ' || line[at] === '\t') at += 1;
      if (at >= line.length) return undefined;
      const from = at;
      while (at < line.length && line[at] !== ' ' && line[at] !== '\t') at += 1;
      const word = line.slice(from, at);
      at += 1;
      return word;
    },
    rest() {
      return at < line.length ? line.slice(at) : undefined;
    },
  };
}
