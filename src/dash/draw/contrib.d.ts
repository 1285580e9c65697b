// The widgets of blessed-contrib that the dashboard uses, each by its own file: the package as a whole loads maps and pictures too.
// Only what is used is declared.
declare module 'blessed-contrib/lib/widget/charts/line.js' {
  import type { Widgets } from 'blessed';

  namespace line {
    interface Data {
      readonly title: string;
      readonly x: readonly string[];
      readonly y: readonly number[];
      readonly style: { readonly line: string };
    }
    interface Line extends Widgets.BoxElement {
      options: Widgets.BoxOptions & { maxY?: number; showNthLabel?: number; numYLabels?: number };
      canvasSize: { width: number; height: number };
      calcSize(): void;
      setData(data: readonly Data[]): void;
    }
  }
  function line(options: Widgets.BoxOptions & Readonly<Record<string, unknown>>): line.Line;
  export = line;
}

declare module 'blessed-contrib/lib/widget/table.js' {
  import type { Widgets } from 'blessed';

  namespace table {
    interface Table extends Widgets.BoxElement {
      readonly rows: Widgets.ListElement;
      setData(data: { readonly headers: readonly string[]; readonly data: readonly (readonly string[])[] }): void;
    }
  }
  function table(options: Widgets.BoxOptions & Readonly<Record<string, unknown>>): table.Table;
  export = table;
}

declare module 'blessed-contrib/lib/widget/tree.js' {
  import type { Widgets } from 'blessed';

  namespace tree {
    interface Node {
      name?: string;
      extended: boolean;
      children: Record<string, Node>;
    }
    interface Tree extends Widgets.BoxElement {
      readonly rows: Widgets.ListElement;
      setData(root: Node): void;
    }
  }
  function tree(options: Widgets.BoxOptions & Readonly<Record<string, unknown>>): tree.Tree;
  export = tree;
}

declare module 'blessed-contrib/lib/widget/log.js' {
  import type { Widgets } from 'blessed';

  namespace log {
    interface Log extends Widgets.BoxElement {
      logLines: string[];
      log(line: string): void;
    }
  }
  function log(options: Widgets.BoxOptions & Readonly<Record<string, unknown>>): log.Log;
  export = log;
}
