// Writes `dist/types`: what a plugin in TypeScript, or in checked JavaScript, is checked against.
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const ENTRY = 'src/core/define-check.ts';
const TYPES = 'src/account/types.ts';

/**
 * The compiler writes the declarations file by file, without reading what they import: that takes a tenth of the
 * time. The types of the account come from its JSON Schema: as they stand in the source they need zod.
 */
export async function publishTypes(account, at) {
  const files = await importedBelow(ENTRY, at);
  const compile = [
    ...['--declaration', '--emitDeclarationOnly', '--ignoreConfig', '--noResolve', '--noCheck'],
    ...['--target', 'es2023', '--module', 'nodenext', '--strict', '--types', ''],
    ...['--rootDir', at('src'), '--outDir', at('dist/types')],
  ];
  const compiler = at('node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [compiler, ...compile, ...files.map(at)]);
  await mkdir(at('dist/types/account'), { recursive: true });
  await writeFile(
    at('dist/types/account/types.d.ts'),
    accountTypes(account, await readFile(at(TYPES), 'utf8')),
  );
}

/** A file and everything it imports, directly or not; not the types of the account. */
async function importedBelow(entry, at) {
  const found = new Set([entry]);
  for (const file of found) {
    for (const [, name] of (await readFile(at(file), 'utf8')).matchAll(/ from '(\.[^']+)\.js'/g)) {
      const imported = path.posix.join(path.posix.dirname(file), `${name}.ts`);
      if (imported !== TYPES) found.add(imported);
    }
  }
  return [...found];
}

/** The names of the source, each made from the account as before; the account itself spelt out. */
function accountTypes(schema, source) {
  const replaced = [
    [/^import type .*\n/gm, ''],
    [/^export type Account = .*$/m, `export interface Account ${typeOf(schema)}`],
    [/^export type Customer = .*$/m, `export type Customer = Item<Account['customers']>;`],
  ];
  return replaced.reduce((text, [pattern, instead]) => {
    if (text.search(pattern) < 0) throw new Error(`${TYPES} has no ${pattern}`);
    return text.replace(pattern, () => instead);
  }, source);
}

function typeOf(schema) {
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return [...new Set(branches.map(typeOf))].join(' | ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(' | ');
  switch (schema.type) {
    case 'object':
      return schema.properties
        ? objectOf(schema)
        : `Readonly<Record<string, ${typeOf(schema.additionalProperties)}>>`;
    case 'array':
      return `readonly (${typeOf(schema.items)})[]`;
    case 'integer':
      return 'number';
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return schema.type;
    case undefined:
      return 'unknown';
    default:
      throw new Error(`no type is known for ${JSON.stringify(schema)}`);
  }
}

function objectOf({ properties, required = [] }) {
  const members = Object.entries(properties).map(([key, schema]) => {
    const words = [schema.title, schema.description].filter(Boolean).join(': ').replaceAll('*/', '* /');
    const type = typeOf(schema);
    const member = required.includes(key) ? `${key}: ${type}` : `${key}?: ${type} | undefined`;
    return `${words ? `/** ${words} */\n` : ''}readonly ${member};\n`;
  });
  return `{\n${members.join('')}}`;
}
