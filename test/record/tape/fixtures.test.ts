import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseTape } from '../../../src/record/tape/parse.ts';

const folder = new URL('../../../fixtures/tapes/', import.meta.url);

describe('the tapes that come with the project', () => {
  test.each(readdirSync(folder).filter((name) => name.endsWith('.tape')))('%s can be played and has a marker for each scene', (name) => {
    const parsed = parseTape(readFileSync(new URL(name, folder), 'utf8'), name, { read: () => undefined, knows: () => true });
    if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
    expect(parsed.tape.steps.filter((step) => step.do === 'marker').length).toBeGreaterThan(0);
    // What is written is said by whoever plays it.
    expect(parsed.tape.outputs).toEqual([]);
  });
});
