/** The shape of the tree, held down: who may import whom, what pure code may name, how long a file may be. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .sort()
    .flatMap((name) => {
      const path = `${folder}/${name}`;
      return statSync(join(ROOT, path)).isDirectory() ? filesBelow(path) : [path];
    });
}

const sources = [...filesBelow('src'), ...filesBelow('fixtures')].filter((path) => /\.tsx?$/.test(path));
const text = new Map(sources.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));

/** Folder → what its files may import besides their own folder. `types`: `import type` is enough and allowed. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/engine': [],
  'src/kernel': ['src/engine'],
  'src/regimes': ['src/engine', 'src/kernel'],
  'src/explore': ['src/engine', 'src/kernel', 'src/regimes'],
  'src/shell': ['src/engine'],
  'src/commands': ['src/shell', 'src/engine', 'src/kernel', 'src/regimes', 'src/explore'],
  'src/record': ['src/engine', 'src/shell'],
  'src/tui': ['src/engine'],
  'src/dash': ['src/engine'],
  'src/boot': ['src/engine', 'src/kernel', 'src/regimes', 'src/explore', 'src/shell', 'src/commands', 'src/record', 'src/tui', 'fixtures'],
  'src/host': ['src', 'fixtures'],
  'src/main.ts': ['src', 'fixtures'],
  'fixtures/drivers': ['src/kernel/driver.ts'],
  'fixtures/scenarios': ['src/explore', 'src/engine', 'src/kernel', 'fixtures/drivers'],
};

/** Folder → packages. Everything else is refused; `node:` counts as a package. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  'src/shell': ['unbash'],
  'src/record': ['@xterm/headless', '@xterm/addon-unicode11', '@resvg/resvg-js', 'gifenc'],
  'src/tui': ['react', 'ink', 'string-width'],
  'src/dash': ['blessed', 'blessed-contrib', 'string-width'],
  'src/host': ['*'],
  'src/main.ts': ['*'],
};

const folderOf = (path: string): string => Object.keys(MAY_IMPORT).find((folder) => path === folder || path.startsWith(`${folder}/`)) ?? '';

function importsOf(path: string): string[] {
  const found: string[] = [];
  for (const match of (text.get(path) ?? '').matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*'([^']+)'|import\('([^']+)'\)|(?:^|\n)import '([^']+)'/g,
  )) {
    found.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return found;
}

test('every source file lies in a folder that the import table knows', () => {
  const known = (path: string): boolean => folderOf(path) !== '' || path.startsWith('fixtures/');
  expect(sources.filter((path) => !known(path))).toEqual([]);
});

test('imports point one way', () => {
  const wrong: string[] = [];
  for (const path of sources) {
    const folder = folderOf(path);
    if (folder === '') continue;
    const allowed = [folder, ...(MAY_IMPORT[folder] ?? [])];
    for (const target of importsOf(path)) {
      if (!target.startsWith('.')) continue;
      const to = relative(ROOT, resolve(ROOT, dirname(path), target));
      if (!allowed.some((one) => to === one || to.startsWith(`${one}/`))) wrong.push(`${path} imports ${to}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('pure folders use no package but their own, and no node: module', () => {
  const wrong: string[] = [];
  for (const path of sources) {
    const folder = folderOf(path);
    const allowed = MAY_USE[folder] ?? [];
    if (allowed.includes('*')) continue;
    for (const target of importsOf(path)) {
      if (target.startsWith('.')) continue;
      if (!allowed.some((one) => target === one || target.startsWith(`${one}/`))) wrong.push(`${path} uses ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

const PURE = [
  'src/engine/',
  'src/kernel/',
  'src/regimes/',
  'src/explore/',
  'src/shell/',
  'src/commands/',
  'src/boot/',
  'fixtures/drivers/',
];
const BANNED: readonly (readonly [RegExp, string])[] = [
  [/\bDate\b(?!\.\w*UTC)/, 'real time: use the virtual clock'],
  [/\bMath\.random\b/, 'randomness: take a seed'],
  [/\bset(?:Timeout|Interval|Immediate)\s*\(/, 'timers: sleep on the virtual clock'],
  [/\bprocess\.(?:env|exit|stdout|stdin|nextTick|hrtime)\b/, 'the host: pass it in'],
  [/\b(?:async\s+function|async\s*\(|await\s)/, 'promises: write a generator'],
  [/\bnew Promise\b|\bPromise\.\w/, 'promises: write a generator'],
];

/** Code without comments, strings and templates: a ban is about code, not about words. */
const codeOnly = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g, ' ');

test('pure folders name neither clock nor chance nor promise', () => {
  const wrong: string[] = [];
  for (const path of sources.filter((one) => PURE.some((folder) => one.startsWith(folder)))) {
    const code = codeOnly(text.get(path) ?? '');
    for (const [pattern, cure] of BANNED) {
      const match = pattern.exec(code);
      if (match !== null) wrong.push(`${path}: ${match[0].trim()} (${cure})`);
    }
  }
  expect(wrong).toEqual([]);
});

test('nobody yields a step by hand outside the engine', () => {
  const wrong = sources.filter(
    (path) => /^(?:src\/kernel|src\/regimes|fixtures)/.test(path) && /\byield (?!\*)[^;]*makeStep/.test(codeOnly(text.get(path) ?? '')),
  );
  expect(wrong).toEqual([]);
});

/** Files over the limit, each with its reason. */
const LONG: Readonly<Record<string, string>> = {};
const LINES_MAX = 350;

test('no file is longer than one can read at a sitting', () => {
  const long = sources.filter((path) => (text.get(path) ?? '').split('\n').length > LINES_MAX && !(path in LONG));
  expect(long).toEqual([]);
});

test('no default export, no enum, no any, no non-null assertion, no skipped check', () => {
  const wrong: string[] = [];
  for (const path of sources) {
    const code = codeOnly(text.get(path) ?? '');
    for (const pattern of [/\bexport default\b/, /\benum \w+ \{/, /\bas any\b|: any\b/, /@ts-(?:ignore|expect-error)/]) {
      const match = pattern.exec(pattern.source.includes('@ts') ? (text.get(path) ?? '') : code);
      if (match !== null) wrong.push(`${path}: ${match[0]}`);
    }
  }
  expect(wrong).toEqual([]);
});

const TOP_LEVEL = [
  '.biome.json',
  '.ci',
  '.git',
  '.gitattributes',
  '.gitignore',
  '.npmrc',
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'bin',
  'dist',
  'fixtures',
  'knip.json',
  'node_modules',
  'package-lock.json',
  'package.json',
  'src',
  'test',
  'tsconfig.json',
];

test('the top level holds only what tools and readers expect there', () => {
  expect(readdirSync(ROOT).filter((name) => !TOP_LEVEL.includes(name))).toEqual([]);
});

test('no file of the project names the machine it was made on', () => {
  const everywhere = [
    ...sources,
    ...filesBelow('test').filter((path) => /\.(?:tsx?|json|sh|t|md)$/.test(path)),
    'README.md',
    'CHANGELOG.md',
    '.ci/run',
  ];
  const wrong = everywhere.filter((path) =>
    /\/work\/(?:main|shared)|\.\.\/shared\//.test(readFileSync(join(ROOT, path), 'utf8').replace(/\/\/ tidy:.*$/gm, '')),
  );
  expect(wrong.filter((path) => path !== 'test/tidy.test.ts')).toEqual([]);
});
