// Builds the command: derives the validator and the field list from the zod schema, then bundles.
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { publishTypes } from './publish-types.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const at = (path) => `${root}${path}`;

await rm(at('dist'), { recursive: true, force: true });
await mkdir(at('dist'), { recursive: true });
const account = await derive();
await Promise.all([bundle(), bundleForPlugins(), publishTypes(account, at)]);
warmUp();

/**
 * `src/account/derived/*.js` from `src/account/schema.ts`, so that a good export is read without zod.
 * Returns the JSON Schema of an export.
 */
async function derive() {
  const schemaFile = at('dist/schema.mjs');
  await build({
    stdin: {
      contents: `export * from './src/account/schema.ts'; export { toJSONSchema } from 'zod';`,
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: schemaFile,
    logLevel: 'warning',
  });
  const { accountSchema, customerSchema, toJSONSchema } = await import(schemaFile);
  await rm(schemaFile);

  // As input: unknown keys are noted, not refused.
  const account = toJSONSchema(accountSchema, { io: 'input' });
  const customer = toJSONSchema(customerSchema, { io: 'input' });
  const ajv = new Ajv({
    code: { source: true, esm: true },
    strict: false,
    strictNumbers: true,
    messages: false,
  });
  const withoutCustomers = { ...account, properties: { ...account.properties, customers: {} } };
  ajv.addSchema({ ...plain(withoutCustomers), $id: 'account' });
  ajv.addSchema({ ...plain(customer), $id: 'customer' });
  const code = standaloneCode.default(ajv, { isAccount: 'account', isCustomer: 'customer' });
  await writeFile(at('src/account/derived/validate.js'), withoutErrors(code));
  await writeFile(
    at('src/account/derived/fields.js'),
    `export const exportFields = ${JSON.stringify(toField(account))};\n`,
  );
  return account;
}

/** Only yes or no is asked of the validators: what is wrong is said by zod. Half of their code told that. */
function withoutErrors(code) {
  const error =
    /\{instancePath[:,][^{}]*?,keyword:"\w+",params:\{(?:[^"{}]|"(?:[^"\\]|\\.)*")*\}(?:,propertyName:\w+)?\}/g;
  const short = code.replace(error, '0');
  if (short.includes('schemaPath')) throw new Error('ajv writes its errors in another way now');
  return short;
}

/** The same schema without words, and with "or null" as one more type: half the code comes of it. */
function plain({ title: _, description: __, ...schema }) {
  const { anyOf, properties, items, additionalProperties, ...said } = schema;
  const rest = Object.fromEntries(Object.entries(said).filter(([key]) => !key.startsWith('x-')));
  const short = {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([k, s]) => [k, plain(s)])),
    }),
    ...(items && { items: plain(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: plain(additionalProperties) }),
  };
  if (!anyOf) return short;
  const branches = anyOf.map(plain);
  const others = branches.filter(({ type }) => type !== 'null');
  const [only] = others;
  if (others.length === branches.length || others.length !== 1 || typeof only.type !== 'string') {
    return { ...short, anyOf: branches };
  }
  return { ...short, ...only, type: [only.type, 'null'], ...(only.enum && { enum: [...only.enum, null] }) };
}

/** The part of a JSON Schema that a person needs. */
function toField(schema) {
  const branches = [schema, ...(schema.anyOf ?? [])].flatMap((s) => [s, ...(s.anyOf ?? [])]);
  const properties = branches.find((s) => s.properties)?.properties;
  const items = branches.find((s) => s.items)?.items;
  const values = branches.find((s) => typeof s.additionalProperties === 'object')?.additionalProperties;
  const find = (key) => branches.find((s) => key in s)?.[key];
  return {
    title: schema.title,
    description: schema.description,
    menu: schema['x-menu'],
    ask: schema['x-ask'],
    any: schema['x-any'],
    empty: schema['x-empty'],
    absent: schema['x-absent'],
    example: schema['x-example'],
    ...(schema['x-ask'] && {
      choices: choices(find('enum'), schema['x-choices']),
      type: answerType(branches, find),
    }),
    isLong: schema['x-isLong'],
    expected: expected(schema),
    values: values && toField(values),
    keys: properties && Object.fromEntries(Object.entries(properties).map(([key, s]) => [key, toField(s)])),
    items: items && toField(items),
  };
}

/** The values to choose from, or of a free text those that are likely, each with what a person calls it. */
function choices(values, names = {}) {
  const all = values ?? Object.keys(names);
  if (all.length === 0) return undefined;
  return all.filter((value) => value !== '').map((value) => ({ value, name: names[value] ?? value }));
}

/** How a person can answer a question about it. */
function answerType(branches, find) {
  if (find('x-isSecret')) return 'secret';
  if (find('enum')) return 'choice';
  const types = new Set(branches.flatMap(({ type }) => type ?? []));
  if (types.has('array')) return 'list';
  if (types.has('object')) return undefined;
  if (types.has('boolean')) return 'yes-no';
  if (types.has('string')) return 'text';
  if (types.has('number') || types.has('integer')) return 'number';
  return 'any';
}

/** What a value may be, in words: "a text or null", "one of house, smtp, ses". */
function expected(schema) {
  const said = schema['x-expected'];
  const branches = schema.anyOf ?? [];
  if (branches.length > 0) {
    const words = [...new Set(branches.filter((s) => s.type !== 'null').map(expected))];
    const isNullable = branches.some(
      (s) => s.type === 'null' || (s.anyOf ?? []).some((t) => t.type === 'null'),
    );
    return `${said ?? words.join(' or ')}${isNullable ? ' or null' : ''}`;
  }
  if (said) return said;
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return `one of ${schema.enum.filter((value) => value !== '').join(', ')}`;
  if (Array.isArray(schema.type))
    return schema.type.map((type) => expected({ ...schema, type })).join(' or ');
  const words = {
    null: 'null',
    boolean: 'true or false',
    string: 'a text',
    number: 'a number',
    integer: 'a whole number',
    object: 'keys with values',
    array: 'a list',
  };
  return words[schema.type] ?? 'any value';
}

/**
 * CommonJS files, each read only when it is needed: `cli` (the command line and its help), `commands` (what reads and
 * judges an export) and `schemas` (what needs zod: explaining a wrong export, printing a schema). One file for all
 * makes `--help` read ten times what it needs; ES modules, or a file a command, start slower (`npm run bench`).
 */
async function bundle() {
  const { version } = JSON.parse(await readFile(at('package.json'), 'utf8'));
  const fileOf = {
    commands: 'commands',
    schemas: 'schemas',
    'explain-shape': 'schemas',
    'config-schema': 'schemas',
    'find-exports': 'folders',
    formats: 'formats',
    plugins: 'plugins',
    probing: 'probing',
    live: 'live',
    'wizard-screens': 'wizard',
    portfolio: 'scan',
    'yaml-any': 'yaml',
    'yaml-comments': 'yaml',
    'write-export': 'yaml',
    'probe-ses': 'ses',
    'explain-provider': 'providers',
  };
  const { metafile } = await build({
    metafile: true,
    entryPoints: {
      cli: at('src/cli/main.ts'),
      commands: at('src/cli/commands.ts'),
      schemas: at('src/cli/schemas.ts'),
      probing: at('src/cli/probing.ts'),
      live: at('src/cli/live.ts'),
      wizard: at('src/cli/wizard-screens.ts'),
      scan: at('src/cli/portfolio.ts'),
      'scan-worker': at('src/cli/scan/worker.ts'),
      yaml: at('src/sources/export/yaml-package.ts'),
      formats: at('src/report/formats.ts'),
      folders: at('src/sources/export/find-exports.ts'),
      ses: at('src/probes/ses/probe-ses.ts'),
      providers: at('src/providers/explain-provider.ts'),
    },
    outdir: at('dist'),
    absWorkingDir: root,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    legalComments: 'external',
    // The `main` of jsonc-parser loads its parts in a way that cannot be bundled.
    mainFields: ['module', 'main'],
    supported: { 'dynamic-import': false },
    plugins: [
      {
        name: 'files-apart',
        setup: ({ onResolve }) =>
          onResolve({ filter: /\.js$/ }, ({ kind, path }) => {
            const file = fileOf[path.split('/').at(-1).replace('.js', '')];
            return kind === 'dynamic-import' && file ? { path: `./${file}.cjs`, external: true } : undefined;
          }),
      },
      {
        // Of inquirer's prompts the one that opens an editor brings tables of every encoding, and chalk looks at the
        // terminal: neither is used, since mailcheck itself says whether there is colour.
        name: 'unused',
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: /^(@inquirer\/editor|#supports-color)$/ }, () => ({
            path: 'nothing',
            namespace: 'unused',
          }));
          onLoad({ filter: /./, namespace: 'unused' }, () => ({ contents: 'export default {};' }));
        },
      },
      {
        // Those that take long to load, while most runs need none of them.
        name: 'built-in-modules-when-used',
        setup: ({ onResolve, onLoad }) => {
          const slow = /^(node:)?(child_process|crypto|fs\/promises|os|stream|tty|zlib)$/;
          onResolve({ filter: slow }, ({ path, kind, namespace }) => {
            const isAll = kind === 'require-call' && path.endsWith('stream'); // It is itself a class.
            if (namespace === 'when-used' || isAll) return { path, external: true };
            return { path: path.replace(/^(?!node:)/, 'node:'), namespace: 'when-used' };
          });
          onLoad({ filter: /./, namespace: 'when-used' }, whenUsed);
        },
      },
      {
        // The names of HTML's entities are packed so tightly that unpacking them took a tenth of a short run.
        name: 'unpacked-entities',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\bentities\/dist\/generated\/decode-data-\w+\.js$/ }, unpacked),
      },
    ],
    // A dependency makes a `require` of its own from it.
    define: { MAILCHECK_VERSION: JSON.stringify(version), 'import.meta.url': '__filename' },
    logLevel: 'warning',
  });
  keepApart(metafile);
}

/** A module that loads another one when something of it is used. */
async function whenUsed({ path }) {
  const names = Object.keys(await import(path)).filter((name) => name !== 'default');
  return {
    contents: `
      const load = () => require('${path}');
      module.exports = { ${names.map((name) => `get ${name}() { return load().${name}; }`).join(', ')} };`,
  };
}

/** A module that exports nothing but tables of 16-bit numbers, as one that has them at once. */
async function unpacked({ path }) {
  const tables = Object.entries(await import(path)).map(([name, table]) => {
    const bytes = Buffer.from(Uint16Array.from(table).buffer);
    if (endianness() === 'BE') bytes.swap16();
    return `export const ${name} = table('${bytes.toString('base64')}');`;
  });
  return {
    contents: `
      import { endianness } from 'node:os';
      const table = (text) => {
        const bytes = Buffer.from(text, 'base64');
        if (endianness() === 'BE') bytes.swap16();
        return new Uint16Array(new Uint8Array(bytes).buffer);
      };
      ${tables.join('\n')}`,
  };
}

/** What loads plugins keeps its `import()`, and what plugins import is an ES module. */
async function bundleForPlugins() {
  const options = {
    absWorkingDir: root,
    outdir: at('dist'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    minify: true,
    logLevel: 'warning',
  };
  await Promise.all([
    build({
      ...options,
      entryPoints: { plugins: at('src/cli/plugins.ts') },
      format: 'cjs',
      outExtension: { '.js': '.cjs' },
    }),
    build({
      ...options,
      entryPoints: { 'define-check': at('src/core/define-check.ts') },
      format: 'esm',
      outExtension: { '.js': '.mjs' },
    }),
  ]);
}

/** In a process of its own: the commands set exit codes, and a start is what is to be kept. */
function warmUp() {
  const { status, stderr } = spawnSync(process.execPath, [at('src/dev/warm-up.mjs')], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8' },
  });
  if (status !== 0) throw new Error(`the commands do not run: ${stderr}`);
}

/** What only some commands need must not find its way into the files that every command reads. */
function keepApart({ outputs }) {
  const heavy =
    /node_modules\/(nodemailer|ora|@aws-sdk|zod|tinyglobby|inquirer|@inquirer|yaml)\/|src\/probes\/|src\/providers\/data\/|src\/sources\/loanpro-api\/|src\/cli\/plugins\.ts|src\/cli\/wizard\//;
  for (const file of ['dist/cli.cjs', 'dist/commands.cjs']) {
    const inputs = Object.keys(outputs[file].inputs).filter((input) => heavy.test(input));
    if (inputs.length > 0)
      throw new Error(`${file} holds ${inputs.slice(0, 3).join(', ')}: import it when it is needed`);
  }
}
