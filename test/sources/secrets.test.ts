import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/core/errors.js';
import { ExportFolder } from './loading.js';

const folder = new ExportFolder();
const canary = 'hunter2canary';

/** All that a load tells of itself, apart from the values. */
async function told(files: Record<string, string>, strict: boolean, customer?: string): Promise<string> {
  try {
    const { notes, nearest } = await folder.load(files, { strict, ...(customer && { customer }) });
    return JSON.stringify([notes, nearest]);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return JSON.stringify([error.message, error.details, String(error.cause)]);
  }
}

const yaml = (smtp: string) => `mailcheck: 1\ntransport:\n  smtp:\n${smtp}\ncustomers:\n  - id: 1\n`;

describe('a secret is never told', () => {
  it.each([
    ...[
      `${canary}: x`,
      `*${canary}`,
      `!${canary}`,
      `!${canary} x`,
      `&${canary} [`,
      `@${canary}`,
      `%${canary}`,
    ],
    ...[
      `|${canary}`,
      `>${canary}`,
      `"${canary}`,
      `'${canary}`,
      `"\\q${canary}"`,
      `{${canary}}`,
      `[${canary}]`,
    ],
    ...[
      `{ env: ${canary} }`,
      `{ env: ${canary}, env: x }`,
      `{ ${canary}: 1, ${canary}: 2 }`,
      `{ value: ${canary} }`,
    ],
    ...[
      `[[${canary}`,
      `- ${canary}`,
      `${canary}\n    x: - ${canary}`,
      `? ${canary}`,
      `{ ? [${canary}] : 1 }`,
    ],
    ...['1234567', 'true', `${canary}\n  bad: ]`, `"${canary}"x`, `!!binary ${canary}`, `${canary}\n\t- x`],
    `\`${canary}\``,
  ])('password: %s', async (value) => {
    for (const key of ['password', 'secretAccessKey', 'sessionToken']) {
      const text = yaml(`    ${key}: ${value}`).replace('smtp', key === 'password' ? 'smtp' : 'ses');
      for (const strict of [false, true]) {
        for (const customer of [undefined, '1']) {
          const output = await told({ 'a.yaml': text }, strict, customer);
          expect(output).not.toContain(canary);
          expect(output).not.toContain('1234567');
        }
      }
    }
  });

  it.each([
    ['without a space behind the colon', `    password:${canary}`],
    ['without a space, in brackets', `    { password:${canary} }`],
    ['without a space, among others', `    { host: x, password:${canary}, secret=${canary} }`],
    ['without a space, behind a fault', `    { host: 5, "password:${canary}": 1, "password:${canary}": 1 }`],
    ['in place of keys', `    ${canary}`],
    ['in an address', `    host: 5\n    user: [smtps://joe:${canary}@mail.example]`],
    ['in a key like a secret', `    smtpPassword: { a: ${canary}, a: ${canary} }`],
  ])('%s', async (_, smtp) => {
    for (const strict of [false, true])
      expect(await told({ 'a.yaml': yaml(smtp) }, strict)).not.toContain(canary);
  });

  it.each([
    `{"mailcheck": 1, "transport": {"smtp": {"password": "${canary}`,
    `{"mailcheck": 1, "transport": {"smtp": {"password": ${canary}}}}`,
    `{"mailcheck": 1, "transport": {"smtp": {"password": "\\x${canary}"}}}`,
    `{"mailcheck": 1, "transport": {"smtp": {"password": ["${canary}"]}}}`,
    `{"mailcheck": 1, "transport": {"smtp": {"password": {"${canary}": 1, "${canary}": 2}}}}`,
    `{"mailcheck": 1, "transport": {"smtp": "${canary}"}}`,
    `{"mailcheck": 1, "transport": "${canary}"}`,
    `"${canary}"`,
    `{"mailcheck": 1, "connections": {"linked": "smtp://joe:pa/ss@${canary}@mail.example"}}`,
  ])('%s', async (json) => {
    for (const strict of [false, true]) expect(await told({ 'a.json': json }, strict)).not.toContain(canary);
  });

  it('leaves the rest of an address to be seen, and makes control characters visible', async () => {
    const text = 'mailcheck: 1\nconnections: { linked: "smtp://joe:x@host/\\u001b[31m\\u202e\\n" }\n';
    expect(await folder.faults({ 'a.yaml': text })).toEqual([
      'a.yaml:2:24 /connections/linked: expected true or false; found the text "smtp://…@host/\\u{1b}[31m\\u{202e}\\u{a}".',
    ]);
  });
});
