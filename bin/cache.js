// Behind the build: `node bin/cache.js PART ... -- ARGUMENTS` runs modsh and keeps what V8 has compiled meanwhile as the code caches of these parts.
'use strict';
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const [node, file, ...words] = process.argv;
const end = words.indexOf('--');
const wanted = words.slice(0, end);
process.argv = [node, file, ...words.slice(end + 1)];
const { parts } = require('./modsh.js');
process.once('exit', () => {
  for (const part of wanted) writeFileSync(join(__dirname, '..', 'dist', `${part}.cache`), parts.get(part).script.createCachedData());
});
