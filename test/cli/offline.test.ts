import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/mailcheck.js';

// Loaded ahead of the command: whatever tries to reach the network ends the process, and at the end the files that
// were loaded are listed.
const GUARD = `
const fs = require('node:fs');
const die = (what) => () => { fs.writeSync(2, 'NETWORK ' + what + '\\n'); process.exit(99); };
require('node:net').Socket.prototype.connect = die('connect');
require('node:dgram').createSocket = die('dgram');
const dns = require('node:dns');
for (const name of Object.keys(dns)) if (/^(lookup|resolve|reverse)/.test(name)) dns[name] = die(name);
for (const name of Object.keys(dns.promises)) if (/^(lookup|resolve|reverse)/.test(name)) dns.promises[name] = die(name);
for (const resolver of [dns.Resolver, dns.promises.Resolver])
  for (const name of ['resolve', 'resolve4', 'resolve6', 'resolveCname', 'resolveMx', 'resolveTxt'])
    resolver.prototype[name] = die(name);
// On Node 20 the bundles are scripts, on later versions modules.
const scripts = [];
const vm = require('node:vm');
vm.Script = class extends vm.Script { constructor(code, options) { super(code, options); scripts.push(options.filename); } };
process.on('exit', () => fs.writeSync(2, 'LOADED ' + [...scripts, ...Object.keys(require.cache)].map((file) => require('node:path').basename(file)).join(' ') + '\\n'));
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'mailcheck-offline-'));
  writeFileSync(path.join(folder, 'guard.cjs'), GUARD);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function guarded(args: readonly string[]) {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--require', path.join(folder, 'guard.cjs'), 'bin/mailcheck.js', ...args],
    { cwd: root, encoding: 'utf8', timeout: 30_000 },
  );
  return { status, stderr, loaded: /LOADED (.*)/.exec(stderr)?.[1]?.split(' ') ?? [] };
}

const acme = ['--export', 'fixtures/accounts/acme-lending.yaml'];

describe('without --probe', () => {
  it.each([
    ['diagnose', ['diagnose', '1042', ...acme]],
    ['diagnose as JSON', ['diagnose', '1042', ...acme, '--format', 'json', '--verbose']],
    [
      'diagnose through SMTP',
      ['diagnose', '2001', '--export', 'fixtures/smtp-settings/port-security-mismatch.yaml'],
    ],
    ['diagnose through SES', ['diagnose', '2001', '--export', 'fixtures/ses-settings/no-region.yaml']],
    [
      'diagnose with the options of a probe',
      ['diagnose', '1042', ...acme, '--timeout', '5', '--allow-private'],
    ],
    ['checks', ['checks']],
    ['explain', ['explain', 'smtp-handshake']],
    ['--help', ['--help']],
  ])('%s opens no socket and asks no resolver', (_, args) => {
    const { stderr, loaded } = guarded(args);
    expect(stderr).not.toContain('NETWORK');
    expect(loaded).toContain('cli.cjs');
    expect(loaded).not.toContain('probing.cjs');
    expect(loaded).not.toContain('ses.cjs');
  });
});

describe('with --probe', () => {
  it('the guard would have seen it', () => {
    const { status, stderr } = guarded([
      'diagnose',
      '1042',
      ...acme,
      '--probe',
      '--only',
      'recipient-domain',
    ]);
    expect(stderr).toContain('NETWORK');
    expect(status).toBe(99);
  });
});
