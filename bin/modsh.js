#!/usr/bin/env node
// Runs dist/main.js out of V8's code cache, which the build puts beside it: to compile it anew takes longer than all else at the start.
// Where the cache does not fit this node it is not used, and the start is only slower. CommonJS, since Node's loader for ES modules takes
// its time too.
'use strict';
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');

const dist = join(__dirname, '..', 'dist');
const file = join(dist, 'main.js');

function cache() {
  try {
    return readFileSync(join(dist, 'main.cache'));
  } catch {
    return undefined;
  }
}

// The file is ASCII, and Latin-1 is what V8 keeps such text in.
const script = new Script(readFileSync(file, 'latin1'), { filename: file, cachedData: cache() });
script.runInThisContext()(createRequire(file), file, (url) => import(url));

/** For bin/cache.js. */
exports.script = script;
