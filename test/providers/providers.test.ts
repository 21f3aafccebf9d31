import { describe, expect, it } from 'vitest';
import { knownLimit } from '../../src/providers/known-limits.js';
import type { Fact } from '../../src/providers/provider.js';
import { findProvider, providerOf, providers } from '../../src/providers/providers.js';

const IDS = [
  'gmail',
  'google-workspace-relay',
  'microsoft-365',
  'outlook',
  'yahoo',
  'aol',
  'icloud',
  'zoho',
  'fastmail',
  'godaddy',
  'titan',
  'sendgrid',
  'mailgun',
  'postmark',
  'brevo',
  'ses-smtp',
  'ionos',
  'rackspace',
];

/** Tells nothing that nobody could look up. */
function expectSourced({ says, source, checked, confidence }: Fact) {
  expect(new URL(source).protocol).toBe('https:');
  expect(new URL(source).pathname.length + new URL(source).search.length, source).toBeGreaterThan(1);
  expect(checked).toMatch(/^20\d\d-(?:0\d|1[012])-(?:[012]\d|3[01])$/);
  expect(says).toMatch(/^[A-Z0-9][^\n]+\.$|^[a-z][\w.-]+ (?:is|in|with) [^\n]+\.$/);
  expect(says).not.toMatch(/undefined|\s{2}/);
  if (confidence === 'reported') expect(says).toMatch(/\breported\b/);
}

describe('the providers', () => {
  it('are those the command names', () => {
    expect(providers.map(({ id }) => id)).toEqual(IDS);
    expect(new Set(providers.map(({ name }) => name.toLowerCase())).size).toBe(providers.length);
  });

  it('have no host in common', () => {
    const hosts = providers.flatMap((provider) => provider.hosts);
    expect(new Set(hosts).size).toBe(hosts.length);
    for (const host of hosts) {
      expect(host).toMatch(/^(?:[a-z0-9-]+|\*)(?:\.(?:[a-z0-9-]+|\*))+$/);
      const owners = providers.filter((provider) => provider.hosts.includes(host));
      expect(providerOf(host.replaceAll('*', 'us-east-1'))?.id).toBe(owners[0]?.id);
    }
  });

  describe.each(providers)('$id', (provider) => {
    const { id, ports, server, user, password, limits, dns = [], replies } = provider;

    it('tells where each statement comes from', () => {
      for (const fact of [server, user, password, ...limits, ...dns, ...replies])
        expectSourced({ ...fact, says: fact.says });
    });

    it('has an id, ports and DNS names that can be right', () => {
      expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(new Set(ports.map(({ port }) => port)).size).toBe(ports.length);
      for (const { port, security } of ports)
        expect([465, 2465].includes(port) ? 'tls' : 'starttls').toBe(security);
      const { spfIncludes = [], dkimSelectors = [] } = provider;
      for (const name of spfIncludes) expect(name).toMatch(/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/);
      for (const name of dkimSelectors) expect(name).toMatch(/^[a-z0-9-]+$/);
      expect(dns.length > 0).toBe(spfIncludes.length + dkimSelectors.length > 0);
    });

    it('has replies that can be met, each once', () => {
      const keys = replies.map(({ codes, enhanced, words }) => `${codes} ${enhanced} ${words}`);
      expect(new Set(keys).size).toBe(keys.length);
      replies.forEach((line, i) => {
        for (const code of line.codes) expect(code >= 400 && code < 600).toBe(true);
        for (const piece of line.words) expect(piece).toBe(piece.toLowerCase().trim());
        expect(line.says, 'one sentence').not.toMatch(/\. [A-Z]/);
        for (const step of line.steps) expect(step).toMatch(/^[A-Z].*\.$/);
        // Safe for any host: words or a code of its own are needed to know whose they are.
        if (line.isForAnyHost) expect(line.words.length > 0 || line.enhanced === '5.7.139').toBe(true);
        // An earlier line must not swallow a later one.
        const swallows = replies.slice(0, i).filter((earlier) => {
          const isWider = earlier.enhanced === undefined || earlier.enhanced === line.enhanced;
          return (
            isWider &&
            line.codes.every((code) => earlier.codes.includes(code)) &&
            earlier.words.every((piece) => line.words.some((other) => other.includes(piece)))
          );
        });
        expect(swallows, keys[i]).toEqual([]);
      });
    });
  });
});

describe('which provider a host belongs to', () => {
  it.each([
    ['smtp.gmail.com', 'gmail'],
    ['SMTP.GMAIL.COM', 'gmail'],
    [' smtp.gmail.com. ', 'gmail'],
    ['smtp-relay.gmail.com', 'google-workspace-relay'],
    ['smtp.office365.com', 'microsoft-365'],
    ['smtp-mail.outlook.com', 'outlook'],
    ['smtp.bizmail.yahoo.com', 'yahoo'],
    ['email-smtp.us-gov-west-1.amazonaws.com', 'ses-smtp'],
    ['email-smtp-fips.us-east-1.amazonaws.com', 'ses-smtp'],
    ['smtp.zoho.eu', 'zoho'],
    ['smtppro.zoho.com.au', 'zoho'],
    ['smtp.eu.mailgun.org', 'mailgun'],
    ['smtp.ionos.de', 'ionos'],
    ['smtp.ionos.co.uk', 'ionos'],
  ])('%s is of %s', (host, id) => {
    expect(providerOf(host)?.id).toBe(id);
  });

  it.each([
    ['mail.lender.example'],
    ['smtp.gmail.com.lender.example'],
    ['evil-smtp.gmail.com'],
    ['gmail.com'],
    ['email-smtp..amazonaws.com'],
    ['email-smtp.a.b.amazonaws.com'],
    ['email-smtp.amazonaws.com'],
    ['smtp*gmail.com'],
    ['constructor'],
    [''],
    ['127.0.0.1'],
  ])('%s is of none', (host) => {
    expect(providerOf(host)).toBeUndefined();
  });

  it('finds a provider by id or name', () => {
    expect(findProvider('ses-smtp')?.name).toBe('Amazon SES (SMTP)');
    expect(findProvider(' microsoft 365 ')?.id).toBe('microsoft-365');
    expect(findProvider('nobody')).toBeUndefined();
  });
});

describe('the limits a check takes for known', () => {
  it.each([
    ['smtp.gmail.com', 2000, undefined],
    [' SMTP.Office365.com ', 10_000, 30],
    ['smtp.bizmail.yahoo.com', 500, undefined],
  ])('%s', (host, perDay, perMinute) => {
    const limit = knownLimit(host);
    expect(limit?.perDay).toBe(perDay);
    expect(limit?.perMinute).toBe(perMinute);
    expect(providerOf(host)?.limits.some((known) => known === limit)).toBe(true);
  });

  it('are none for other hosts', () => {
    expect(knownLimit('smtp.googlemail.com')).toBeUndefined();
    expect(knownLimit('constructor')).toBeUndefined();
  });
});
