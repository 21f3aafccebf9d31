'use strict';
// Node.js 20 compiles the bundles anew at every start, a quarter of the time of a short run. It can be handed what V8
// made of them at build time; V8 looks at its version and flags, and quietly compiles where they are others.
const { readFileSync } = require('node:fs');
const { createRequire, wrap } = require('node:module');
const path = require('node:path');
const { Script } = require('node:vm');

const loaded = new Map();

/** Where the compiled code of a bundle is kept. */
const cacheOf = (file) => `${file}.${process.version}-${process.arch}.cache`;

/** Loads a bundle, and with it those that it requires; as `require` does, with its compiled code where there is some. */
function loadBundle(file) {
  const known = loaded.get(file);
  if (known) return known.module.exports;
  const script = new Script(wrap(readFileSync(file, 'latin1')), {
    filename: file,
    cachedData: compiled(file),
  });
  const module = { exports: {} };
  loaded.set(file, { module, script });
  const require = createRequire(file);
  const folder = path.dirname(file);
  // What loads plugins imports them, which a script of this kind cannot.
  const isBundle = (name) => name.startsWith('./') && name.endsWith('.cjs') && name !== './plugins.cjs';
  const requireWithin = (name) => (isBundle(name) ? loadBundle(path.join(folder, name)) : require(name));
  script.runInThisContext()(module.exports, Object.assign(requireWithin, require), module, file, folder);
  return module.exports;
}

function compiled(file) {
  try {
    return readFileSync(cacheOf(file));
  } catch {
    return undefined;
  }
}

/** The compiled code of every bundle that was loaded, functions that have run included; for the build. */
function compiledCode() {
  return [...loaded].map(([file, { script }]) => ({ file: cacheOf(file), code: script.createCachedData() }));
}

module.exports = { loadBundle, compiledCode };
