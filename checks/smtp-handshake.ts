import { isEmpty, leavesThrough, senderOf } from '../src/account/lookup.js';
import type { Path } from '../src/account/pointer.js';
import type { Transport } from '../src/account/types.js';
import { defineCheck } from '../src/core/check.js';
import { answerOf } from '../src/core/probed.js';
import { envelopeKey } from '../src/core/probed-smtp.js';
import { entryOf, findings, openQuestions } from '../src/handshake/catalogue.js';
import { fields, recipient, type Seen, sender, senderFields, server, user } from '../src/handshake/words.js';

/** The last command that was accepted. */
type Reached = 'AUTH' | 'MAIL FROM' | 'RCPT TO';

const PARTIES: Readonly<Record<Reached, (facts: Seen) => string>> = {
  AUTH: (facts) => `${user(facts)}, with no from address to try`,
  'MAIL FROM': sender,
  'RCPT TO': (facts) => `${sender(facts)} to ${recipient(facts)}`,
};
const OF_ENVELOPE: Readonly<Record<Reached, (facts: Seen) => readonly Path[]>> = {
  AUTH: () => [],
  'MAIL FROM': senderFields,
  'RCPT TO': (facts) => [...senderFields(facts), ...fields.recipient(facts)],
};

/** Whatever the smtp-settings check fails on, or does not know, leaves nothing to try. */
function isComplete({ host, user, password }: NonNullable<Transport['smtp']> = {}): boolean {
  const isSet = (text: string | null | undefined) => text !== undefined && !isEmpty(text);
  const hasPassword = typeof password === 'object' ? password !== null : isSet(password);
  return isSet(host) && isSet(user) && hasPassword && !/[:/@\s]/.test(host ?? '');
}

export default defineCheck({
  id: 'smtp-handshake',
  title: 'The SMTP server takes the login and the sender',
  article: 'SMTP or SES Configuration',
  scope: 'account',
  worst: 'fail',
  needs: ['transport', 'probed', 'companyEmails', 'notification', 'customer'],

  outcomes: {
    accepted: {
      status: 'pass',
      summary: (facts, reached: Reached) => {
        const { tls, ms } = facts.probed?.smtp ?? {};
        const how = `${tls?.version ?? 'without TLS'}, ${ms} ms`;
        return `Tried through ${reached} (${how}): ${PARTIES[reached](facts)} at ${server(facts)}.`;
      },
      evidence: (facts, reached: Reached) => [
        ...fields.place(),
        ...fields.login(),
        ...OF_ENVELOPE[reached](facts),
      ],
    },
    ...findings,
    ...openQuestions,
    'not-smtp': {
      status: 'skip',
      reason: 'not-applicable',
      summary: ({ transport }) =>
        transport?.mode === 'smtp'
          ? 'Automated mail leaves by the house account; SMTP is for direct mail only.'
          : `Not used: mail leaves ${transport?.mode === 'ses' ? 'through Amazon SES' : 'by the house account'}.`,
      evidence: ({ transport }) => [['transport', transport?.mode === 'smtp' ? 'onlyDirectEmails' : 'mode']],
    },
    incomplete: {
      status: 'skip',
      reason: 'blocked-by:smtp-settings',
      summary: 'The SMTP settings are not complete, so there is nothing to try.',
    },
    offline: {
      status: 'skip',
      reason: 'offline',
      summary: 'The login was not tried: only --probe connects.',
    },
  },

  run({ transport, probed, companyEmails, notification, customer, question }, say) {
    if (probed === undefined) return say.offline();
    const mode = leavesThrough(transport, question.direct);
    if (mode !== undefined && mode !== 'smtp') return say['not-smtp']();
    const smtp = answerOf(probed, 'smtp');
    if (mode === undefined || !isComplete(transport?.smtp) || smtp === undefined) return say.incomplete();

    // A password that was taken, or of which the provider has said what is wrong with it, needs no guess.
    const isSettled = !smtp.trouble || (smtp.trouble.stage === 'auth' && smtp.trouble.meaning !== undefined);
    const warnings = smtp.warnings
      .filter(({ cause }) => !(isSettled && cause === 'config-looks-like-wrong-secret-kind'))
      .map((warning) => say[entryOf(warning)](warning));
    if (smtp.trouble) return [say[entryOf(smtp.trouble)](smtp.trouble), ...warnings];
    const from = senderOf(companyEmails, notification);
    if (from === undefined) return [say.accepted('AUTH'), ...warnings];
    const answer =
      smtp.envelopes.get(envelopeKey(from, customer?.email?.trim())) ?? smtp.envelopes.get(envelopeKey(from));
    const trouble = answer
      ? answer.trouble
      : ({ cause: 'sender-not-tried', stage: 'mail', isTemporary: false } as const);
    if (trouble) return [say[entryOf(trouble)](trouble), ...warnings];
    return [say.accepted(answer?.reached === 'rcpt' ? 'RCPT TO' : 'MAIL FROM'), ...warnings];
  },
});
