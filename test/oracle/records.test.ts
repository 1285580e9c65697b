/** What a real kernel and the real tools printed, step by step, against what modsh prints. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { report } from '../helpers/system.ts';

interface Rule {
  readonly in: readonly string[];
  readonly pattern: string;
  readonly replace: string;
  readonly optional?: boolean;
}
interface Recorded {
  readonly steps: readonly { cmd: string; stdout: string; stderr: string; exit: number }[];
  readonly dmesg: readonly string[];
}

const here = import.meta.dirname;
// Rules marked optional are for other kernel builds: our fixtures carry the recorded sizes and source versions.
const rules: readonly Rule[] = JSON.parse(readFileSync(join(here, 'normalise.json'), 'utf8')).rules.filter(
  (rule: Rule) => rule.optional !== true,
);

const normalise = (text: string, where: string): string =>
  rules.filter((rule) => rule.in.includes(where)).reduce((so, rule) => so.replace(new RegExp(rule.pattern, 'gm'), rule.replace), text);

const names = readdirSync(join(here, 'scenarios')).map((file) => file.replace(/\.sh$/, ''));

test('there is a record for each scenario', () => {
  expect(names.length).toBe(58);
});

test.each(names)('%s prints what a real kernel and its tools printed', (name) => {
  const want: Recorded = JSON.parse(readFileSync(join(here, 'results', `${name}.json`), 'utf8'));
  const script = readFileSync(join(here, 'scenarios', `${name}.sh`), 'utf8');
  const got = report(script, { strict: true }, `${name}.sh`);
  const shape = (steps: Recorded['steps']): unknown[] =>
    steps.map(({ cmd, stdout, stderr, exit }) => ({ cmd, stdout: normalise(stdout, 'stdout'), stderr: normalise(stderr, 'stderr'), exit }));
  expect(shape(got.steps)).toEqual(shape(want.steps));
  expect(got.dmesg.map((line) => normalise(line, 'dmesg'))).toEqual(want.dmesg.map((line) => normalise(line, 'dmesg')));
});

test.each(names.slice(0, 12))('%s gives the same report twice', (name) => {
  const script = readFileSync(join(here, 'scenarios', `${name}.sh`), 'utf8');
  expect(report(script, { strict: true })).toEqual(report(script, { strict: true }));
});
