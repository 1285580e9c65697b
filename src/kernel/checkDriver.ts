/** Checks that an object is a driver, and says in one line each what is wrong with it. */
import type { Driver } from './driver.ts';

type Kind = 'string' | 'number' | 'strings' | 'function' | 'object';

/** Every field that a driver may have: the compiler misses one that is not here. */
const FIELDS: Readonly<Record<keyof Driver, Kind>> = {
  name: 'string',
  version: 'string',
  license: 'string',
  author: 'string',
  description: 'string',
  aliases: 'strings',
  srcversion: 'string',
  size: 'number',
  initSize: 'number',
  params: 'object',
  exports: 'object',
  needs: 'strings',
  kernelSymbols: 'strings',
  chrdevs: 'object',
  netdevs: 'object',
  families: 'object',
  timers: 'object',
  threads: 'object',
  packet: 'function',
  cells: 'object',
  init: 'function',
  exit: 'function',
  canUnload: 'function',
};
const KINDS = new Map<string, Kind>(Object.entries(FIELDS));

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,54}$/;
const PARAM_TYPES: ReadonlySet<unknown> = new Set(['int', 'uint', 'long', 'ulong', 'short', 'ushort', 'byte', 'bool', 'invbool', 'charp']);

function fits(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'strings':
      return Array.isArray(value) && value.every((one) => typeof one === 'string');
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'number':
      return typeof value === 'number' && Number.isInteger(value) && value > 0;
    default:
      return typeof value === kind;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isGeneratorFunction = (value: unknown): boolean => typeof value === 'function' && value.constructor.name === 'GeneratorFunction';

/** Functions below a field, with the path that names them. */
function* functionsIn(value: unknown, path: string): Generator<readonly [string, unknown]> {
  if (typeof value === 'function') yield [path, value];
  else if (isObject(value)) for (const [key, inner] of Object.entries(value)) yield* functionsIn(inner, `${path}.${key}`);
}

function paramProblems(params: Record<string, unknown>): string[] {
  const problems: string[] = [];
  for (const [name, spec] of Object.entries(params)) {
    if (!isObject(spec)) problems.push(`params.${name} is no object`);
    else if (typeof spec['mode'] !== 'number') problems.push(`params.${name}.mode is missing`);
    else if (spec['type'] !== undefined && !PARAM_TYPES.has(spec['type']))
      problems.push(`params.${name}.type is ${String(spec['type'])}, which is no parameter type`);
    else if (spec['type'] === undefined && spec['get'] === undefined && spec['set'] === undefined)
      problems.push(`params.${name} has neither type nor get nor set`);
  }
  return problems;
}

function cellProblems(cells: Record<string, unknown>): string[] {
  return Object.entries(cells)
    .filter(([, spec]) => !isObject(spec) || !Number.isInteger(spec['init']))
    .map(([name]) => `cells.${name}.init is no integer`);
}

/** What is wrong with a value that should be a driver; empty when nothing is. */
export function driverProblems(value: unknown): string[] {
  if (!isObject(value)) return ['it is no object'];
  if (typeof value['name'] !== 'string') return ['the field name is missing'];
  const problems: string[] = [];
  if (!NAME.test(value['name']))
    problems.push(`name ${JSON.stringify(value['name'])} is no module name (letters, digits and _, at most 55)`);
  for (const [field, given] of Object.entries(value)) {
    const kind = KINDS.get(field);
    if (kind === undefined) problems.push(`the field ${field} is not known`);
    else if (given !== undefined && !fits(given, kind))
      problems.push(`the field ${field} is no ${kind === 'strings' ? 'list of strings' : kind === 'number' ? 'positive integer' : kind}`);
  }
  if (isObject(value['params'])) problems.push(...paramProblems(value['params']));
  if (isObject(value['cells'])) problems.push(...cellProblems(value['cells']));
  for (const [path, found] of functionsIn(value, '')) {
    if (!isGeneratorFunction(found))
      problems.push(`${path.slice(1)} must be a generator function (write *${path.split('.').at(-1)}(k) { ... })`);
  }
  return problems;
}

/** True for a value that may be used as a driver. */
export const isDriver = (value: unknown): value is Driver => driverProblems(value).length === 0;
