import { describe, expect, it } from 'vitest';
import { eventInNotes, type NotedChange } from '../../src/cli/event-in-notes.js';
import { parseEvent } from '../../src/core/asked-event.js';

const changes: readonly NotedChange[] = [
  {
    loan: 4101,
    at: '2026-10-01T08:00:00Z',
    from: { status: 'Open', subStatus: 'Repaying' },
    to: { status: 'Open', subStatus: 'Hardship' },
  },
  {
    loan: 4101,
    at: '2026-11-01T08:00:00Z',
    from: { status: 'Open', subStatus: 'Hardship' },
    to: { status: 'Closed', subStatus: 'Paid Off' },
  },
];

describe("an event in LoanPro's notes", () => {
  it.each([
    ['status:Open/Hardship>Closed/Paid Off', 'for loan 4101 at 2026-11-01T08:00:00Z'],
    ['status:Open>Closed', 'for loan 4101 at 2026-11-01T08:00:00Z'],
    ['status:Open>Open', 'for loan 4101 at 2026-10-01T08:00:00Z'],
  ])('%s is found', (event, naming) => {
    const said = eventInNotes(parseEvent(event), changes);
    expect(said).toMatch(/^LoanPro noted /);
    expect(said).toContain(naming);
  });

  it.each(['status:Closed>Open', 'status:Open/Repaying>Closed/Paid Off', 'status:open>closed'])(
    '%s is not there, and what is there instead is named',
    (event) => {
      const said = eventInNotes(parseEvent(event), changes);
      expect(said).toMatch(/^LoanPro's notes do not show /);
      expect(said).toContain('Open / Hardship to Closed / Paid Off for loan 4101 at 2026-11-01T08:00:00Z');
    },
  );

  it('says so where nothing was noted', () => {
    expect(eventInNotes(parseEvent('status:Open>Closed'), [])).toContain('no change of status');
  });

  it.each([
    ['no event asked', undefined, changes],
    ['an event of another kind', parseEvent('portfolio:+Auto'), changes],
    ['notes that did not answer', parseEvent('status:Open>Closed'), undefined],
  ])('says nothing: %s', (_, event, noted) => {
    expect(eventInNotes(event, noted)).toBeUndefined();
  });
});
