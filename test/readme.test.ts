/** What the README says is so: its tables, its driver, its commands, its comparisons. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { drivers } from '../fixtures/drivers/index.ts';
import { compareScript } from '../src/boot/compare.ts';
import { comparisonMarkdown } from '../src/boot/compareText.ts';
import { driverProblems } from '../src/kernel/checkDriver.ts';
import type { Driver } from '../src/kernel/driver.ts';
import { regimes } from '../src/regimes/index.ts';
import { regimeNamed, runScript } from './helpers/system.ts';

const ROOT = resolve(import.meta.dirname, '..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const scripts: Record<string, string> = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts;

test('the first lines say what it is, show one picture, and give the two commands', () => {
  const lines = readme.split('\n').filter((line) => line !== '');
  expect(lines[0]).toBe('# modsh');
  expect(lines[2]).toMatch(/^!\[.+\]\(fixtures\/pictures\/.+\.svg\)$/);
  expect(lines.slice(3, 7).join('\n')).toContain('npm ci && npm start');
  expect(lines.slice(3, 7).join('\n')).toContain('npm test');
});

test('the table of regimes is the list of regimes', () => {
  const section = readme.slice(readme.indexOf('## Ten rules'), readme.indexOf('## Scripts'));
  const ids = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]);
  expect(ids).toEqual(regimes.map((regime) => regime.id));
});

test('every npm script that the README names exists', () => {
  const named = [...readme.matchAll(/npm (?:run )?(start|test|bench|docs|demo|verify|build)\b/g)].map((match) => match[1] as string);
  for (const name of new Set(named)) expect(Object.keys(scripts)).toContain(name);
});

test('the driver of the README is under thirty lines, is a driver, and is counted', () => {
  const code = /```js\nexport default ([\s\S]*?);\n```/.exec(readme)?.[1] ?? '';
  expect(code.split('\n').length).toBeLessThan(30);
  const driver: Driver = new Function(`return ${code}`)();
  expect(driverProblems(driver)).toEqual([]);
  const ran = runScript('insmod mydev.ko; exec 3</dev/mydev0; rmmod mydev; echo $?; exec 3<&-; rmmod mydev; echo $?', {
    drivers: [...drivers, driver],
  });
  expect(ran.stdout).toBe('1\n0\n');
  expect(ran.stderr).toBe('rmmod: ERROR: Module mydev is in use\n');
});

const comparisons = [...readme.matchAll(/<!-- compare: (\S+) -->\n([\s\S]*?)<!-- \/compare -->/g)];

test('there are comparisons in the README', () => {
  expect(comparisons.length).toBeGreaterThan(0);
});

test.each(comparisons.map((match) => [match[1] as string, match[2] as string]))(
  'the comparison of %s is what the program prints',
  (file, table) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const found = compareScript({ name: file, text, args: [] }, regimes, regimeNamed('today'), drivers);
    expect(comparisonMarkdown(found)).toBe(table);
  },
);

test('the import table of the README names every folder of src', () => {
  for (const folder of ['engine', 'kernel', 'regimes', 'explore', 'shell', 'commands', 'record', 'tui', 'boot', 'host']) {
    expect(readme).toMatch(new RegExp(`^\\| \`src/${folder}\``, 'm'));
  }
});
