import { describe, expect, it } from 'vitest';
import { judgeAddress } from '../../src/address/mailbox.js';
import { redacted } from '../../src/sources/export/redact.js';

const emailOf = (email: string) => redacted({ mailcheck: 1 }, [{ id: 1, email }]).customers[0]?.email ?? '';
const kindOf = (text: string) => {
  const judged = judgeAddress(text);
  return judged.kind === 'valid' ? judged.remarks.map(({ code }) => code) : judged.kind;
};

describe('redacted addresses name nobody and fare alike', () => {
  it.each([
    'jane.roe@mail.acme.test',
    'priya.natarajan@gmial.com',
    'luis.garcia@mail..acme.test',
    'jane roe (at) mail acme',
    ' jane.roe@mail.acme.test',
    'jane.roe@mail.acme.test, luis@mail.acme.test',
    'jané@mail.acme.test',
    'jane@localhost',
    '"jane roe"@mail.acme.test',
    'jane@roe.invalid',
  ])('%s', (email) => {
    const shown = emailOf(email);
    expect(shown).not.toMatch(/jane|roe|luis|garcia|priya|acme/i);
    expect(kindOf(shown)).toEqual(kindOf(email));
  });

  it.each(['none@mail.acme.test', 'test@test.com'])('%s names nobody and stays', (email) => {
    expect(emailOf(email)).toBe(email);
  });
});
