/** Brings a model onto a screen of blessed: widgets stay while the places stay, and get new content. */
import type { Widgets } from 'blessed';
import type { DashLook } from '../look.ts';
import type { DashModel } from '../model.ts';
import { type Drawn, drawPanel, drawRow, kindOf } from './panels.ts';
import { tagsOf } from './tags.ts';

export interface Painter {
  /** True when something changed; then the screen has to be rendered. */
  paint(model: DashModel): boolean;
}

/** A painter for one screen. */
export function createPainter(screen: Widgets.Screen, look: DashLook): Painter {
  let shape = '';
  let shown = '';
  let drawn: Drawn[] = [];
  let header: (content: string) => void = () => {};
  let footer: (content: string) => void = () => {};
  const build = (model: DashModel): void => {
    for (const child of [...screen.children]) child.detach();
    header = drawRow(screen, 0);
    drawn = model.panels.map((panel) => drawPanel(screen, panel, look));
    if (model.footer !== undefined) footer = drawRow(screen, model.footer.row);
  };
  return {
    paint(model) {
      const picture = JSON.stringify(model);
      if (picture === shown) return false;
      shown = picture;
      const wanted = JSON.stringify([model.size, model.panels.map((panel) => [panel.rect, kindOf(panel, look)]), model.footer?.row]);
      if (wanted !== shape) build(model);
      shape = wanted;
      header(tagsOf(model.header, look));
      for (const [at, panel] of model.panels.entries()) drawn[at]?.update(panel);
      if (model.footer !== undefined) footer(tagsOf(model.footer.line, look));
      return true;
    },
  };
}
