#!/usr/bin/env node
'use strict';
// CommonJS on purpose: an ES module in front of the bundle would cost half of a whole start again.
var path = require('node:path');

var version = process.versions.node.split('.').map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  process.stderr.write('mailcheck needs Node.js 20.19 or later; this is ' + process.versions.node + '.\n');
  process.exitCode = 2;
} else {
  var enableCompileCache = require('node:module').enableCompileCache;
  if (enableCompileCache) enableCompileCache();
  require('../dist/cli.cjs')
    .main(process.argv.slice(2), path.join(__dirname, '..'))
    .then(function (code) {
      process.exitCode = code;
    });
}
