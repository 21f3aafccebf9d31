import http from 'node:http';
import { describe, expect, it } from 'vitest';
import { isReadOnly, pathOf, type Question, send } from '../../../src/sources/loanpro-api/send.js';
import { failureOf, fixtureAccount, Live } from './live.js';

describe('what may be sent', () => {
  it.each<[Question['method'], string]>([
    ['GET', 'odata.svc/Customers(1207)'],
    ['GET', 'odata.svc/Loans(4101)/LoanSettings'],
    ['GET', 'odata.svc/LoanStatus(id=2)/LoanSubStatus'],
    ['POST', 'Customers/Autopal.Search()'],
    ['POST', 'Loans/Autopal.Search()'],
  ])('%s %s', (method, path) => {
    expect(isReadOnly({ method, path })).toBe(true);
  });

  const refused: readonly (readonly [string, string])[] = [
    ['PUT', 'odata.svc/Loans(4101)'],
    ['DELETE', 'odata.svc/Loans(4101)'],
    ['POST', 'odata.svc/Customers(1207)'],
    ['POST', 'email.tool/next'],
    ['POST', 'Customers/Autopal.Search()/x'],
    ['GET', 'email.tool/next'],
    ['GET', 'tenant.settings(company.date)'],
    ['GET', 'odata.svc/../email.tool/next'],
    ['GET', 'odata.svc/./x'],
    ['GET', 'odata.svc//elsewhere.example/x'],
    ['GET', 'odata.svc/Customers(1)?$expand=Loans'],
    ['GET', 'odata.svc/Customers(1)#x'],
    ['GET', 'odata.svc/%2e%2e/x'],
    ['GET', 'https://elsewhere.example/odata.svc/x'],
  ];
  it.each(refused)('never %s %s', async (method, path) => {
    // A method that the types do not know must be refused as well.
    const question = { method, path } as Question;
    expect(isReadOnly(question)).toBe(false);
    const live = await Live.start({ account: fixtureAccount('compact') });
    const error = await failureOf(() => send(question, live.settings(), new http.Agent()));
    expect(error.message).toMatch(/not among the requests that only read/);
    expect(live.server.requests).toEqual([]);
  });

  it('is encoded the way LoanPro wants it', () => {
    const query = { $filter: "a eq 'b c'", $expand: 'Loans,Loans/LoanSettings' };
    expect(pathOf({ method: 'GET', path: 'odata.svc/X', query })).toBe(
      'odata.svc/X?$filter=a%20eq%20%27b%20c%27&$expand=Loans,Loans/LoanSettings',
    );
  });
});
