import { describe, expect, it } from 'vitest';
import { maskedValue, maskOf } from '../../src/report/mask.js';

const jane = { id: 1, firstName: 'Jane', lastName: 'Roe', email: 'jane.roe@mail.example' };
const own = new Set(['billing@acme.example']);

describe('a mask', () => {
  it.each([
    ['Jane Roe is not linked.', '[name] is not linked.'],
    ['Well formed: jane.roe@mail.example.', 'Well formed: [address].'],
    ['Well formed: JANE.ROE@mail.example', 'Well formed: [address]'],
    [
      '"jane.roe@mail.example" looks mistyped; "jane.roe@gmail.com" was meant.',
      '"[address]" looks mistyped; "[address]" was meant.',
    ],
    ['From billing@acme.example to other@mail.example', 'From billing@acme.example to [address]'],
    ['Janet and Monroe stay', 'Janet and Monroe stay'],
    ['Mrs. Roe, JANE', 'Mrs. [name], [name]'],
    ['nothing here', 'nothing here'],
  ])('%s', (text, expected) => {
    expect(maskOf(jane, own)(text)).toBe(expected);
  });

  it('leaves an address of the lender whole where a customer has a part of it as a name', () => {
    expect(maskOf({ lastName: 'Acme' }, own)('billing@acme.example to Acme')).toBe(
      'billing@acme.example to [name]',
    );
  });

  it('knows a long name that a text shows cut', () => {
    const lastName = 'x'.repeat(5000);
    const text = `"${'x'.repeat(60)}… (5,000 characters)" is not linked`;
    expect(maskOf({ lastName }, own)(text)).toBe('"[name]" is not linked');
  });

  it('takes an address that is none by its letters', () => {
    expect(maskOf({ email: 'jane roe (at) mail' }, own)('"jane roe (at) mail" is no address')).toBe(
      '"[address]" is no address',
    );
  });

  it('goes into values', () => {
    const mask = maskOf(jane, own);
    expect(maskedValue({ to: ['jane.roe@mail.example', 5, null] }, mask)).toEqual({
      to: ['[address]', 5, null],
    });
  });
});
