/** Stacks of the built program, read through its source map. */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const FRAME = /(?:\(|at )(?:file:\/\/)?(\/[^()]+):(\d+):(\d+)\)?$/;
/** Above dist/, where the built program lies in parts, and src/host/, where this file does. */
const ROOT = fileURLToPath(import.meta.url).replace(/\/(?:dist|src\/host)\/[^/]*$/, '');
const BUILT = `${ROOT}/dist/`;
/** Helpers that every step goes through. */
const HELPERS = /^src\/(?:engine|explore\/places)\b/;

const maps = new Map<string, SourceMap | undefined>();

/** The map beside a part of the program, read when it is first asked for; undefined: there is none. */
function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(`${file}.map`));
  return maps.get(file);
}

function readMap(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** `src/kernel/unload.ts:87`; `mydriver.js:12` for a file of the user's. */
function placeOf(file: string, line: number, column: number): string {
  if (!file.startsWith(BUILT)) return `${file.startsWith(`${ROOT}/`) ? file.slice(ROOT.length + 1) : basename(file)}:${line}`;
  const found = mapOf(file)?.findEntry(line - 1, column - 1);
  if (found === undefined || !('originalSource' in found)) return '';
  return `${found.originalSource.replace(/^\.\.\//, '')}:${found.originalLine + 1}`;
}

/** See `ReadStack` of src/explore/places.ts: the first frame that is no helper of the engine. */
export function readStack(stack: string): string {
  for (const frame of stack.split('\n')) {
    const [, file, line, column] = FRAME.exec(frame) ?? [];
    const place = file === undefined ? '' : placeOf(file, Number(line), Number(column));
    if (place !== '' && !HELPERS.test(place)) return place;
  }
  return '';
}
