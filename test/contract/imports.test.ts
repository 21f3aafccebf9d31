import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Each room, and the rooms it may import from. Packages and node: modules are listed as they are written. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  'src/cli': [
    'src/scan',
    'src/sources',
    'src/probes',
    'src/providers',
    'src/report',
    'src/findings',
    'src/config',
    'checks',
    'src/core',
    'src/account',
    'src/calendar',
    'src/message',
    'src/rules',
    'commander',
    'inquirer',
    '@inquirer/core',
    'ora',
    'chalk',
    'node:',
  ],
  'src/sources': [
    'src/core',
    'src/account',
    'src/address',
    'src/calendar',
    'yaml',
    'js-yaml',
    'jsonc-parser',
    'tinyglobby',
    'node:',
  ],
  'src/config': ['src/core', 'src/account', 'src/findings', 'src/sources', 'zod', 'node:'],
  'src/findings': ['src/core', 'src/account', 'node:crypto'],
  'src/report': [
    'src/core',
    'src/account',
    'src/findings',
    'src/scan',
    'chalk',
    'get-east-asian-width',
    'zod',
    'sarif',
  ],
  'src/scan': ['src/core', 'src/account'],
  'src/probes': [
    'src/core',
    'src/account',
    'src/address',
    'src/providers',
    'nodemailer',
    '@aws-sdk/client-sesv2',
    'node:',
  ],
  checks: [
    'src/core',
    'src/account',
    'src/calendar',
    'src/address',
    'src/message',
    'src/handshake',
    'src/providers',
  ],
  'src/core': ['src/account', 'src/calendar'],
  'src/account': ['src/calendar', 'zod'],
  'src/calendar': ['@date-fns/tz'],
  'src/address': ['smtp-address-parser', '@zootools/email-spell-checker'],
  'src/handshake': ['src/core', 'src/account'],
  'src/providers': ['src/core'],
  'src/rules': [],
  'src/message': ['src/core', 'src/account', 'src/calendar', 'src/rules', 'htmlparser2'],
  bin: ['node:', 'dist'],
};

const rooms = Object.keys(DOORS).sort((a, b) => b.length - a.length);
const roomOf = (file: string) => rooms.find((room) => file.startsWith(`${room}/`));

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
    .filter((file) => /\.[jt]s$/.test(file) && !file.includes('/derived/'));
}

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const found = text.matchAll(/\b(?:from |import |import\(|require\()'([^'\s]+)'/g);
  return [...found].map(([, name = '']) =>
    name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name,
  );
}

describe('imports flow one way', () => {
  it.each(rooms)('from %s', (room) => {
    const files = filesBelow(room).filter((file) => roomOf(file) === room);
    expect(files.length).toBeGreaterThan(0);
    const allowed = [`${room}/`, ...(DOORS[room] ?? [])];
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => !allowed.some((door) => name.startsWith(door)))
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('leaves no check that imports another', () => {
    const wrong = filesBelow('checks')
      .filter((file) => file !== 'checks/index.ts')
      .filter((file) => importsOf(file).some((name) => name.startsWith('checks/')));
    expect(wrong).toEqual([]);
  });

  it('knows every room', () => {
    const known = filesBelow('src').filter((file) => !file.startsWith('src/dev/'));
    expect(known.filter((file) => roomOf(file) === undefined)).toEqual([]);
  });
});
