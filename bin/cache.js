// Runs modsh with the arguments given and keeps what V8 has compiled meanwhile as the code cache of dist/main.js.
'use strict';
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const { script } = require('./modsh.js');
process.once('exit', () => writeFileSync(join(__dirname, '..', 'dist', 'main.cache'), script.createCachedData()));
