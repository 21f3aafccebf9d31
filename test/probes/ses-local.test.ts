import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeSes } from '../../src/probes/ses/probe-ses.js';
import { freePorts, type Running, start } from '../servers/process.js';

// A second opinion on GetAccount, the only one of our calls that aws-ses-v2-local knows. It checks no signature.
const folder = process.env['MAILCHECK_TEST_SERVERS'] ?? '';
const program = path.join(folder, 'ses/node_modules/aws-ses-v2-local/dist/cli.js');
const isMissing = folder === '' || !existsSync(program);

if (isMissing && process.env['MAILCHECK_REQUIRE_SERVERS'] === '1') {
  throw new Error(
    'Required by MAILCHECK_REQUIRE_SERVERS=1: aws-ses-v2-local below MAILCHECK_TEST_SERVERS/ses',
  );
}
if (isMissing) {
  process.stderr.write('\nSKIPPED tests with aws-ses-v2-local: it is not below MAILCHECK_TEST_SERVERS/ses\n');
}

const account = {
  DedicatedIpAutoWarmupEnabled: false,
  Details: {
    AdditionalContactEmailAddresses: ['office@cedar-credit.example'],
    ContactLanguage: 'EN',
    MailType: 'TRANSACTIONAL',
    ReviewDetails: { CaseId: '1', Status: 'PENDING' },
    UseCaseDescription: 'Receipts for payments.',
    WebsiteURL: 'https://cedar-credit.example',
  },
  EnforcementStatus: 'PROBATION',
  ProductionAccessEnabled: false,
  SendingEnabled: true,
  SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 17 },
  SuppressionAttributes: { SuppressedReasons: ['BOUNCE'] },
};

describe.skipIf(isMissing)('aws-ses-v2-local', () => {
  let server: Running;
  let endpoint: string;
  beforeAll(async () => {
    const [port = 0] = await freePorts(1);
    endpoint = `http://127.0.0.1:${port}`;
    server = await start({
      program: process.execPath,
      args: [program, '--host', '127.0.0.1', '--port', String(port)],
      env: { ...process.env, AWS_SES_ACCOUNT: JSON.stringify(account) },
      isReady: () =>
        fetch(`${endpoint}/health-check`).then(
          ({ status }) => status === 200,
          () => false,
        ),
    });
  }, 30_000);
  afterAll(() => server.stop());

  it('gives its account, and nothing else', async () => {
    const probed = await probeSes({
      settings: { region: 'us-east-1', accessKeyId: 'AKIAABCDEFGHIJ012345', secretAccessKey: 'any' },
      endpoint,
      otherRegions: [],
      senders: ['office@cedar-credit.example'],
      recipients: ['nora.lindqvist@mail.example'],
      timeoutMs: 10_000,
    });
    expect(probed.refused).toBeUndefined();
    expect(probed.account).toEqual({
      kind: 'answered',
      value: {
        sendingEnabled: true,
        production: false,
        enforcement: 'PROBATION',
        quota: { max: 200, sent: 17, perSecond: 1 },
      },
    });
    const unread = {
      kind: 'failed',
      cause: 'unreachable',
      detail: expect.stringContaining('not from Amazon SES'),
    };
    expect(probed.senders.get('office@cedar-credit.example')?.trouble).toEqual(unread);
    expect(probed.suppressed.get('nora.lindqvist@mail.example')).toEqual(unread);
  }, 30_000);
});
