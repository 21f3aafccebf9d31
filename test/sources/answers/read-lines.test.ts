import { describe, expect, it } from 'vitest';
import { readLines } from '../../../src/sources/answers/read-lines.js';
import { ReadingFault } from '../../../src/sources/answers/words.js';

describe('lines of a person', () => {
  it.each<[field: string, text: string, value: unknown]>([
    ['doNotDisturb', 'none', []],
    ['doNotDisturb', '21:00-08:00', [{ start: '21:00', stop: '08:00' }]],
    [
      'doNotDisturb',
      '21:00-08:00 mon-fri\n\n12:00 to 24:00 Sat, Sunday',
      [
        { start: '21:00', stop: '08:00', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'] },
        { start: '12:00', stop: '24:00', weekdays: ['sat', 'sun'] },
      ],
    ],
    ['doNotDisturb', '9 PM to 8:30 a.m., every day', [{ start: '21:00', stop: '08:30' }]],
    ['doNotDisturb', '12am-12pm weekends', [{ start: '00:00', stop: '12:00', weekdays: ['sat', 'sun'] }]],
    [
      'doNotDisturb',
      '21:00\t08:00\tMon\tTue\tInactive',
      [{ start: '21:00', stop: '08:00', weekdays: ['mon', 'tue'], active: false }],
    ],
    [
      'doNotDisturb',
      'sat-mon 00:00–06:00 active',
      [{ start: '00:00', stop: '06:00', weekdays: ['mon', 'sat', 'sun'], active: true }],
    ],
    [
      'doNotDisturb',
      'Start\tStop\tDays\n"9:00 PM","8:00 AM","M-F"\n| 12:00 | 13:00 | Sat/Sun |\n',
      [
        { start: '21:00', stop: '08:00', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'] },
        { start: '12:00', stop: '13:00', weekdays: ['sat', 'sun'] },
      ],
    ],
    [
      'doNotDisturb',
      'Monday through Friday: 9 PM to midnight,',
      [{ start: '21:00', stop: '00:00', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'] }],
    ],
    [
      'doNotDisturb',
      'Sat - Mon 21:00-08:00',
      [{ start: '21:00', stop: '08:00', weekdays: ['mon', 'sat', 'sun'] }],
    ],
    [
      'companyEmails',
      'billing@acme.example primary verified\nNews <news@acme.example>, not verified',
      [
        { email: 'billing@acme.example', primary: true, validated: true },
        { email: 'news@acme.example', primary: false, validated: false },
      ],
    ],
    ['companyEmails', 'a@acme.example', [{ email: 'a@acme.example' }]],
    [
      'companyEmails',
      "Email\tPrimary\tVerified\nmailto:a@acme.example verified: no; (b@acme.example) primary, isn't verified",
      [
        { email: 'a@acme.example', validated: false, primary: false },
        { email: 'b@acme.example', primary: true, validated: false },
      ],
    ],
    [
      'companyEmails',
      "o'neil@acme.example|primary no|verified yes\n'b@acme.example' not yet verified.",
      [
        { email: "o'neil@acme.example", primary: false, validated: true },
        { email: 'b@acme.example', validated: false },
      ],
    ],
    [
      'companyEmails',
      'a@acme.example primary\nA@acme.example not verified',
      [{ email: 'A@acme.example', primary: true, validated: false }],
    ],
    ['companyEmails', 'a@acme.example unverified', [{ email: 'a@acme.example', validated: false }]],
    [
      'enrollmentByStatus',
      'Open / Repaying: on\nPaid Off off\nClosed\tCharged Off\tNo\nPre-Approved = yes',
      [
        { status: 'Open', subStatus: 'Repaying', emailEnroll: true },
        { status: 'Paid Off', emailEnroll: false },
        { status: 'Closed', subStatus: 'Charged Off', emailEnroll: false },
        { status: 'Pre-Approved', emailEnroll: true },
      ],
    ],
    [
      'enrollmentByStatus',
      'Status\tEmail\n"Open","Past Due, late","Yes"\n| Open | Repaying | ✓ |\nClosed, off,\n"Open - Legal": on',
      [
        { status: 'Open', subStatus: 'Past Due, late', emailEnroll: true },
        { status: 'Open', subStatus: 'Repaying', emailEnroll: true },
        { status: 'Closed', emailEnroll: false },
        { status: 'Open - Legal', emailEnroll: true },
      ],
    ],
    ['enrollmentByStatus', 'N/A / Held: on', [{ status: 'N/A', subStatus: 'Held', emailEnroll: true }]],
    ['event', 'none', null],
    ['event', 'payment posted', { builtIn: 'payment posted' }],
    [
      'event',
      'Open > Closed / Paid Off\nany > Closed\nstatus:Open/Repaying>Closed',
      {
        statusChanges: [
          { from: { status: 'Open' }, to: { status: 'Closed', subStatus: 'Paid Off' } },
          { to: { status: 'Closed' } },
          { from: { status: 'Open', subStatus: 'Repaying' }, to: { status: 'Closed' } },
        ],
      },
    ],
    ['event', '+Auto\n-Boat', { portfolioChanges: { added: ['Auto'], removed: ['Boat'] } }],
    ['restrictions', 'none', null],
    [
      'restrictions',
      'Loan Status: Open, Open / Repaying\nE-Billing: on\nsource company = Main Street\nLoan Aging: 0-20\nDays Past Due: 5+\nAmount Past Due: $25 to $1,500.50\nHuman Activity: within 30 days\nLoan Recency: 15\nPortfolios: Auto\nSub Portfolios: Used, "New, cheap"',
      {
        loanStatus: [{ status: 'Open' }, { status: 'Open', subStatus: 'Repaying' }],
        eBilling: true,
        sourceCompany: ['Main Street'],
        loanAging: { min: 0, max: 20 },
        daysPastDue: { min: 5 },
        amountPastDue: { min: 25, max: 1500.5 },
        humanActivity: { withinDays: 30 },
        loanRecency: { min: 15 },
        portfolios: ['Auto'],
        subPortfolios: ['Used', 'New, cheap'],
      },
    ],
    ['restrictions', 'Days Past Due: 5', { daysPastDue: { min: 5, max: 5 } }],
    ['restrictions', 'Days Past Due: at most 20 days', { daysPastDue: { max: 20 } }],
    ['portfolios', 'Auto, Prime\nBoat', ['Auto', 'Prime', 'Boat']],
    ['portfolios', '', []],
    [
      'variables',
      'status-payoff = 9120.55\nloan-token: "12"\nheld = true',
      { 'status-payoff': 9120.55, 'loan-token': '12', held: true },
    ],
  ])('%s: %s', (field, text, value) => {
    const path = field === 'restrictions' ? ['notifications', 0, 'email', field] : [field];
    expect(readLines(path, text)).toEqual(value);
  });

  it.each<[field: string, text: string, words: RegExp]>([
    ['doNotDisturb', 'at night', /expected a start and a stop/],
    ['doNotDisturb', '21:00-08:00 caturday', /"caturday" is not a weekday/],
    ['doNotDisturb', '13pm-8am', /"13pm" is not a time of day/],
    ['doNotDisturb', 'Monday 21:00 - Tuesday 08:00', /not of its stop/],
    ['companyEmails', 'billing', /there is no address in it/],
    ['companyEmails', 'a@b.example\nbilling', /^line 2, /],
    ['enrollmentByStatus', 'Open', /expected a status and on or off/],
    ['enrollmentByStatus', 'Closed / Paid Off', /expected a status and on or off/],
    ['enrollmentByStatus', 'Open / Past Due\tYes\tNo', /more than one on or off/],
    ['enrollmentByStatus', 'Open - Repaying: on', /write a slash/],
    ['event', 'payment posted\nloan opened', /only one event/],
    ['restrictions', 'E-Billing: on\nE-Billing: off', /stands there twice/],
    ['restrictions', 'Loan Status: Open - Repaying', /write a slash/],
    ['restrictions', 'Days Past Due: 20 to 5', /expected a number or a range/],
    ['event', 'Open > Closed > Open', /expected a change of status/],
    ['restrictions', 'Dais Past Due: 5', /did you mean Days Past Due/],
    ['restrictions', 'Days Past Due: many', /expected a number or a range/],
    ['restrictions', 'E-Billing: perhaps', /expected on or off/],
    ['variables', 'status-payoff', /expected a name and a value/],
  ])('%s: %s is refused', (field, text, words) => {
    const path = field === 'restrictions' ? ['notifications', 0, 'email', field] : [field];
    expect(() => readLines(path, text)).toThrow(ReadingFault);
    expect(() => readLines(path, text)).toThrow(words);
  });
});
