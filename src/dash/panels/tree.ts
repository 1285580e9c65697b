/** Which module uses which: the provider at the root, its users below, each with its refcnt. */
import type { ModuleView } from '../../engine/view.ts';
import type { Size } from '../layout.ts';
import { signsOf } from '../look.ts';
import type { Body, DashInput } from '../model.ts';
import { chosenModule } from '../state.ts';
import { cutLine, type Line, plain, span, strong } from '../text.ts';

export interface TreeNode {
  readonly name: string;
  readonly refcnt: number;
  readonly chosen: boolean;
  readonly users: readonly TreeNode[];
}

/** A module that uses itself through others would have no end. */
const DEPTH_MAX = 16;

/** Modules that use nothing, with all that stands on them. */
export function treeOf(modules: readonly ModuleView[], chosen: ModuleView | undefined): TreeNode[] {
  const byName = new Map(modules.map((module) => [module.name, module]));
  const users = new Set(modules.flatMap((module) => module.holders));
  const nodeOf = (module: ModuleView, depth: number): TreeNode => ({
    name: module.name,
    refcnt: module.refcnt,
    chosen: module.id === chosen?.id,
    users:
      depth >= DEPTH_MAX ? [] : module.holders.flatMap((name) => [byName.get(name) ?? []].flat()).map((user) => nodeOf(user, depth + 1)),
  });
  const roots = modules.filter((module) => !users.has(module.name)).map((module) => nodeOf(module, 0));
  // Those with users come first: they are what a tree is for.
  return [...roots.filter((node) => node.users.length > 0), ...roots.filter((node) => node.users.length === 0)];
}

/** What stands for a node: `core 2`. */
const label = (node: TreeNode): Line => [node.chosen ? strong(node.name, 'accent') : span(node.name), span(` ${node.refcnt}`)];

/** All modules, users indented below what they use. */
export function treePanel({ view, state, look }: DashInput, room: Size): Body {
  const signs = signsOf(look);
  const roots = treeOf(view.modules, chosenModule(state, view));
  const lines: Line[] = [];
  const put = (node: TreeNode, before: string, last: boolean, depth: number): void => {
    lines.push([span(depth === 0 ? ' ' : ` ${before}${last ? signs.tree.last : signs.tree.branch}`), ...label(node)]);
    const deeper = depth === 0 ? '' : before + (last ? '   ' : signs.tree.through);
    for (const [at, user] of node.users.entries()) put(user, deeper, at === node.users.length - 1, depth + 1);
  };
  for (const root of roots) put(root, '', true, 0);
  const title = plain('who uses whom');
  if (lines.length === 0) return { title, lines: [plain(' no module is loaded')] };
  const kept = lines.length <= room.rows ? lines : [...lines.slice(0, room.rows - 1), plain(` +${lines.length - room.rows + 1} more`)];
  const body: Body = { title, lines: kept.map((line) => cutLine(line, room.columns, signs.more)) };
  return lines.length <= room.rows ? { ...body, widget: { kind: 'tree', roots } } : body;
}
