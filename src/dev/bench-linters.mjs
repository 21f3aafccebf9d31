// `check` beside general linters that are given a handful of like rules, on the same file, in turn.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { generateAccount } from './generate-account.mjs';

const RULES = [
  ['subject', '$.notifications[*].email', 'subject', 'truthy'],
  ['from', '$.notifications[*].email', 'from', 'truthy'],
  ['from-title', '$.notifications[*].email', 'fromTitle', 'truthy'],
  ['body', '$.notifications[*].email', 'body', 'truthy'],
  ['deliver-to', '$.notifications[*].email', 'deliverTo', 'truthy'],
  ['linked', '$.connections', 'linked', 'truthy'],
];

/** An export of some 200 KB: 60 notifications with long bodies, no customers. */
export function writeNotifications(folder) {
  const { customers: _, ...account } = generateAccount({ customers: 0, notifications: 60 });
  for (const [i, { email }] of account.notifications.entries()) {
    const lines = Array.from(
      { length: 32 },
      (_, k) => `<p>Paragraph ${k} of message ${i}, about [[v('loan-display-id')]].</p>`,
    );
    email.body = lines.join('\n');
  }
  const file = path.join(folder, 'notifications.yaml');
  writeFileSync(file, stringify(account));
  return file;
}

/**
 * The linters that are installed apart, each as the arguments of node.
 * @param tools the folder with their `node_modules`; absent: none.
 */
export function linters(folder, tools) {
  if (!tools || !existsSync(path.join(tools, 'node_modules'))) return [];
  const below = path.join(folder, 'linters');
  mkdirSync(below, { recursive: true });
  symlinkSync(path.join(tools, 'node_modules'), path.join(folder, 'node_modules'));
  const ruleset = path.join(below, 'spectral.yaml');
  const rules = RULES.map(
    ([name, given, field, fn]) =>
      `  ${name}: { given: '${given}', severity: error, then: { field: ${field}, function: ${fn} } }`,
  );
  writeFileSync(ruleset, ['rules:', ...rules, ''].join('\n'));
  const config = path.join(folder, 'eslint.config.mjs');
  writeFileSync(
    config,
    `import yml from 'eslint-plugin-yml';
export default [
  ...yml.configs['flat/base'],
  { rules: { 'yml/no-empty-mapping-value': 'error', 'yml/no-empty-key': 'error', 'yml/no-irregular-whitespace': 'error', 'yml/require-string-key': 'error', 'yml/no-empty-document': 'error', 'yml/vue-custom-block/no-parsing-error': 'off' } },
];
`,
  );
  const bin = (name, file) => path.join(tools, 'node_modules', name, file);
  const file = path.join(folder, 'notifications.yaml');
  return [
    {
      name: 'spectral lint',
      args: [bin('@stoplight/spectral-cli', 'dist/index.js'), 'lint', '--ruleset', ruleset, file],
    },
    {
      name: 'ESLint with eslint-plugin-yml',
      args: [bin('eslint', 'bin/eslint.js'), '--config', config, file],
      cwd: folder,
    },
  ];
}

/** Milliseconds of one run, which must find nothing. */
export function timeOf({ name, args, cwd }, env) {
  const start = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    env,
    cwd,
    timeout: 60_000,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stdout}${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}
