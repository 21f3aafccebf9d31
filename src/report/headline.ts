import type { Status } from '../core/check.js';
import type { Diagnosis, EmailReport } from '../core/diagnose.js';
import { cut, listed, quoted } from '../core/words.js';

/** The verdict in words: the first thing a person reads. */
export interface Headline {
  readonly status: Status;
  readonly word: string;
  readonly text: string;
}

/** The first line of a report. */
export function headline(diagnosis: Diagnosis): Headline {
  const { emails, verdict } = diagnosis;
  const counted = emails.filter((email) => !email.isLeftOut);
  const who =
    diagnosis.customer.name ?? diagnosis.customer.email ?? `customer ${diagnosis.customer.id ?? ''}`.trim();
  const [only] = emails;
  const what = emails.length === 1 && only ? subject(only, who) : undefined;
  const left = emails.length - counted.length;
  const aside =
    left > 0 && counted.length > 0 ? ` ${left} more are stopped by their own message settings.` : '';

  switch (verdict) {
    case 'blocked': {
      const [first] = counted.length > 0 ? counted : emails;
      const cause = causeOf(first);
      if (what) return { status: 'fail', word: 'BLOCKED', text: `${what} does not go out. ${cause}` };
      if (counted.length === 0) {
        return {
          status: 'fail',
          word: 'BLOCKED',
          text: `each of the ${emails.length} emails to ${cut(who)} is stopped by its own message settings.`,
        };
      }
      return {
        status: 'fail',
        word: 'BLOCKED',
        text: `${counted.length === 1 ? `the one email to ${cut(who)} that could go out does not` : `none of ${counted.length} emails to ${cut(who)} goes out`}. ${cause}${aside}`,
      };
    }
    case 'partial': {
      const blocked = counted.filter(({ judged }) => judged.verdict === 'blocked');
      return {
        status: 'fail',
        word: 'PARTLY BLOCKED',
        text: `${blocked.length} of ${counted.length} emails to ${cut(who)} ${blocked.length === 1 ? 'does' : 'do'} not go out. ${causeOf(blocked[0])}${aside}`,
      };
    }
    case 'unknown': {
      const checks = [...new Set(counted.flatMap(({ judged }) => judged.unknowns))];
      return {
        status: 'unknown',
        word: 'CANNOT TELL',
        text: `${what ? `whether ${what} goes out` : `whether the emails to ${cut(who)} go out`} depends on facts that are missing (${listed(checks)}).${aside}`,
      };
    }
    case 'delayed': {
      const delayed = counted.find(({ judged }) => judged.verdict === 'delayed');
      const when = `at ${delayed?.nextSendAt}`;
      return {
        status: 'delay',
        word: 'WOULD SEND LATER',
        text: `${what ? `${what} goes out ${when}` : `emails to ${cut(who)} go out ${when}`}.${aside}`,
      };
    }
    case 'sends':
      return {
        status: 'pass',
        word: 'WOULD SEND',
        text: `nothing that was looked at stops ${what ?? (counted.length === 1 ? `the email to ${cut(who)}` : `any of ${counted.length} emails to ${cut(who)}`)}.${aside}`,
      };
  }
}

function subject({ notification, loan }: EmailReport, who: string): string {
  const message = notification ? quoted(notification.label) : 'a direct email';
  return `${message} to ${cut(who)}${loan ? ` about loan ${cut(loan.label)}` : ''}`;
}

function causeOf(email: EmailReport | undefined): string {
  const failed = email?.results.filter(({ status }) => status === 'fail') ?? [];
  const [first] = failed;
  const more =
    failed.length > 1
      ? ` (${failed.length - 1} more ${failed.length === 2 ? 'cause' : 'causes'} below.)`
      : '';
  return `${first?.summary ?? ''}${more}`;
}
