/** The usage of `explore` and what it takes are two lists: they must be the same. */
import { expect, test } from 'vitest';
import { readRequest } from '../../src/explore/request.ts';
import { exploreOptions } from '../../src/host/cli/words/explore.ts';

const SAMPLES: Readonly<Record<string, string>> = { '<id>': 'today', '<model>': 'smp', '<i/n>': '1/2', '<promela>': 'promela' };
const sampleOf = (value: string, choices: readonly string[]): string => choices[0] ?? SAMPLES[value] ?? '3';

test.each(exploreOptions().map((option) => [option.long ?? '', option] as const))('%s is taken as the usage says', (long, option) => {
  const words = option.value === undefined ? [long] : [long, sampleOf(option.value, option.choices)];
  expect(() => readRequest(['--matrix', ...words])).not.toThrow();
  expect(option.description).not.toBe('');
});
