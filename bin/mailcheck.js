#!/usr/bin/env node
'use strict';
// CommonJS on purpose: an ES module in front of the bundle would cost half of a whole start again.
const path = require('node:path');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`mailcheck needs Node.js 20.19 or later; this is ${process.versions.node}.\n`);
  process.exitCode = 2;
} else {
  // Node.js 22 keeps compiled code from one start to the next.
  const { enableCompileCache } = require('node:module');
  const load = enableCompileCache ? require : require('./load-bundle.js').loadBundle;
  enableCompileCache?.();
  load(path.join(__dirname, '../dist/cli.cjs'))
    .main(process.argv.slice(2), path.join(__dirname, '..'))
    .then((code) => {
      // Output that was lost meanwhile has set a code of its own.
      process.exitCode ??= code;
    })
    .catch((error) => {
      process.stderr.write(`mailcheck: stopped on a bug: ${error?.message}\n`);
      process.exitCode = 4;
    });
}
