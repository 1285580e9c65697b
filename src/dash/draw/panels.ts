/** One panel as a widget of blessed-contrib, or as a box of text. Widgets are made once for a place and then given new data. */
import blessed, { type Widgets } from 'blessed';
import contribLine from 'blessed-contrib/lib/widget/charts/line.js';
import contribLog from 'blessed-contrib/lib/widget/log.js';
import contribTable from 'blessed-contrib/lib/widget/table.js';
import contribTree from 'blessed-contrib/lib/widget/tree.js';
import type { DashLook } from '../look.ts';
import type { Panel } from '../model.ts';
import type { Series } from '../panels/counts.ts';
import type { TreeNode } from '../panels/tree.ts';
import { colourOf, tagsOf } from './tags.ts';

export interface Drawn {
  /** New content for the same place. */
  update(panel: Panel): void;
}

type Screen = Widgets.Screen;
type Options = Widgets.BoxOptions & Readonly<Record<string, unknown>>;

/** Options of every panel: its cells, a line around it, the terminal's own colours. */
const base = (screen: Screen, { rect }: Panel): Options => ({
  screen,
  top: rect.row,
  left: rect.column,
  width: rect.width,
  height: rect.height,
  border: { type: 'line' },
  tags: true,
  wrap: false,
  fg: 'default',
  bg: 'default',
  style: { fg: 'default', bg: 'default', border: { fg: 'default', bg: 'default' }, label: { fg: 'default', bg: 'default' } },
});

/** Writes the panel's name into its upper line, from its second column on. */
function setTitle(element: Widgets.BoxElement, panel: Panel, look: DashLook): void {
  element.setLabel(` ${tagsOf(panel.title, look)} `);
  const { _label: label } = element as unknown as { readonly _label: { rleft: number } };
  label.rleft = 0;
}

const linesOf = (panel: Panel, look: DashLook): string[] => panel.lines.map((line) => tagsOf(line, look));

function textPanel(screen: Screen, panel: Panel, look: DashLook): Drawn {
  const box = blessed.box(base(screen, panel));
  screen.append(box);
  return {
    update(next) {
      setTitle(box, next, look);
      box.setContent(linesOf(next, look).join('\n'));
    },
  };
}

function tablePanel(screen: Screen, panel: Panel, look: DashLook): Drawn {
  const table = contribTable({
    ...base(screen, panel),
    interactive: false,
    selectedFg: 'default',
    selectedBg: 'default',
    columnSpacing: 0,
    // Whole lines: the widget measures tags as text, so it must not cut.
    columnWidth: [Number.MAX_SAFE_INTEGER],
  });
  // Only now: the widgets set themselves up when they come onto a screen.
  screen.append(table);
  const { rows } = table;
  // The widget leaves an empty row below its header and cells at its sides: here the rows have them all.
  rows.position.top = 1;
  rows.position.left = 0;
  table.render = () => {
    rows.width = panel.rect.width - 2;
    rows.height = panel.rect.height - 3;
    return blessed.box.prototype.render.call(table);
  };
  table.setData = ({ headers, data }) => {
    table.setContent(headers.join(''));
    rows.setItems(data.map((cells) => cells.join('')) as unknown as Widgets.BlessedElement[]);
  };
  return {
    update(next) {
      const [header = '', ...lines] = linesOf(next, look);
      setTitle(table, next, look);
      table.setData({ headers: [header], data: lines.map((line) => [line]) });
    },
  };
}

function nodesOf(nodes: readonly TreeNode[], look: DashLook): Record<string, contribTree.Node> {
  return Object.fromEntries(
    nodes.map((node, at) => {
      const name = tagsOf(
        [
          { text: node.name, role: node.chosen ? 'accent' : 'plain', bold: node.chosen },
          { text: ` ${node.refcnt}`, role: 'plain' },
        ],
        look,
      );
      return [`${at} ${node.name}`, { name, extended: true, children: nodesOf(node.users, look) }];
    }),
  );
}

function treePanel(screen: Screen, panel: Panel, look: DashLook): Drawn {
  const tree = contribTree({
    ...base(screen, panel),
    selectedFg: 'default',
    selectedBg: 'default',
    template: { lines: look.signs === 'unicode', extend: ' ', retract: ' ' },
  });
  screen.append(tree);
  tree.rows.position.top = 0;
  tree.rows.position.left = 1;
  tree.render = () => {
    tree.rows.width = panel.rect.width - 3;
    tree.rows.height = panel.rect.height - 2;
    return blessed.box.prototype.render.call(tree);
  };
  return {
    update(next) {
      setTitle(tree, next, look);
      if (next.widget?.kind === 'tree') tree.setData({ extended: true, children: nodesOf(next.widget.roots, look) });
    },
  };
}

function logPanel(screen: Screen, panel: Panel, look: DashLook): Drawn {
  const log = contribLog({ ...base(screen, panel), bufferLength: panel.rect.height - 2 });
  screen.append(log);
  return {
    update(next) {
      setTitle(log, next, look);
      log.logLines = [];
      for (const line of linesOf(next, look)) log.log(line);
    },
  };
}

/** Names of moments below the chart: the first, two between, and `now` where its three letters still fit. */
function momentsOf(points: number): { readonly labels: string[]; readonly every: number } {
  const every = Math.max(1, Math.floor((points - 8) / 3));
  const labels = Array.from({ length: points }, () => '');
  for (const [at, text] of ['-60 s', '-40 s', '-20 s', 'now'].entries()) labels[at * every] = text;
  return { labels, every };
}

/** Grid lines above the axis. */
const GRID = 4;

function linePanel(screen: Screen, panel: Panel, look: DashLook): Drawn {
  const chart = contribLine({
    ...base(screen, panel),
    style: { line: 'normal', text: 'normal', baseline: 'normal', border: { fg: 'default', bg: 'default' } },
    wholeNumbersOnly: true,
    xPadding: 6,
    xLabelPadding: 2,
    minY: 0,
  });
  // All of the room inside; the widget would leave six columns and a row unused.
  chart.calcSize = () => {
    chart.canvasSize = { width: (panel.rect.width - 3) * 2, height: (panel.rect.height - 1) * 4 };
  };
  screen.append(chart);
  const dataOf = (series: Series): contribLine.Data => ({
    title: series.name,
    x: momentsOf(series.counts.length).labels,
    y: series.counts,
    style: { line: colourOf(series.role, look.theme) ?? 'normal' },
  });
  return {
    update(next) {
      setTitle(chart, next, look);
      if (next.widget?.kind !== 'line') return;
      const { series, top } = next.widget;
      const step = Math.ceil(top / GRID);
      chart.options.numYLabels = GRID + 1;
      chart.options.maxY = step * (GRID + 1);
      chart.options.showNthLabel = momentsOf(series[0]?.counts.length ?? 1).every;
      // The last line drawn is on top: the chosen one.
      chart.setData([...series].reverse().map(dataOf));
    },
  };
}

/** What kind of widget a panel needs: where it changes, the widget is made anew. */
export function kindOf(panel: Panel, look: DashLook): string {
  const kind = panel.widget?.kind ?? 'text';
  return kind === 'line' && !look.braille ? 'text' : kind;
}

/** Makes the widget of a panel on the screen. */
export function drawPanel(screen: Screen, panel: Panel, look: DashLook): Drawn {
  switch (panel.widget?.kind) {
    case 'line':
      return linePanel(screen, panel, look);
    case 'table':
      return tablePanel(screen, panel, look);
    case 'tree':
      return treePanel(screen, panel, look);
    case 'log':
      return logPanel(screen, panel, look);
    default:
      return textPanel(screen, panel, look);
  }
}

/** Header and footer: a row of text. */
export function drawRow(screen: Screen, row: number): (content: string) => void {
  const box = blessed.box({
    parent: screen,
    top: row,
    left: 0,
    width: '100%',
    height: 1,
    tags: true,
    wrap: false,
    style: { fg: 'default', bg: 'default' },
  });
  return (content) => box.setContent(content);
}
