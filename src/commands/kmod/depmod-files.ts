/** The files that depmod writes, as texts (kmod 30, tools/depmod.c). */

import { allDependencies, type DepmodGraph, type DepmodModule, type DepmodNode, depmodGraph } from './depmod-graph.ts';
import { writeIndex } from './indexes.ts';

/** In the order in which depmod writes them. */
export const DEPMOD_FILES = [
  'modules.dep',
  'modules.dep.bin',
  'modules.alias',
  'modules.alias.bin',
  'modules.softdep',
  'modules.symbols',
  'modules.symbols.bin',
  'modules.builtin.bin',
  'modules.builtin.alias.bin',
  'modules.devname',
] as const;
export type DepmodFile = (typeof DEPMOD_FILES)[number];

/** What comes with a kernel and depmod makes indexes of; undefined: it is not there, and the index is an empty file. */
export interface BuiltinLists {
  /** modules.builtin. */
  readonly names: string | undefined;
  /** modules.builtin.modinfo. */
  readonly modinfo: string | undefined;
}

const values = (node: DepmodNode, key: string): string[] => node.image.modinfo.filter(([name]) => name === key).map(([, value]) => value);
const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

function dependencyLine(node: DepmodNode): string {
  return `${node.path}:${allDependencies(node)
    .map(({ path }) => ` ${path}`)
    .join('')}`;
}

/** A device that is made before its driver is loaded: from the aliases `devname:NAME` and `char-major-N-M`. */
interface StaticNode {
  readonly name: string;
  /** `c10:235`; undefined: no alias tells the numbers. */
  readonly numbers: string | undefined;
}

function staticNode(node: DepmodNode): StaticNode | undefined {
  let name: string | undefined;
  let numbers: string | undefined;
  for (const alias of values(node, 'alias')) {
    const major = /^(char|block)-major-(\d+)-(\d+)/.exec(alias);
    if (alias.startsWith('devname:')) name = alias.slice('devname:'.length);
    else if (major !== null) numbers = `${major[1] === 'char' ? 'c' : 'b'}${Number(major[2])}:${Number(major[3])}`;
    if (name !== undefined && numbers !== undefined) break;
  }
  return name === undefined ? undefined : { name, numbers };
}

/** Modules with a device name and no numbers: depmod leaves them out with an error. */
export const unnumberedNodes = (graph: DepmodGraph): { readonly module: string; readonly device: string }[] =>
  graph.nodes.flatMap((node) => {
    const found = staticNode(node);
    return found === undefined || found.numbers !== undefined ? [] : [{ module: node.name, device: found.name }];
  });

function devnameText(graph: DepmodGraph): string {
  const lines = graph.nodes.flatMap((node) => {
    const found = staticNode(node);
    return found?.numbers === undefined ? [] : [`${node.name} ${found.name} ${found.numbers}`];
  });
  return lines.length === 0 ? '' : text(['# Device nodes to trigger on-demand module loading.', ...lines]);
}

const indexOf = (list: string | undefined): string => (list === undefined ? '' : writeIndex(list));

/** Returns the content of every file for a graph without cycles. */
export function graphFiles(graph: DepmodGraph, builtin: BuiltinLists): Record<DepmodFile, string> {
  const { nodes, symbols } = graph;
  const each = (key: string, line: (node: DepmodNode, value: string) => string): string[] =>
    nodes.flatMap((node) => values(node, key).map((value) => line(node, value)));
  const dep = text(nodes.map(dependencyLine));
  const alias = text(['# Aliases extracted from modules themselves.', ...each('alias', ({ name }, value) => `alias ${value} ${name}`)]);
  const softdep = text([
    '# Soft dependencies extracted from modules themselves.',
    ...each('softdep', ({ name }, value) => `softdep ${name} ${value}`),
  ]);
  const symbol = text([
    '# Aliases for symbols, used by symbol_request().',
    ...symbols.map((one) => `alias symbol:${one.symbol} ${one.owner.name}`),
  ]);
  return {
    'modules.dep': dep,
    'modules.dep.bin': writeIndex(dep),
    'modules.alias': alias,
    'modules.alias.bin': writeIndex(alias),
    'modules.softdep': softdep,
    'modules.symbols': symbol,
    'modules.symbols.bin': writeIndex(symbol),
    'modules.builtin.bin': indexOf(builtin.names),
    'modules.builtin.alias.bin': indexOf(builtin.modinfo),
    'modules.devname': devnameText(graph),
  };
}

/** Returns the files that depmod makes of a tree of modules, by name. The modules' dependencies must have no cycle. */
export const depmodFiles = (modules: readonly DepmodModule[], order = ''): Record<DepmodFile, string> =>
  graphFiles(depmodGraph(modules, order), { names: '', modinfo: '' });
