import type { Status } from '../core/check.js';
import type { Diagnosis, EmailReport } from '../core/diagnose.js';
import { counted, cut, listed } from '../core/words.js';

/** The verdict in words: the first thing a person reads. */
export interface Headline {
  readonly status: Status;
  readonly word: string;
  readonly text: string;
}

/** The first line of a report. */
export function headline(diagnosis: Diagnosis): Headline {
  const { emails, verdict } = diagnosis;
  const judged = emails.filter((email) => !email.isUncounted);
  const [only] = emails;
  const text = emails.length === 1 && only ? aboutOne(only) : aboutMany(diagnosis, judged);
  switch (verdict) {
    case 'blocked':
      return { status: 'fail', word: 'BLOCKED', text };
    case 'partial':
      return { status: 'fail', word: 'PARTLY BLOCKED', text };
    case 'unknown':
      return { status: 'unknown', word: 'CANNOT TELL', text };
    case 'delayed':
      return { status: 'delay', word: 'WOULD SEND LATER', text };
    case 'sends':
      return { status: 'pass', word: 'WOULD SEND', text };
  }
}

function aboutOne(email: EmailReport): string {
  switch (email.judged.verdict) {
    case 'blocked':
      return causeOf(email);
    case 'delayed':
      return email.results.find(({ status }) => status === 'delay')?.summary ?? '';
    case 'unknown':
      return missingIn([email]);
    case 'sends':
      return `nothing that was looked at stops it${howMuch(email)}.`;
  }
}

function aboutMany({ emails, verdict, customer }: Diagnosis, judged: readonly EmailReport[]): string {
  const who = cut(customer.name ?? customer.email ?? `customer ${customer.id ?? ''}`.trim());
  const all = `${counted(judged.length, 'email')} to ${who}`;
  const left = emails.length - judged.length;
  const aside =
    left > 0 ? ` ${left} more ${left === 1 ? 'is' : 'are'} stopped by the message or the loan itself.` : '';
  const blocked = judged.filter((email) => email.judged.verdict === 'blocked');
  switch (verdict) {
    case 'blocked':
      if (judged.length === 0) {
        return `each of ${counted(emails.length, 'email')} to ${who} is stopped by the message or the loan itself.`;
      }
      return `none of ${all} goes out. First cause: ${causeOf(blocked[0])}${aside}`;
    case 'partial': {
      const others = (['sends', 'delayed', 'unknown'] as const).flatMap((kind) => {
        const count = judged.filter((email) => email.judged.verdict === kind).length;
        return count > 0 ? [`${count} ${FATES[kind]}`] : [];
      });
      return `${blocked.length} of ${all} ${blocked.length === 1 ? 'is' : 'are'} blocked, ${listed(others)}. First cause: ${causeOf(blocked[0])}${aside}`;
    }
    case 'unknown':
      return `whether ${all} ${judged.length === 1 ? 'goes' : 'go'} out. ${missingIn(judged)}${aside}`;
    case 'delayed': {
      const delayed = judged.find((email) => email.judged.verdict === 'delayed');
      return `${all}, held until ${delayed?.nextSendAt}.${aside}`;
    }
    case 'sends':
      return `nothing that was looked at stops ${all}${howMuch(judged[0])}.${aside}`;
  }
}

const FATES = { sends: 'would send', delayed: 'would send later', unknown: 'cannot be told' };

function causeOf(email: EmailReport | undefined): string {
  const [first, ...others] = email?.results.filter(({ status }) => status === 'fail') ?? [];
  const more =
    others.length > 0 ? ` (${others.length} more ${others.length === 1 ? 'cause' : 'causes'} below.)` : '';
  return `${first?.summary ?? ''}${more}`;
}

/** The facts that are missing; where none is, what else is not known. */
function missingIn(emails: readonly EmailReport[]): string {
  const open = emails.flatMap(({ results, judged }) =>
    results.filter(
      ({ check, status }) =>
        (status === 'unknown' || status === 'crash') && judged.unknowns.includes(check.id),
    ),
  );
  const titles = [...new Set(open.flatMap(({ missingTitles }) => missingTitles))];
  return titles.length > 0 ? `Not known: ${listed(titles)}.` : (open[0]?.summary ?? '');
}

/** Said where checks were left out: the verdict counts only the rest. */
function howMuch(email: EmailReport | undefined): string {
  const results = email?.results ?? [];
  const tried = results.filter(({ reason }) => reason !== 'offline');
  const ids = new Set(tried.map(({ check }) => check.id));
  const run = new Set(tried.flatMap((result) => (result.isLeftOut ? [] : [result.check.id])));
  return run.size < ids.size ? `, as far as ${run.size} of ${ids.size} checks say` : '';
}
