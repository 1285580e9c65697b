/** Reads transcripts: cram's `.t` files and Markdown with console blocks. Every text is one; what is no command is text. */
import { STATUS, type Transcript, type TranscriptCommand, type TranscriptForm, type TranscriptPart } from './transcript.ts';

/** Cram's own default. */
const INDENT = '  ';
/** A fence whose first word is `console`; its indent may be that of a list. */
const FENCE = /^( *)(`{3,}|~{3,})console\b/;

/** The form by the file's name. */
export const formOf = (file: string): TranscriptForm => (/\.(md|markdown)$/i.test(file) ? 'markdown' : 'cram');

/** Reads a transcript; parts come in the order of the file, so that it can be written back as it was. */
export function parseTranscript(source: string, file: string, form = formOf(file)): Transcript {
  const ended = source.endsWith('\n');
  const lines = (ended ? source.slice(0, -1) : source).split('\n');
  const parts = source === '' ? [] : form === 'cram' ? cramParts(lines) : markdownParts(lines);
  return { file, form, parts, ended };
}

interface Collector {
  readonly parts: TranscriptPart[];
  text(line: string): void;
  command(command: TranscriptCommand): void;
}

function collector(): Collector {
  const parts: TranscriptPart[] = [];
  let lines: string[] | undefined;
  return {
    parts,
    text(line) {
      if (lines === undefined) {
        lines = [];
        parts.push({ kind: 'text', lines });
      }
      lines.push(line);
    },
    command(command) {
      lines = undefined;
      parts.push({ kind: 'command', command });
    },
  };
}

function cramParts(lines: readonly string[]): TranscriptPart[] {
  const { parts, text, command } = collector();
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    if (!line.startsWith(`${INDENT}$ `)) {
      text(line);
      at += 1;
      continue;
    }
    const head = headAt(lines, at, INDENT, lines.length);
    let end = at + head.length;
    while (lines[end]?.startsWith(INDENT) && !lines[end]?.startsWith(`${INDENT}$ `)) end += 1;
    command(commandOf(at, head, lines.slice(at + head.length, end), INDENT, []));
    at = end;
  }
  return parts;
}

/** The `$ ` line and its `> ` lines. */
function headAt(lines: readonly string[], at: number, indent: string, end: number): string[] {
  let next = at + 1;
  while (next < end && (lines[next] ?? '').startsWith(`${indent}> `)) next += 1;
  return lines.slice(at, next);
}

function commandOf(
  at: number,
  head: readonly string[],
  output: readonly string[],
  indent: string,
  blanks: readonly string[],
): TranscriptCommand {
  const expected = output.map((line) => line.slice(indent.length));
  const status = STATUS.exec(expected.at(-1) ?? '')?.[1];
  const source = head.map((line) => line.slice(indent.length + 2)).join('\n');
  const kept = status === undefined ? expected : expected.slice(0, -1);
  return { line: at + 1, source, head, expected: kept, rows: output.slice(0, kept.length), status: Number(status ?? 0), indent, blanks };
}

function markdownParts(lines: readonly string[]): TranscriptPart[] {
  const { parts, text, command } = collector();
  for (let at = 0; at < lines.length; ) {
    const fence = FENCE.exec(lines[at] ?? '');
    text(lines[at] ?? '');
    at += 1;
    if (fence === null) continue;
    const [, indent = '', marks = ''] = fence;
    const end = closingFence(lines, at, marks);
    while (at < end) {
      if (!(lines[at] ?? '').startsWith(`${indent}$ `)) {
        text(lines[at] ?? '');
        at += 1;
        continue;
      }
      const head = headAt(lines, at, indent, end);
      let stop = at + head.length;
      while (stop < end && isOutput(lines[stop] ?? '', indent)) stop += 1;
      const output = lines.slice(at + head.length, stop);
      // Blank lines before the next command part commands; they are no output.
      const used = output.findLastIndex((line) => line.trim() !== '') + 1;
      command(commandOf(at, head, output.slice(0, used), indent, output.slice(used)));
      at = stop;
    }
  }
  return parts;
}

/** Blank lines lose the indent of a list in most editors. */
const isOutput = (line: string, indent: string): boolean =>
  line.trim() === '' || (line.startsWith(indent) && !line.startsWith(`${indent}$ `));

function closingFence(lines: readonly string[], from: number, marks: string): number {
  const closing = lines.findIndex(
    (line, at) => at >= from && line.trim().startsWith(marks) && line.trim().replaceAll(marks.slice(0, 1), '') === '',
  );
  return closing < 0 ? lines.length : closing;
}
