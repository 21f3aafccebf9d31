import { expect, test } from 'vitest';
import {
  doubtfulEndings,
  popularDomains,
  realLookAlikes,
  slippedEndings,
} from '../../src/address/known-domains.js';
import { suggestDomain } from '../../src/address/likely-typo.js';

test.each([
  ['gmial.com', 'gmail.com'],
  ['gamil.com', 'gmail.com'],
  ['gmai.com', 'gmail.com'],
  ['gmal.com', 'gmail.com'],
  ['gmil.com', 'gmail.com'],
  ['gnail.com', 'gmail.com'],
  ['gmaill.com', 'gmail.com'],
  ['GMIAL.COM', 'gmail.com'],
  ['gmailcom', 'gmail.com'],
  ['gmail.con', 'gmail.com'],
  ['gmail.co', 'gmail.com'],
  ['gmail.cm', 'gmail.com'],
  ['gmial.con', 'gmail.com'],
  ['yaho.com', 'yahoo.com'],
  ['yahooo.com', 'yahoo.com'],
  ['yahoo.co', 'yahoo.com'],
  ['yaho.co.uk', 'yahoo.co.uk'],
  ['hotmial.com', 'hotmail.com'],
  ['hotmal.com', 'hotmail.com'],
  ['hotmail.cm', 'hotmail.com'],
  ['hotmial.co.uk', 'hotmail.co.uk'],
  ['outlok.com', 'outlook.com'],
  ['iclod.com', 'icloud.com'],
  ['comcast.ne', 'comcast.net'],
  ['aol.con', 'aol.com'],
  ['acme.con', 'acme.com'],
  ['mail.acme.nte', 'mail.acme.net'],
])('%s was meant to be %s', (typed, meant) => {
  expect(suggestDomain(typed)).toBe(meant);
});

test.each(
  `acme.example acme.test acme.com acme.co acme.cm mail.example example.com example.net localhost 1.2.3.4 x.invalid
  gmail.com googlemail.com mail.com email.com ymail.com rocketmail.com fastmail.com fastmail.fm gmx.de gmx.com gmx.at
  aol.com aol.co.uk aol.de live.com live.ca live.co.uk me.com mac.com icloud.com att.net hotmail.fr hotmail.dk
  hotmail.com.br outlook.de outlook.com.au outlook.ie yahoo.co.in yahoo.co.id yahoo.com.ph yahoo.se yahoo.ro
  protonmail.ch proton.me pm.me qq.com web.de msn.com sky.com hey.com key.com aig.com cox.net fox.net abc.com nbc.com
  verizon.com comcast.com charter.com charter.net centurylink.com windstream.com earthlink.com earthling.net grail.com
  grain.com cloud.com hotels.com hotwire.com outdoor.com lookout.com version.net combust.net mymail.com webmail.com
  zoho.com yandex.com gmail.acme.com yahoo.acme.example outlook.example prontomail.com y7mail.com usa.net juno.com
  bücher.example xn--bcher-kva.example`.split(/\s+/),
)('%s is left alone', (domain) => {
  expect(suggestDomain(domain)).toBeUndefined();
});

test('no domain of the lists gets a suggestion', () => {
  const real = [...popularDomains, ...realLookAlikes];
  expect(real.filter((domain) => suggestDomain(domain) !== undefined)).toEqual([]);
});

test('every entry of the lists decides something', () => {
  for (const [ending, meant] of slippedEndings) expect(suggestDomain(`acme.${ending}`)).toBe(`acme.${meant}`);
  for (const ending of doubtfulEndings) {
    expect(suggestDomain(`gmail.${ending}`)).toBe('gmail.com');
    expect(suggestDomain(`acme.${ending}`)).toBeUndefined();
  }
});
