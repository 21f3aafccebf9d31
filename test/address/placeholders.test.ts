import { expect, test } from 'vitest';
import { isPlaceholder } from '../../src/address/placeholders.js';

const judge = (address: string) => {
  const [localPart = '', domain = ''] = address.split('@');
  return isPlaceholder(localPart, domain);
};

test.each([
  'none@example.com',
  'NONE@acme.example',
  'none2@example.com',
  'noemail@example.com',
  'NoEmail123@example.com',
  'no-email@example.com',
  'no_email@example.com',
  'no.email@example.com',
  'nomail@example.com',
  'n/a@example.com',
  'noreply@example.com',
  'no-reply@example.com',
  'donotreply@example.com',
  'test@test.com',
  'TEST@Test.example',
  'na@na.com',
  'a@a.com',
  'email@email.com',
  'unknown@unknown.com',
])('%s is a placeholder', (address) => {
  expect(judge(address)).toBe(true);
});

test.each([
  'jane@example.com',
  'na@example.com',
  'test@example.com',
  'n.one@example.com',
  'nonesuch@example.com',
  'noemi@example.com',
  'unknown@example.com',
  'acme@acme.com',
  'a@example.com',
])('%s is not', (address) => {
  expect(judge(address)).toBe(false);
});
