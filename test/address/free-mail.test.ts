import { describe, expect, it } from 'vitest';
import { isFreeMail, isItsServer } from '../../src/address/free-mail.js';

describe('a domain where everybody can have a mailbox', () => {
  it.each([
    'gmail.com',
    'Gmail.COM',
    'yahoo.com',
    'yahoo.co.uk',
    'yahoo.com.br',
    'aol.com',
    'outlook.com',
    'outlook.de',
    'hotmail.com',
    'live.com',
    'icloud.com',
    'me.com',
    'gmx.at',
    'gmx.net',
    'comcast.net',
  ])('%s', (domain) => {
    expect(isFreeMail(domain)).toBe(true);
  });

  it.each(['example.com', 'mail.gmail.com', 'notgmail.com', 'gmail.example', 'yahoo.example', 'me.example'])(
    'not %s',
    (domain) => {
      expect(isFreeMail(domain)).toBe(false);
    },
  );
});

describe('the server of a free-mail provider', () => {
  it.each([
    ['gmail.com', 'smtp.gmail.com'],
    ['gmail.com', ' SMTP.Gmail.com. '],
    ['yahoo.co.uk', 'smtp.mail.yahoo.com'],
    ['hotmail.com', 'smtp-mail.outlook.com'],
    ['outlook.com', 'smtp.office365.com'],
    ['verizon.net', 'smtp.aol.com'],
  ])('%s leaves through %s', (domain, host) => {
    expect(isItsServer(domain, host)).toBe(true);
  });

  it.each([
    ['gmail.com', 'smtp.mail.yahoo.com'],
    ['gmail.com', 'smtp.gmail.com.example.net'],
    ['gmail.com', 'notsmtp.gmail.com.test'],
    ['yahoo.com', 'notyahoo.com'],
    ['example.com', 'smtp.gmail.com'],
    ['gmail.com', ''],
  ])('%s does not leave through %j', (domain, host) => {
    expect(isItsServer(domain, host)).toBe(false);
  });
});
