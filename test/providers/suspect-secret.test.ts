import { describe, expect, it } from 'vitest';
import { suspectSecret } from '../../src/providers/suspect-secret.js';

const TOKEN = '0f3c5a10-1111-4222-8333-444455556666';
const OTHER_TOKEN = '9a3c5a10-1111-4222-8333-444455556666';
const DERIVED = `B${'x'.repeat(43)}`;

describe('a login of a shape its provider does not give out', () => {
  it.each([
    ['smtp.gmail.com', 'jane@lender.example', 'Summer2026!secret', 'app passwords'],
    ['SMTP.gmail.com', 'jane@lender.example', 'abcdefghijklmno', 'app passwords'],
    ['smtp-relay.gmail.com', 'jane@lender.example', 'hunter2hunter2xx', 'app passwords'],
    ['smtp.mail.me.com', 'jane@lender.example', 'Summer2026!', 'four groups'],
    ['smtp.sendgrid.net', 'jane@lender.example', 'SG.aaaa.bbbb', 'the word apikey'],
    ['smtp.sendgrid.net', 'APIKEY', 'SG.aaaa.bbbb', 'the word apikey'],
    ['smtp.sendgrid.net', 'apikey', 'account-password', 'API key'],
    ['smtp.mailgun.org', 'postmaster@mg.lender.example', 'key-0123456789abcdef', 'API key'],
    ['smtp.eu.mailgun.org', 'postmaster@mg.lender.example', 'key-0123456789abcdef', 'API key'],
    ['smtp.postmarkapp.com', TOKEN, OTHER_TOKEN, 'not the same'],
    ['smtp.postmarkapp.com', TOKEN, 'Summer2026!', 'not the same'],
    ['smtp.postmarkapp.com', 'jane@lender.example', 'Summer2026!', 'not a token'],
    ['smtp-broadcasts.postmarkapp.com', 'lender', TOKEN, 'not a token'],
    ['smtp-relay.brevo.com', 'jane@lender.example', 'xkeysib-0123456789', 'xsmtpsib-'],
    ['email-smtp.us-east-1.amazonaws.com', 'jane@lender.example', DERIVED, 'SMTP user name'],
    ['email-smtp.us-east-1.amazonaws.com', 'ASIAABCDEFGHIJKLMNOP', DERIVED, 'temporary access key'],
  ])('%s, %s', (host, user, password, says) => {
    const found = suspectSecret({ host, user, password });
    expect(found?.detail).toContain(says);
    expect(found?.meaning?.source).toMatch(/^https:\/\//);
    expect(found?.meaning?.steps.length).toBeGreaterThan(1);
    expect(found?.meaning?.says, 'one sentence').not.toMatch(/\. [A-Z]/);
    const all = JSON.stringify(found);
    expect(all).not.toContain(password);
    expect(all).not.toContain(TOKEN);
    expect(all).not.toContain('undefined');
  });
});

describe('a login that may be right', () => {
  it.each([
    ['smtp.gmail.com', 'jane@lender.example', 'abcd efgh ijkl mnop'],
    ['smtp.gmail.com', 'jane@lender.example', ' abcdefghijklmnop '],
    ['smtp.mail.me.com', 'jane@lender.example', 'abcd-efgh-ijkl-mnop'],
    ['smtp.sendgrid.net', 'apikey', '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'],
    [
      'smtp.mailgun.org',
      'postmaster@mg.lender.example',
      '0123456789abcdef0123456789abcdef-01234567-89abcdef',
    ],
    ['smtp.postmarkapp.com', TOKEN, TOKEN],
    ['smtp.postmarkapp.com', 'PM-T-outbound-abc', 'secret-of-the-token'],
    ['smtp-relay.brevo.com', 'b25310001@smtp-brevo.example', 'xsmtpsib-0123456789'],
    ['email-smtp.us-east-1.amazonaws.com', 'AKIAABCDEFGHIJKLMNOP', DERIVED],
    // Found without the network, by smtp-settings.
    ['email-smtp.us-east-1.amazonaws.com', 'AKIAABCDEFGHIJKLMNOP', 'x'.repeat(40)],
    ['smtp.office365.com', 'jane@lender.example', 'Summer2026!'],
    ['mail.lender.example', 'jane', 'key-0123456789abcdef'],
    ['constructor', 'jane', 'x'],
  ])('%s, %s', (host, user, password) => {
    expect(suspectSecret({ host, user, password })).toBeUndefined();
  });
});
