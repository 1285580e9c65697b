#!/usr/bin/env node
// Runs the program that the build has put into dist/, in parts: the main one now, another when it is asked for. Each runs out of V8's code cache,
// which the build puts beside it: to compile it anew takes longer than all else at the start. Where a cache does not fit this node it is not used,
// and the start is only slower. CommonJS, since Node's loader for ES modules takes its time too.
'use strict';
const { closeSync, openSync, readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');

const dist = join(__dirname, '..', 'dist');

function open(file) {
  try {
    return openSync(file);
  } catch {
    return undefined;
  }
}

/** Name => its files, opened at the start: a build puts other files in their places, and a part of that one would not fit what runs. */
const files = new Map();
// PARTS of bin/build/plan.mjs.
for (const name of ['main', 'face', 'tools', 'more'])
  files.set(name, { js: open(join(dist, `${name}.js`)), cache: open(join(dist, `${name}.cache`)) });
if ([...files.values()].some(({ js }) => js === undefined)) {
  console.error(`modsh: ${dist} is not complete; npm run build makes it`);
  process.exit(1);
}

/** Name => what has been loaded: its compiled script, and what it exports. */
const parts = new Map();

function take(opened, encoding) {
  if (opened === undefined) return undefined;
  const text = readFileSync(opened, encoding);
  closeSync(opened);
  return text;
}

function load(name) {
  const file = join(dist, `${name}.js`);
  const { js, cache } = files.get(name);
  // The file is ASCII, and Latin-1 is what V8 keeps such text in.
  const script = new Script(take(js, 'latin1'), { filename: file, cachedData: take(cache) });
  const part = { script, exports: {} };
  parts.set(name, part);
  script.runInThisContext()(createRequire(file), part, file, (url) => import(url), give);
  return part;
}

/** What the module at `path` in the part `name` exports. */
function give(name, path) {
  return (parts.get(name) ?? load(name)).exports.give(path);
}

load('main');

/** For bin/cache.js. */
exports.load = load;
exports.parts = parts;
