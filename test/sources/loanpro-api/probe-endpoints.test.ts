import { describe, expect, it } from 'vitest';
import { probeEndpoints } from '../../../src/sources/loanpro-api/probe-endpoints.js';
import type { LoanProFault } from '../../servers/loanpro-faults.js';
import { failureOf, fixtureAccount, Live } from './live.js';

const account = fixtureAccount('acme-lending');

async function probe(live: Live, timeoutMs = 5000) {
  const access = await probeEndpoints(live.settings({ timeoutMs }), live.clock);
  return { ...access, states: access.endpoints.map(({ endpoint, state }) => `${state} ${endpoint}`) };
}

const ENDPOINTS = [
  'odata.svc/Tenants({tenant})/CompanyEmails',
  'Customers/Autopal.Search()',
  'odata.svc/Customers({id})',
  'odata.svc/Loans({id})/LoanSettings',
  'odata.svc/Loans({id})/StatusArchive',
  'odata.svc/Loans({id})',
  'odata.svc/SystemNotes',
  'odata.svc/LoanStatus',
];

describe('what the token opens', () => {
  it('is everything, learned without reading anybody', async () => {
    const live = await Live.start({ account });
    const { credentials, words, states, requests } = await probe(live);
    expect([credentials, words, requests]).toEqual(['accepted', undefined, ENDPOINTS.length]);
    expect(states).toEqual(ENDPOINTS.map((endpoint) => `granted ${endpoint}`));
    expect(live.asked.filter((line) => /Customers\([^0]|Loans\([^0]/.test(line))).toEqual([]);
  });

  it('is all but what the role lacks', async () => {
    const live = await Live.start({ account });
    live.server.faults = [
      { path: 'Customers/Autopal.Search()', fault: 'forbidden' },
      { path: 'odata.svc/SystemNotes', fault: 'unauthorized' },
      { path: 'odata.svc/LoanStatus', fault: 'server-error' },
    ];
    const { credentials, states, endpoints } = await probe(live);
    expect(credentials).toBe('accepted');
    const state = (endpoint: string) =>
      ({ 1: 'refused', 6: 'refused', 7: 'failed' })[ENDPOINTS.indexOf(endpoint)] ?? 'granted';
    expect(states).toEqual(ENDPOINTS.map((endpoint) => `${state(endpoint)} ${endpoint}`));
    expect(endpoints[1]).toMatchObject({ method: 'POST', facts: [], words: expect.stringMatching(/role/) });
  });

  it('is known although the first endpoint is refused', async () => {
    const live = await Live.start({ account });
    live.server.faults = [{ path: 'odata.svc/Tenants', fault: 'forbidden' }];
    const { credentials, states } = await probe(live);
    expect(credentials).toBe('accepted');
    expect(states[0]).toBe(`refused ${ENDPOINTS[0]}`);
  });

  it.each<[LoanProFault, string, RegExp, string, number]>([
    ['unauthorized', 'refused', /401/, 'refused', 1],
    ['bad-tenant', 'refused', /LOANPRO_TENANT_ID.*Invalid tenant/, 'failed', 1],
    ['not-found', 'refused', /LOANPRO_API_URL/, 'failed', 1],
    ['reset', 'unknown', /broken off/, 'failed', 3],
  ])('is nothing with %j, and nothing else is asked', async (fault, credentials, words, state, requests) => {
    const live = await Live.start({ account });
    live.server.faults = [{ path: '', fault }];
    const access = await probe(live);
    expect(access.credentials).toBe(credentials);
    expect(access.words).toMatch(words);
    expect(access.states[0]).toBe(`${state} ${ENDPOINTS[0]}`);
    expect(access.states.slice(1).every((line) => line.startsWith('not-asked'))).toBe(true);
    expect(live.server.requests).toHaveLength(requests);
  });

  it('ends when it is told to', async () => {
    const live = await Live.start({ account });
    const settings = live.settings({ signal: AbortSignal.abort(new Error('Ctrl-C')) });
    expect((await failureOf(() => probeEndpoints(settings, live.clock))).message).toBe('Ctrl-C');
  });
});
