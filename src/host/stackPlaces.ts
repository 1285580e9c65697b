/** Stacks of the built program, read through its source map. */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program, or under the tests this file alone. */
const PROGRAM = fileURLToPath(import.meta.url);
const FRAME = /(?:\(|at )(?:file:\/\/)?(\/[^()]+):(\d+):(\d+)\)?$/;
/** Above dist/, where the program lies, and src/host/, where this file does. */
const ROOT = PROGRAM.replace(/\/(?:dist|src\/host)\/[^/]*$/, '');
/** Helpers that every step goes through. */
const HELPERS = /^src\/(?:engine|explore\/places)\b/;

let map: SourceMap | undefined | null;

/** The map beside the program, read when it is first asked for; undefined: there is none. */
function mapOf(): SourceMap | undefined {
  if (map === undefined) {
    try {
      map = new SourceMap(JSON.parse(readFileSync(`${PROGRAM}.map`, 'utf8')));
    } catch {
      map = null;
    }
  }
  return map ?? undefined;
}

/** `src/kernel/unload.ts:87`; `mydriver.js:12` for a file of the user's. */
function placeOf(file: string, line: number, column: number): string {
  if (file !== PROGRAM || !PROGRAM.startsWith(`${ROOT}/dist/`))
    return `${file.startsWith(`${ROOT}/`) ? file.slice(ROOT.length + 1) : basename(file)}:${line}`;
  const found = mapOf()?.findEntry(line - 1, column - 1);
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
