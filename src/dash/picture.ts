/** The dashboard as plain text, drawn without any widget: for tests, and for terminals that can take nothing else. */
import { signsOf } from './look.ts';
import type { DashInput } from './model.ts';
import { dashModel } from './model.ts';
import { cutLine, fitText, textOf } from './text.ts';

/** One string a row, each as wide as the screen. */
export function pictureOf(input: DashInput): string[] {
  const { size, look } = input;
  const model = dashModel(input);
  const [topLeft, topRight, bottomLeft, bottomRight, flat, upright] = signsOf(look).box;
  const screen = Array.from({ length: size.rows }, () => ' '.repeat(size.columns));
  const put = (row: number, column: number, text: string): void => {
    const old = [...(screen[row] ?? '')];
    old.splice(column, [...text].length, ...text);
    screen[row] = old.join('');
  };
  put(0, 0, textOf(model.header));
  for (const { rect, title, lines } of model.panels) {
    const inner = rect.width - 2;
    const label = ` ${textOf(cutLine(title, inner - 2))} `;
    put(rect.row, rect.column, topLeft + label + flat.repeat(inner - [...label].length) + topRight);
    for (let row = 0; row < rect.height - 2; row += 1)
      put(rect.row + 1 + row, rect.column, upright + fitText(textOf(lines[row] ?? []), inner, '') + upright);
    put(rect.row + rect.height - 1, rect.column, bottomLeft + flat.repeat(inner) + bottomRight);
  }
  if (model.footer !== undefined) put(model.footer.row, 0, textOf(model.footer.line));
  return screen;
}
