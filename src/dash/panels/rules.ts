/** The rules to choose from, while nothing runs: the present one is marked, the chosen one stands out. */
import type { Size } from '../layout.ts';
import { signsOf } from '../look.ts';
import type { Body, DashInput } from '../model.ts';
import { cutText, type Line, plain, span, strong } from '../text.ts';

/** A line a rule, and below them what choosing one means. */
export function rulesPanel({ rules, view, state, look }: DashInput, { columns }: Size): Body {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const { chosen, more } = signsOf(look);
  const lines = rules.map(({ id, title }): Line => {
    const text = cutText(
      `${state.rule === id ? chosen : ' '}${id === view.regime ? '*' : ' '} ${id.padEnd(width)}  ${title}`,
      columns,
      more,
    );
    return state.rule === id ? [strong(text, 'accent')] : [span(text)];
  });
  return {
    title: plain('rule'),
    lines: [
      ...lines,
      plain(''),
      plain(cutText(` Enter boots a fresh kernel under it: the modules go. Esc keeps ${view.regime}.`, columns, more)),
    ],
  };
}
