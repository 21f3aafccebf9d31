import * as z from 'zod';

interface FieldInfo {
  /** What LoanPro calls it. */
  title: string;
  description?: string;
  /** Menu path in LoanPro where a person finds it; inherited from the parent when left out. */
  menu?: string;
  /** The question a person can answer about it. */
  ask?: string;
  /** For a list or a group: the yes/no question that comes first, where a no settles it. */
  any?: string;
  /** What a person calls it when there is nothing in it; left out where a person always sees something. */
  empty?: string;
  /** What an absent one counts as, in words, where a check takes that for granted. */
  absent?: string;
  /** What a person may type: one entry a line. */
  example?: string;
  /** What a person calls each value of a choice; for a free text, the values that are likely. */
  choices?: Readonly<Record<string, string>>;
  /** A text of several lines. */
  isLong?: true;
}

/** A schema with what a person needs to find and to answer its field. */
export const info = <T extends z.ZodType>(schema: T, { title, description, ...rest }: FieldInfo): T =>
  schema.meta({
    title,
    ...(description && { description }),
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [`x-${key}`, value])),
  });

/** A text; null is known to be empty. A yes/no, an id, a choice or a time of day takes no null. */
export const text = z.string().nullable();
export const yesNo = z.boolean();
export const number = z.number().nullable();
/** Ids compare as texts. Beyond 2^53 a number no longer holds the id that was written, so it has to be a text. */
export const id = z.union([z.string(), z.number().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER)]);
/** A calendar date; whether the month has that day is asked later. */
export const date = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  .nullable()
  .meta({ 'x-expected': 'a date written YYYY-MM-DD' });
/** ISO 8601 with an offset. */
export const instant = z
  .string()
  .regex(
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.,]\d+)?)?([Zz]|[+-]([01]\d|2[0-3]):?[0-5]\d)$/,
  )
  .nullable()
  .meta({ 'x-expected': 'an instant with its offset, such as 2026-11-03T17:20:00Z' });
export const list = <T extends z.ZodType>(item: T) => z.array(item).nullable();

/** A value that is never printed. Only variables that begin with MAILCHECK_ can be named: an export may come from a stranger. */
export const secret = z
  .union([
    z.string(),
    z.object({
      env: z
        .string()
        .regex(/^MAILCHECK_[A-Za-z0-9_]+$/)
        .meta({ 'x-expected': 'the name of an environment variable that begins with MAILCHECK_' }),
    }),
  ])
  .nullable()
  .meta({ 'x-expected': 'a text, { env: MAILCHECK_NAME } or "[redacted]"', 'x-isSecret': true });

/** A loan status, alone or with one of its sub-statuses. */
export const statusRef = z.object({ status: text.optional(), subStatus: text.optional() });
/** Both ends included; either may be left out. */
export const range = z.object({ min: number.optional(), max: number.optional() }).nullable();
/** Ids or names. */
export const names = list(z.union([z.string(), z.number()]));
