import * as z from 'zod';
import type { Path } from './pointer.js';
import { accountSchema, customerSchema } from './schema.js';

/** The paths of all values that do not fit the schema, in the order of the schema. Customers are not looked at. */
export function misfitsOfAccount(value: unknown): Path[] {
  return misfits(accountSchema.omit({ customers: true }), value);
}

/** The paths, from the customer on, of all values that do not fit the schema of one customer. */
export function misfitsOfCustomer(value: unknown): Path[] {
  return misfits(customerSchema, value);
}

/** The JSON Schema of the export, for editors and other validators. */
export function exportJsonSchema(): object {
  return z.toJSONSchema(accountSchema, { target: 'draft-2020-12', io: 'input' });
}

function misfits(schema: z.ZodType, value: unknown): Path[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  const paths = new Map<string, Path>();
  for (const issue of result.error.issues) {
    const path = issue.path.filter((step) => typeof step !== 'symbol');
    paths.set(JSON.stringify(path), path);
  }
  return [...paths.values()];
}
