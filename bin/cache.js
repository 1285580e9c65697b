// Behind the build: `node bin/cache.js PART ...` runs the smallest script there is and keeps what V8 has compiled by then as the code cache of each
// part. What a cache has beyond that is read at every start.
'use strict';
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const [node, file, ...wanted] = process.argv;
process.argv = [node, file, '-c', ':'];
const { load, parts } = require('./modsh.js');
process.once('exit', () => {
  for (const name of wanted) {
    const { script } = parts.get(name) ?? load(name);
    writeFileSync(join(__dirname, '..', 'dist', `${name}.cache`), script.createCachedData());
  }
});
