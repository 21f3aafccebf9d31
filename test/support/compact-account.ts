import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { accountSchema } from '../../src/account/schema.js';
import type { WholeAccount } from './check-table.js';

const file = new URL('../../fixtures/accounts/compact.yaml', import.meta.url);
const text = readFileSync(file, 'utf8');

/** The compact healthy account of the fixtures, new at every call. */
export function compactAccount(): WholeAccount {
  const account = accountSchema.parse(parse(text));
  return { ...account, customers: account.customers ?? [] };
}
