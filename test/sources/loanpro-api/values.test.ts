import { describe, expect, it } from 'vitest';
import {
  dateOf,
  eBillingOf,
  entityOf,
  entriesOf,
  flagOf,
  idOf,
  instantOf,
  keyOf,
  nameOf,
  numberOf,
  roleOf,
  textOf,
} from '../../../src/sources/loanpro-api/values.js';

const deferred = { __deferred: { uri: 'Customers(id=1207)/Loans' } };

describe('values in all the ways LoanPro writes them', () => {
  it.each([
    [[{ id: 1 }], [{ id: 1 }]],
    [{ results: [{ id: 1 }] }, [{ id: 1 }]],
    [{ results: [] }, []],
    [{ results: null }, []],
    [null, []],
    [deferred, undefined],
    [undefined, undefined],
    ['', undefined],
    [[1, null, { id: 2 }], [{ id: 2 }]],
  ])('a list %j', (value, expected) => {
    expect(entriesOf(value)).toEqual(expected);
  });

  it.each([
    [{ id: 1 }, { id: 1 }],
    [null, null],
    [deferred, undefined],
    [{ results: [{ id: 1 }] }, { id: 1 }],
    [{ results: [] }, null],
    [undefined, undefined],
    [[], undefined],
  ])('an entity %j', (value, expected) => {
    expect(entityOf(value)).toEqual(expected);
  });

  it.each([
    [1, true],
    [0, false],
    ['1', true],
    ['0', false],
    [true, true],
    [false, false],
    ['', undefined],
    [null, undefined],
    [2, undefined],
    [deferred, undefined],
  ])('a flag %j', (value, expected) => {
    expect(flagOf(value)).toBe(expected);
  });

  it.each([
    [15, 15],
    ['15', 15],
    ['212.40', 212.4],
    ['-3.5', -3.5],
    [0, 0],
    [null, null],
    ['', undefined],
    ['12 days', undefined],
    ['0x10', undefined],
    ['1e5', undefined],
    [Number.NaN, undefined],
    [deferred, undefined],
  ])('a number %j', (value, expected) => {
    expect(numberOf(value)).toBe(expected);
  });

  it.each([
    [1207, 1207],
    ['1207', 1207],
    ['01207', '01207'],
    ['9007199254740993', '9007199254740993'],
    [0, null],
    ['0', null],
    [null, null],
    ['', undefined],
    [1.5, undefined],
    [deferred, undefined],
  ])('an id %j', (value, expected) => {
    expect(idOf(value)).toBe(expected);
  });

  it.each([
    ['1207', '1207'],
    [1207, '1207'],
    [0, undefined],
    ['1207)/Loans(1', undefined],
    ['../../x', undefined],
    [null, undefined],
  ])('a key of a path %j', (value, expected) => {
    expect(keyOf(value)).toBe(expected);
  });

  it.each([
    // Seconds: as milliseconds this would be January 1970.
    ['/Date(1427829732)/', Date.parse('2015-03-31T19:22:12Z')],
    ['/Date(0)/', 0],
    ['/Date(-86400)/', -86_400_000],
    ['/Date(-62169984000)/', null],
    ['2024-08-19 15:22:40', Date.parse('2024-08-19T15:22:40Z')],
    ['2024-08-19', Date.parse('2024-08-19T00:00:00Z')],
    ['0000-00-00 00:00:00', null],
    [null, null],
    ['/Date(99999999999999)/', undefined],
    ['2024-13-45', undefined],
    ['yesterday', undefined],
    [1427829732, undefined],
    [deferred, undefined],
  ])('an instant %j', (value, expected) => {
    expect(instantOf(value)).toBe(expected);
  });

  it.each([
    ['a midnight in UTC is a date', '/Date(1772323200)/', 'America/Denver', '2026-03-01'],
    ['an instant is dated in the zone', '/Date(1772335800)/', 'America/Denver', '2026-02-28'],
    ['and in UTC without one', '/Date(1772335800)/', undefined, '2026-03-01'],
    ['none', '/Date(-62169984000)/', 'America/Denver', null],
    ['not answered', undefined, 'America/Denver', undefined],
  ])('a date: %s', (_, value, zone, expected) => {
    expect(dateOf(value, zone)).toBe(expected);
  });

  it.each([
    ['loan.ebilling.yes', true],
    ['loan.ebilling.no', false],
    [1, true],
    ['0', false],
    ['loan.ebilling.maybe', undefined],
    [null, undefined],
  ])('e-billing %j', (value, expected) => {
    expect(eBillingOf(value)).toBe(expected);
  });

  it.each([
    ['loan.customerRole.primary', 'primary'],
    ['loan.customerRole.unassigned', 'unassigned'],
    ['loan.customerRole.pet', undefined],
    ['primary', undefined],
    [null, undefined],
  ])('a role %j', (value, expected) => {
    expect(roleOf(value)).toBe(expected);
  });

  it('a text or a name', () => {
    expect([textOf(''), textOf(null), textOf(7), textOf(deferred)]).toEqual(['', null, '7', undefined]);
    expect([nameOf(7), nameOf('LN-7'), nameOf(null)]).toEqual([7, 'LN-7', null]);
  });
});
