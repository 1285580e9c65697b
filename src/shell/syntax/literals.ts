/** Literal text of a word, with its backslashes taken out and what they protected marked as quoted. */
import type { TextPart, WordPart } from './tree.ts';

/** Where a text stands decides what a backslash means there. `operand`: in `${x-...}` between double quotes, where a brace can be quoted. */
export type Quoting = 'bare' | 'double' | 'operand' | 'here';

const ESCAPED: Readonly<Record<Quoting, RegExp>> = {
  bare: /\\([\s\S])/g,
  double: /\\([$`"\\\n])/g,
  operand: /\\([$`"\\}\n])/g,
  here: /\\([$`\\\n])/g,
};

export const quotedText = (value: string): TextPart => ({ kind: 'text', value, quoted: true });

/** Adds the parts that a literal text comes to. */
export function addText(parts: WordPart[], text: string, quoting: Quoting): void {
  const quoted = quoting !== 'bare';
  if (!text.includes('\\')) {
    if (text !== '') parts.push({ kind: 'text', value: text, quoted });
    return;
  }
  if (quoted) {
    parts.push(quotedText(text.replace(ESCAPED[quoting], (_, character: string) => (character === '\n' ? '' : character))));
    return;
  }
  let from = 0;
  for (const match of text.matchAll(ESCAPED.bare)) {
    if (match.index > from) parts.push({ kind: 'text', value: text.slice(from, match.index), quoted: false });
    if (match[1] !== '\n') parts.push(quotedText(match[1] as string));
    from = match.index + 2;
  }
  if (from < text.length) addTail(parts, text.slice(from));
}

/** A backslash at the very end stands for itself. */
function addTail(parts: WordPart[], text: string): void {
  if (!text.endsWith('\\')) parts.push({ kind: 'text', value: text, quoted: false });
  else {
    if (text.length > 1) parts.push({ kind: 'text', value: text.slice(0, -1), quoted: false });
    parts.push(quotedText('\\'));
  }
}

const TILDE = /^~([A-Za-z_][\w.-]*)?(?=\/|$)/;
const TILDE_IN_LIST = /^~([A-Za-z_][\w.-]*)?(?=[/:]|$)/;

/** Marks the tildes that stand for home directories: at the beginning, and in an assignment after each colon. */
export function markTildes(parts: readonly WordPart[], assignment: boolean): WordPart[] {
  const out: WordPart[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind !== 'text' || part.quoted || !part.value.includes('~')) {
      out.push(part);
      continue;
    }
    const pieces = assignment ? part.value.split(/(?<=:)/) : [part.value];
    for (const [nth, piece] of pieces.entries()) {
      const first = nth === 0 ? index === 0 || (assignment && endsInColon(parts[index - 1])) : true;
      const match = first ? (assignment ? TILDE_IN_LIST : TILDE).exec(piece) : null;
      const whole = match !== null && (match[0].length < piece.length || (nth === pieces.length - 1 && index === parts.length - 1));
      if (match !== null && whole) {
        out.push({ kind: 'tilde', user: match[1] ?? '' });
        if (match[0].length < piece.length) out.push({ kind: 'text', value: piece.slice(match[0].length), quoted: false });
      } else out.push({ kind: 'text', value: piece, quoted: false });
    }
  }
  return out;
}

const endsInColon = (part: WordPart | undefined): boolean => part?.kind === 'text' && !part.quoted && part.value.endsWith(':');

/** Puts neighbouring texts of the same kind together. */
export function mergeTexts(parts: readonly WordPart[]): WordPart[] {
  const out: WordPart[] = [];
  for (const part of parts) {
    const last = out[out.length - 1];
    if (part.kind === 'text' && last?.kind === 'text' && last.quoted === part.quoted) {
      out[out.length - 1] = { kind: 'text', value: last.value + part.value, quoted: part.quoted };
    } else out.push(part);
  }
  return out;
}

/** The one field that fixed parts always come to; undefined when that depends on something. */
export function literalOf(parts: readonly WordPart[]): string | undefined {
  let text = '';
  for (const part of parts) {
    if (part.kind !== 'text' || (!part.quoted && /[*?[]/.test(part.value))) return undefined;
    text += part.value;
  }
  return parts.length === 0 ? undefined : text;
}
