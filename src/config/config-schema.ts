import * as z from 'zod';
import { cut, listed, quoted } from '../core/words.js';

const day = z.iso.date();
const paths = z.array(z.string().min(1));

/** What `.mailcheck.yaml` may hold. Each value can be overridden on the command line. */
export const configSchema = z.strictObject({
  exports: paths.optional().meta({ description: 'files, folders or globs to check' }),
  format: z.string().optional().meta({ description: 'what is printed on standard output' }),
  outputs: paths.optional().meta({ description: 'copies of the report; the extension says the format' }),
  failOn: z.enum(['fail', 'warn']).optional(),
  onUnknown: z.enum(['pass', 'fail']).optional(),
  only: z.array(z.string()).optional().meta({ description: 'run only these checks' }),
  skip: z.array(z.string()).optional().meta({ description: 'leave these checks out' }),
  levels: z
    .record(z.string(), z.enum(['fail', 'warn', 'off']))
    .optional()
    .meta({ description: 'what a check, or one finding of it, weighs' }),
  suppressions: z
    .array(
      z.strictObject({
        finding: z.string(),
        reason: z.string().trim().min(1),
        until: day.optional(),
        notification: z.union([z.string(), z.int()]).optional(),
      }),
    )
    .optional()
    .meta({ description: 'findings to live with' }),
  baseline: z.string().min(1).optional(),
  plugins: paths.optional().meta({ description: 'modules with checks of your own' }),
  mask: z.boolean().optional().meta({ description: 'take the names and addresses of people out' }),
});

/** The values of a configuration file. */
export type Config = z.infer<typeof configSchema>;

/** One thing that is wrong with a configuration. */
export interface ConfigFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** A key that does not exist. */
  readonly unknown?: string;
}

/** The keys of the level of a path. */
export function keysAt(path: readonly (string | number)[]): string[] {
  return path[0] === 'suppressions' && path.length > 1
    ? ['finding', 'reason', 'until', 'notification']
    : Object.keys(configSchema.shape);
}

/** What is wrong in plain words; where there are none, those of zod. */
const expected: z.core.$ZodErrorMap = (issue) => {
  const { input } = issue;
  if (input === undefined && issue.code !== 'unrecognized_keys') return 'this key is missing';
  const here = `here is ${typeof input === 'object' ? (Array.isArray(input) ? 'a list' : input ? 'a map' : 'nothing') : cut(JSON.stringify(input))}`;
  switch (issue.code) {
    case 'invalid_value':
      return `expected ${listed(
        issue.values.map((one) => quoted(String(one))),
        'or',
      )}; ${here}`;
    case 'too_small':
      return 'must not be empty';
    case 'invalid_format':
      return `expected a day such as 2027-01-31; ${here}`;
    case 'invalid_type':
      return `expected ${KINDS[issue.expected] ?? issue.expected}; ${here}`;
    case 'invalid_union':
      return `expected a text or a whole number; ${here}`;
    default:
      return undefined;
  }
};
const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  boolean: 'true or false',
};

/** Judges a configuration: its values, or everything that is wrong with it. */
export function judgeConfig(value: unknown): Config | readonly ConfigFault[] {
  const judged = configSchema.safeParse(value, { error: expected });
  if (judged.success) return judged.data;
  return judged.error.issues.flatMap((issue): ConfigFault[] => {
    const path = issue.path.filter((step) => typeof step !== 'symbol');
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((unknown) => ({
          path,
          unknown,
          message: `"${unknown}" is no key of the configuration`,
        }))
      : [{ path, message: issue.message }];
  });
}
