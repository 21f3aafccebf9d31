import {
  COMPANY_PRIMARY,
  findCompanyEmail,
  isEmpty,
  leavesThrough,
  senderOf,
} from '../src/account/lookup.js';
import { defineCheck } from '../src/core/check.js';
import type { View } from '../src/core/facts.js';
import { standingIn } from '../src/core/probed-ses.js';
import { cut, listed, quoted } from '../src/core/words.js';

type Seen = View<'transport' | 'companyEmails' | 'notification' | 'probed'>;

const MENU = 'Settings > Company > Notifications > (notification) > Email > From Address';
const URL = 'https://help.loanpro.io/article/9upclgygta-event-based-notifications-email';

const addressOf = ({ companyEmails }: Seen, index: number) => companyEmails?.[index]?.email?.trim();
const addressAt = (facts: Seen, index: number) => {
  const address = addressOf(facts, index);
  return address ? quoted(address) : 'of the primary company email';
};
const chosen = ({ notification }: Seen) => quoted(notification?.email?.from?.trim() ?? '');
const fromPath = (facts: Seen) => [...facts.at.notification, 'email', 'from'];
const entry = (index: number, field: string) => ['companyEmails', index, field];
const verified = ({ companyEmails }: Seen) =>
  listed(
    (companyEmails ?? []).flatMap(({ email, validated }) =>
      validated && email?.trim() ? [quoted(email.trim())] : [],
    ),
    'or',
  );

/** What Amazon SES itself says of the address, where it was asked: LoanPro's list may be out of date. */
function live({ probed, companyEmails, notification }: Seen): string {
  if (!probed?.ses) return '';
  const { region, senders } = probed.ses;
  const standing = standingIn(senders, senderOf(companyEmails, notification));
  switch (standing?.state) {
    case 'verified':
      return `; Amazon SES in ${region} has verified ${quoted(standing.via.name)}`;
    case 'unverified':
      return `; Amazon SES in ${region} has not verified ${quoted(standing.found.name)}`;
    case 'missing':
      return `; Amazon SES in ${region} knows neither the address nor its domain`;
    default:
      return '';
  }
}

const chooseAnother = (facts: Seen) => {
  const another = verified(facts) || 'a verified address';
  return facts.notification
    ? `Or open ${MENU} and choose ${another}, then click Save.`
    : `Or send the email from ${another}.`;
};
// Direct mail has no such screen.
const place = ({ notification }: Seen) => ({ url: URL, ...(notification && { menu: MENU }) });

const notVerified = (status: 'fail' | 'warn') =>
  ({
    status,
    ...(status === 'warn' && { unconfirmed: true as const }),
    summary: (facts: Seen, index: number) =>
      `The from address ${addressAt(facts, index)} is not verified${live(facts)}.`,
    why:
      status === 'fail'
        ? 'The house account and Amazon SES send from verified addresses only.'
        : 'Mail through your own SMTP server may need a verified address too: LoanPro offers only verified ones.',
    evidence: (facts: Seen, index: number) => [
      entry(index, 'validated'),
      ...(facts.notification ? [fromPath(facts)] : []),
    ],
    fix: (facts: Seen, index: number) => ({
      ...place(facts),
      steps: [
        `Have the from address ${addressAt(facts, index)} verified, following LoanPro's instructions for verifying a company email.`,
        chooseAnother(facts),
      ] as const,
      changes: [{ op: 'replace' as const, path: entry(index, 'validated'), value: true }],
    }),
  }) as const;

const notListed = (status: 'fail' | 'warn') =>
  ({
    status,
    ...(status === 'warn' && { unconfirmed: true as const }),
    summary: (facts: Seen) =>
      `The from address ${chosen(facts)} is not one of the company emails${live(facts)}.`,
    why:
      status === 'fail'
        ? 'The house account and Amazon SES send from verified company addresses only.'
        : 'LoanPro offers only company emails as from address, so this one was probably removed or misspelt.',
    evidence: (facts: Seen) => [fromPath(facts), ['companyEmails']],
    fix: (facts: Seen) => ({
      menu: MENU,
      url: URL,
      steps: [
        `Open ${MENU}.`,
        `Choose a verified company email${verified(facts) && `: ${verified(facts)}`}.`,
        'Click Save.',
      ] as const,
    }),
  }) as const;

export default defineCheck({
  id: 'from-address',
  title: 'The from address is a verified company email',
  article: 'Verified Email',
  scope: 'message',
  worst: 'fail',
  needs: ['transport', 'companyEmails', 'notification', 'probed'],

  outcomes: {
    verified: {
      status: 'pass',
      summary: (facts, index: number) =>
        `Verified: ${cut(addressOf(facts, index) || 'the primary company email')}${live(facts)}.`,
      evidence: (facts, index: number) => [
        entry(index, 'validated'),
        ...(facts.notification ? [fromPath(facts)] : []),
      ],
    },
    'no-primary': {
      status: 'fail',
      summary: 'No company email is marked as primary.',
      why: ({ notification }) =>
        notification
          ? 'The from address is "Company Primary Email", and there is none to send from.'
          : 'Direct mail is taken to leave from the primary company email, and there is none.',
      evidence: (facts) => [['companyEmails'], ...(facts.notification ? [fromPath(facts)] : [])],
      fix: (facts) => ({
        ...place(facts),
        steps: ['Mark one of the verified company emails as primary.', chooseAnother(facts)],
      }),
    },
    'not-a-company-email': notListed('fail'),
    'not-a-company-email-smtp': { ...notListed('warn'), code: 'not-a-company-email' },
    'not-verified': notVerified('fail'),
    'not-verified-smtp': { ...notVerified('warn'), code: 'not-verified' },
    'validity-not-needed': {
      status: 'skip',
      reason: 'no-data',
      summary: 'Not known if verified; SMTP may not need it.',
      evidence: (_, index: number) => [entry(index, 'email')],
    },
    blocked: {
      status: 'skip',
      reason: 'blocked-by:message-present',
      summary: 'The message has no from address.',
    },
    'from-unknown': { status: 'unknown', missing: (facts) => [fromPath(facts)] },
    'emails-unknown': { status: 'unknown', missing: () => [['companyEmails']] },
    'entry-unknown': {
      status: 'unknown',
      missing: (_, paths: readonly (readonly (string | number)[])[]) => paths,
    },
  },

  run({ transport, companyEmails, notification, question }, say) {
    const from = notification ? notification.email?.from : COMPANY_PRIMARY;
    if (from === undefined) return say['from-unknown']();
    if (isEmpty(from)) return say.blocked();
    if (companyEmails === undefined) return say['emails-unknown']();
    const entries = companyEmails ?? [];
    const mode = leavesThrough(transport, question.direct);

    const isPrimary = from.trim() === COMPANY_PRIMARY;
    const index = isPrimary
      ? entries.findIndex(({ primary, email }) => primary === true && !isEmpty(email))
      : findCompanyEmail(entries, from);
    if (index < 0) {
      // An entry that does not say whether it is the primary, or which address it holds, could be the one.
      const field = isPrimary ? 'primary' : 'email';
      const open = entries.flatMap((candidate, i) =>
        candidate[field] === undefined ? [entry(i, field)] : [],
      );
      if (open.length > 0) return say['entry-unknown'](open);
      if (isPrimary) return say['no-primary']();
      if (mode === undefined) return say['entry-unknown']([['transport', 'mode']]);
      return mode === 'smtp' ? say['not-a-company-email-smtp']() : say['not-a-company-email']();
    }

    const isVerified = entries[index]?.validated;
    if (isVerified === true) return say.verified(index);
    if (isVerified === undefined) {
      if (mode === 'smtp') return say['validity-not-needed'](index);
      return say['entry-unknown']([entry(index, 'validated')]);
    }
    if (mode === undefined) return say['entry-unknown']([['transport', 'mode']]);
    return mode === 'smtp' ? say['not-verified-smtp'](index) : say['not-verified'](index);
  },
});
