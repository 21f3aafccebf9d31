import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/core/errors.js';
import { accept } from '../../src/findings/accept.js';
import { type BaselineEntry, baselineText, readBaseline } from '../../src/findings/baseline.js';
import { compactAccount } from '../support/compact-account.js';
import '../support/fixed-seed.js';
import { acceptance, judged } from './judged.js';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const entry: fc.Arbitrary<BaselineEntry> = fc.record({
  fingerprint: text,
  finding: text,
  about: text,
  account: text,
});

describe('a baseline file', () => {
  it('comes back as it was written, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 8 }), (entries) => {
        const written = baselineText(entries);
        expect(baselineText(entries.toReversed())).toBe(written);
        expect(baselineText(readBaseline('b.json', written))).toBe(written);
        expect(readBaseline('b.json', written)).toHaveLength(entries.length);
      }),
    );
  });

  it.each([
    ['', 'it is not JSON'],
    ['[]', 'no baseline of version 1'],
    ['null', 'no baseline of version 1'],
    ['{"mailcheckBaseline":2,"findings":[]}', 'no baseline of version 1'],
    ['{"mailcheckBaseline":1,"findings":[{"fingerprint":"a","finding":"b","about":"c"}]}', '"account"'],
    ['{"mailcheckBaseline":1,"findings":[null]}', '/findings/0'],
  ])('%s is refused', (written, said) => {
    expect(() => readBaseline('b.json', written)).toThrow(UsageError);
    expect(() => readBaseline('b.json', written)).toThrow(said);
  });
});

describe('what a baseline accepts', () => {
  function faulty() {
    const account = compactAccount();
    Object.assign(account.notifications?.[0]?.email ?? {}, { subject: '' });
    Object.assign(account.connections ?? {}, { balance: 0 });
    return account;
  }
  const { entries } = accept([judged(faulty())], acceptance());
  const names = (list: readonly BaselineEntry[] | undefined) => list?.map(({ finding }) => finding).sort();

  it('is everything that was found when it was written', () => {
    const { marks, vanished, unseen } = accept([judged(faulty())], acceptance({ baseline: entries }));
    const counting = [...marks.values()].filter(({ isCounted }) => isCounted);
    expect(counting.map(({ accepted }) => accepted?.by)).toEqual(counting.map(() => 'baseline'));
    expect([vanished, unseen]).toEqual([[], []]);
  });

  it('has vanished once it is mended', () => {
    const { vanished, unseen } = accept([judged(compactAccount())], acceptance({ baseline: entries }));
    expect(names(vanished)).toEqual(['connections-balance/empty', 'message-present/missing-subject']);
    expect(unseen).toEqual([]);
  });

  it.each([
    ['a check was left out', { leftOut: new Set(['message-present']) }, ['message-present/missing-subject']],
    [
      'a part was asked about',
      { isPartial: true },
      ['connections-balance/empty', 'message-present/missing-subject'],
    ],
  ])('has not vanished where %s', (_, said, expected) => {
    const { unseen, vanished } = accept(
      [judged(compactAccount())],
      acceptance({ baseline: entries, ...said }),
    );
    expect(names(unseen)).toEqual(expected);
    expect([...(vanished ?? []), ...unseen]).toHaveLength(entries.length);
  });

  it('has not vanished where another account was looked at, or only the network would show it', () => {
    const other = compactAccount();
    Object.assign(other, { tenant: { ...other.tenant, id: 'another' } });
    expect(accept([judged(other)], acceptance({ baseline: entries }))).toMatchObject({
      vanished: [],
      unseen: entries,
    });
    const probed = entries
      .slice(0, 1)
      .map((one) => ({ ...one, fingerprint: 'x', finding: 'smtp-handshake/refused' }));
    expect(accept([judged(faulty())], acceptance({ baseline: [...entries, ...probed] })).unseen).toEqual(
      probed,
    );
  });

  it('is one finding an entry, so a second export of the company does not hide behind the first', () => {
    const { marks } = accept([judged(faulty()), judged(faulty())], acceptance({ baseline: entries }));
    const counting = [...marks.values()].filter(({ isCounted }) => isCounted);
    expect(counting.filter(({ accepted }) => accepted)).toHaveLength(counting.length / 2);
    const both = [...entries, ...entries];
    const again = accept([judged(faulty()), judged(faulty())], acceptance({ baseline: both })).marks;
    expect([...again.values()].filter((mark) => mark.isCounted && !mark.accepted)).toEqual([]);
  });

  it('takes in nothing that is suppressed, so that it comes back on its day', () => {
    const standing = accept(
      [judged(faulty())],
      acceptance({
        suppressions: [
          {
            by: 'configuration',
            finding: 'message-present',
            reason: 'until the move',
            until: '2026-12-31',
            place: { file: '.mailcheck.yaml', line: 1, column: 1 },
          },
        ],
        levels: new Map([['connections-balance', 'off']]),
      }),
    );
    expect(standing.entries).toEqual([]);
  });

  it('names no person', () => {
    const account = compactAccount();
    const [person] = account.customers;
    delete person?.id;
    Object.assign(person ?? {}, { firstName: 'Amara', lastName: 'Zedova', email: 'amara zedova' });
    const written = baselineText(accept([judged(account)], acceptance()).entries);
    expect(written).toContain('a customer without an id');
    expect(written).not.toMatch(/amara|zedova/i);
  });
});
