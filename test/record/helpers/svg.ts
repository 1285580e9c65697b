/** Reads our SVG as a viewer would: which drawing is seen in which row at a moment. */

interface Use {
  readonly id: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The text of each row at a moment; without a moment: what a viewer without animation shows. */
export function rowsAt(svg: string, atMs: number | undefined, rows: number): string[] {
  const texts = Array.from({ length: rows }, () => '');
  for (const [, y, uses] of svg.matchAll(/<g transform="translate\(0 (\d+)\)">(.*?)<\/g>$/gm)) {
    const seen = [...(uses ?? '').matchAll(/<use [^>]*\/>/g)].map(([use]) => useOf(use)).filter((use) => isSeen(use, atMs));
    if (seen.length > 1) throw new Error(`row at ${y} shows ${seen.length} drawings at ${atMs}`);
    if (seen[0] !== undefined) texts[Number(y) / 18] = drawingText(svg, seen[0].id);
  }
  return texts;
}

const isSeen = (use: Use, atMs: number | undefined): boolean =>
  atMs === undefined ? use.untilMs === Number.POSITIVE_INFINITY : use.fromMs <= atMs && atMs < use.untilMs;

/** `animation: v LENGTH DELAY` shows for a while, `h LENGTH` hides for a while what has the class z; nothing else is written. */
function useOf(use: string): Use {
  const id = /href="#(\w+)"/.exec(use)?.[1] ?? '';
  const [, name, length, delay] = /animation:([vh]) (\d+)ms(?: (\d+)ms)?/.exec(use) ?? [];
  const rests = /class="z"/.test(use);
  if (name === undefined && rests) return { id, fromMs: 0, untilMs: Number.POSITIVE_INFINITY };
  if (name === 'h' && rests) return { id, fromMs: Number(length), untilMs: Number.POSITIVE_INFINITY };
  if (name === 'v' && !rests) return { id, fromMs: Number(delay ?? 0), untilMs: Number(delay ?? 0) + Number(length) };
  throw new Error(`not understood: ${use}`);
}

/** The letters of a drawing at their columns; drawn signs are left out. */
function drawingText(svg: string, id: string): string {
  const start = svg.indexOf(`<g id="${id}">`);
  const elements = svg.slice(start, svg.indexOf('</g>', start));
  const pieces = [...elements.matchAll(/<text x="([\d.]+)"[^>]*>([^<]*)<\/text>/g)].map(
    ([, x, text]) => [Math.round(Number(x) / 8.4), unescaped(text ?? '')] as const,
  );
  return pieces.sort((a, b) => a[0] - b[0]).reduce((row, [column, text]) => row.padEnd(column) + text, '');
}

const unescaped = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');

/** Throws unless the text is well-formed XML as far as tags, attributes and entities go. */
export function expectWellFormed(xml: string): void {
  const open: string[] = [];
  const rest = xml.replace(
    /<(\/?)([\w:]+)((?:\s[\w:.-]+="[^"<]*")*)\s*(\/?)>/g,
    (_, closing: string, name: string, __: string, empty: string) => {
      if (closing === '/') {
        if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      } else if (empty === '') open.push(name);
      return '';
    },
  );
  if (open.length > 0) throw new Error(`left open: ${open.join(' ')}`);
  if (rest.includes('<')) throw new Error(`no tag: ${rest.slice(rest.indexOf('<'), rest.indexOf('<') + 60)}`);
  if (/&(?!(amp|lt|gt|quot);)/.test(rest)) throw new Error('an unescaped &');
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(xml)) throw new Error('a character that XML forbids');
}
