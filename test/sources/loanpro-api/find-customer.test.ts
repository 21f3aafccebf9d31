import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/account/types.js';
import { customerSearch } from '../../../src/sources/loanpro-api/find-customer.js';
import { fixtureAccount, Live } from './live.js';

const acme = fixtureAccount('acme-lending');
const account: Account = {
  ...acme,
  customers: [
    ...(acme.customers ?? []),
    { id: 2001, customId: '1057', firstName: 'Numa', lastName: 'Reed', companyName: null, email: null },
    { id: 2002, customId: '77', firstName: 'Sinéad', lastName: "O'Hara (Jr.)", email: 's+1@mail.example' },
    {
      id: 2003,
      customId: 'A/B-7:*',
      firstName: 'Not',
      lastName: 'AND Or',
      companyName: 'Less < & "More" Ltd',
    },
  ],
};

describe('a customer', () => {
  it.each([
    ['by id', '1057', 1057],
    ['by id with blanks', ' 1057 ', 1057],
    // 1057 is an id and a custom id: the id decides.
    ['by custom id', 'C-1042', 1042],
    ['by a custom id that is a number', '77', 2002],
    ['by a custom id with reserved characters', 'A/B-7:*', 2003],
    ['by address', 'marcus.bell@mail.example', 1057],
    ['by address in another case', 'Marcus.Bell@MAIL.example', 1057],
    ['by an address with a plus', 's+1@mail.example', 2002],
    ['by full name', 'Marcus Bell', 1057],
    ['by full name in another case', 'marcus  BELL', 1057],
    ['by a name with accents', 'Renée Dubois', 1101],
    ['by a name with an apostrophe and brackets', "Sinéad O'Hara (Jr.)", 2002],
    ['by a name that looks like operators', 'Not AND Or', 2003],
    ['by company', 'Bluebird Bakery LLC', 1131],
    ['by a company with reserved characters', 'Less < & "More" Ltd', 2003],
  ])('%s', async (_, wanted, id) => {
    const live = await Live.start({ account });
    const { customers, faults } = await live.read(wanted, { portfolios: false });
    expect(customers.map(({ customer }) => customer.id)).toEqual([id]);
    expect(faults.filter(({ kind }) => kind !== 'unanswered')).toEqual([]);
    const loans = customers[0]?.customer.links?.length ?? 0;
    // A number is tried as an id first; when it is none, that try is one request more.
    expect(live.server.requests.length).toBeLessThanOrEqual(4 + 2 * loans + (wanted === '77' ? 1 : 0));
  });

  it.each([
    ['a name that two have', 'John Smith', [1113, 1128]],
    ['an address nobody has', 'nobody@mail.example', []],
    ['a part of a name', 'Bell', []],
    ['an id nobody has', '999999', []],
    ['an id that is too long', '123456789012345678901234567890', []],
    ['reserved characters alone', '*', []],
    ['nothing', '  ', []],
  ])('not by %s', async (_, wanted, ids) => {
    const live = await Live.start({ account });
    const { customers, placeOf } = await live.read(wanted);
    expect(customers.map(({ customer }) => customer.id)).toEqual(ids);
    expect(live.asked.filter((line) => /Customers\((?!999999)/.test(line))).toEqual([]);
    expect(placeOf(['customers', 0])).toBeUndefined();
  });

  it.each([{ hasNullSearch: true }, { hasNullSearch: false }])('not among no hits: %j', async (dialect) => {
    const live = await Live.start({ account, dialect });
    expect((await live.read('x@elsewhere.example')).customers).toEqual([]);
  });

  it('is named when the name is only alike', async () => {
    const live = await Live.start({ account });
    const { customers, nearest } = await live.read('markus.bell@mail.example');
    expect(customers).toEqual([]);
    expect(nearest).toContain('marcus.bell@mail.example');
  });
});

describe('the body of a search', () => {
  it('is the documented one for an address', () => {
    expect(customerSearch(' jane@mail.example ')).toEqual({
      method: 'POST',
      path: 'Customers/Autopal.Search()',
      query: { $top: '50', $start: '0' },
      body: { query: { bool: { must: { match: { email: 'jane@mail.example' } } } } },
    });
  });

  it.each([
    ['Jane Roe', '"Jane Roe" OR (*Jane Roe*)'],
    ['C-1042', '"C-1042" OR (*C\\-1042*)'],
    ['a "b" \\ c', '"a \\"b\\" \\\\ c" OR (*a \\"b\\" \\\\ c*)'],
    ['<x> OR NOT y', '"<x> OR NOT y" OR (*x  or not y*)'],
    [
      '(a+b)*?~^:/[]{}!|&=',
      '"(a+b)*?~^:/[]{}!|&=" OR (*\\(a\\+b\\)\\*\\?\\~\\^\\:\\/\\[\\]\\{\\}\\!\\|\\&\\=*)',
    ],
    ['<>', '"<>"'],
  ])('escapes the name %j', (name, query) => {
    expect(customerSearch(name).body).toEqual({
      query: {
        bool: {
          must: [
            {
              query_string: {
                query,
                default_operator: 'AND',
                fields: ['customerName', 'companyName', 'customId'],
              },
            },
          ],
        },
      },
    });
  });
});
