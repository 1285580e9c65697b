/** Completion of `$NAME` and `${NAME`, also inside double quotes. */
import type { Completion, CompletionSources } from './completion.ts';

const VARIABLE = /(?:^|[^\\])(\$\{?)([A-Za-z_]\w*)?$/;

/** Variables that fit before the cursor; undefined when no variable is being typed there. */
export function completeVariable(text: string, cursor: number, sources: CompletionSources): Completion | undefined {
  const before = text.slice(0, cursor);
  const found = VARIABLE.exec(before);
  if (!found || insideSingleQuotes(before)) return undefined;
  const [, sign = '', typed = ''] = found;
  const items = sources.variables();
  const close = sign === '${' ? '}' : '';
  const candidates = items
    .filter(({ name }) => name.startsWith(typed))
    .map(({ name, note }) => ({ value: sign + name + close, label: name, note, suffix: '' as const }));
  return { start: cursor - typed.length - sign.length, end: cursor, candidates, total: items.length, noun: 'variables' };
}

function insideSingleQuotes(text: string): boolean {
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const one = text.charAt(at);
    if (quote === '' && (one === "'" || one === '"')) quote = one;
    else if (one === quote) quote = '';
    else if (one === '\\' && quote !== "'") at += 1;
  }
  return quote === "'";
}
