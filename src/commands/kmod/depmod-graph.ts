/** Which module needs which, as depmod works it out from symbols (kmod 30, tools/depmod.c). Pure functions. */
import type { ModuleImage } from '../../kernel/image.ts';
import { hashOrder } from './hash-order.ts';
import { nameOfPath } from './names.ts';

const MODULE_BUCKETS = 512;
const SYMBOL_BUCKETS = 2048;

/** A module file as depmod sees it. */
export interface DepmodModule {
  /** Below the folder of modules, or absolute. */
  readonly path: string;
  readonly image: Pick<ModuleImage, 'modinfo' | 'exports' | 'needs'>;
}

export interface DepmodNode {
  readonly name: string;
  readonly path: string;
  readonly image: DepmodModule['image'];
  /** Modules whose symbols it uses itself. */
  readonly needs: DepmodNode[];
  /** How many use it. */
  users: number;
  /** Place in the order in which nothing comes before its users. */
  rank: number;
}

/** A symbol that a module takes from another. */
interface DepmodUse {
  readonly user: DepmodNode;
  readonly symbol: string;
  readonly owner: DepmodNode;
}

export interface DepmodGraph {
  /** In the order of the lines of modules.dep. */
  readonly nodes: readonly DepmodNode[];
  /** In the order of the lines of modules.symbols. */
  readonly symbols: readonly { readonly symbol: string; readonly owner: DepmodNode }[];
  readonly uses: readonly DepmodUse[];
  /** Symbols that nobody has, of those that the kernel's list does not hold either. */
  readonly unknown: readonly { readonly user: DepmodNode; readonly symbol: string }[];
  /** True when the modules can be put in an order. */
  readonly acyclic: boolean;
}

/**
 * Returns module files in the order in which depmod takes them: those that modules.order lists (by uncompressed name),
 * in its order; then the others, in hash order.
 */
export function sortModules<T extends { readonly path: string }>(modules: readonly T[], order: string): T[] {
  const byName = new Map(modules.map((module) => [nameOfPath(module.path) ?? '', module]));
  const listed = new Map(order.split('\n').map((line, at) => [line, at]));
  const place = ({ path }: T): number => listed.get(path.replace(/\.ko\.\w+$/, '.ko')) ?? listed.size;
  return hashOrder(byName.keys(), MODULE_BUCKETS)
    .flatMap((name) => byName.get(name) ?? [])
    .sort((a, b) => place(a) - place(b));
}

/** Gives each node its rank: users first, taken from the end of the list of those that nobody left uses. */
function rankNodes(nodes: readonly DepmodNode[]): boolean {
  const left = new Map(nodes.map((node) => [node, node.users]));
  const ready = nodes.filter((node) => node.users === 0);
  let rank = 0;
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    node.rank = rank;
    rank += 1;
    for (const needed of node.needs) {
      const users = (left.get(needed) ?? 0) - 1;
      left.set(needed, users);
      if (users === 0) ready.push(needed);
    }
  }
  return rank === nodes.length;
}

/**
 * Returns the graph of these modules. `order` is the text of modules.order; `kernelSymbols` the names that the kernel
 * has, for the list of unknown ones.
 */
export function depmodGraph(modules: readonly DepmodModule[], order = '', kernelSymbols: ReadonlySet<string> = new Set()): DepmodGraph {
  const nodes = sortModules(modules, order).map(
    ({ path, image }): DepmodNode => ({ name: nameOfPath(path) ?? '', path, image, needs: [], users: 0, rank: -1 }),
  );
  const owners = new Map<string, DepmodNode>();
  for (const node of nodes) for (const { name } of node.image.exports) owners.set(name, node);
  const uses: DepmodUse[] = [];
  const unknown: { user: DepmodNode; symbol: string }[] = [];
  for (const user of nodes) {
    for (const { name: symbol } of user.image.needs) {
      const owner = owners.get(symbol);
      if (owner === undefined) {
        if (!kernelSymbols.has(symbol)) unknown.push({ user, symbol });
      } else if (!user.needs.includes(owner)) {
        user.needs.push(owner);
        owner.users += 1;
        uses.push({ user, symbol, owner });
      }
    }
  }
  const acyclic = rankNodes(nodes);
  const symbols = hashOrder(owners.keys(), SYMBOL_BUCKETS).flatMap((symbol) => {
    const owner = owners.get(symbol);
    return owner === undefined ? [] : [{ symbol, owner }];
  });
  return { nodes, symbols, uses, unknown, acyclic };
}

/** Returns all that a module needs, directly or not, in the order of modules.dep: users before what they use. */
export function allDependencies(node: DepmodNode): DepmodNode[] {
  const found = new Set<DepmodNode>();
  const visit = (one: DepmodNode): void => {
    for (const needed of one.needs) {
      if (found.has(needed)) continue;
      found.add(needed);
      visit(needed);
    }
  };
  visit(node);
  return [...found].sort((a, b) => a.rank - b.rank);
}

/** Returns the cycles as depmod names them, `a -> b -> a`, and how many modules stand in one. */
export function findCycles(graph: DepmodGraph): { readonly cycles: readonly string[]; readonly members: number } {
  const roots = graph.nodes.filter((node) => node.rank < 0);
  const members = new Set<string>();
  const cycles: string[] = [];
  const visited = new Set<DepmodNode>();
  for (let root = roots.shift(); root !== undefined; root = roots.shift()) {
    const start = root;
    const stack: (readonly DepmodNode[])[] = [[start]];
    for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
      const node = path[path.length - 1] as DepmodNode;
      if (visited.has(node)) {
        if (node !== start || path.length === 1) continue;
        for (const one of path.slice(0, -1)) {
          members.add(one.name);
          const at = roots.indexOf(one);
          if (at >= 0) roots.splice(at, 1);
        }
        cycles.push(path.map(({ name }) => name).join(' -> '));
        continue;
      }
      visited.add(node);
      for (const needed of node.needs) if (needed.rank < 0) stack.push([...path, needed]);
    }
  }
  return { cycles, members: members.size };
}
