import { isEmpty } from '../src/account/lookup.js';
import { judgeAddress } from '../src/address/mailbox.js';
import { defineCheck, type UnknownSpec } from '../src/core/check.js';
import type { View } from '../src/core/facts.js';
import { answerOf } from '../src/core/probed.js';
import { addressKey, type SesRefusal, type SesSuppression } from '../src/core/probed-ses.js';
import { cut, quoted } from '../src/core/words.js';
import { keyOpen, region } from '../src/handshake/ses-key.js';

type Seen = View<'transport' | 'probed' | 'customer'>;

const LIST = 'https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html';
const CONTACT = 'Users > Customer Manager > (customer) > Contact & Personal Information';

const address = ({ at }: Seen) => [...at.customer, 'email'];
const recipient = ({ customer }: Seen) => quoted(customer?.email?.trim() ?? '');
const evidence = (facts: Seen) => [address(facts), ['transport', 'ses', 'region']];
const listOf = (facts: Seen) => `the Amazon SES console in ${region(facts)} > Suppression list`;

const untold = (ending: string): UnknownSpec<Seen, string> => ({
  status: 'unknown',
  isCoded: true,
  summary: (facts, detail) =>
    `Amazon SES did not say whether ${recipient(facts)} is suppressed: ${detail}${ending}.`,
  evidence,
  missing: () => [],
  look: (facts) => ['Try again.', `Or open ${listOf(facts)} and search for ${recipient(facts)}.`],
});

export default defineCheck({
  id: 'recipient-suppression',
  title: 'Amazon SES does not suppress the address',
  article: 'Communication Log: BOUNCE',
  scope: 'customer',
  worst: 'fail',
  needs: ['transport', 'probed', 'customer'],

  outcomes: {
    clear: {
      status: 'pass',
      summary: (facts) =>
        `Amazon SES in ${region(facts)} does not suppress ${cut(facts.customer?.email?.trim() ?? '')}.`,
      evidence,
    },
    suppressed: {
      status: 'fail',
      summary: (facts, { reason, since }: SesSuppression) =>
        `Amazon SES in ${region(facts)} suppresses ${recipient(facts)} after a ${reason === 'BOUNCE' ? 'bounce' : 'complaint'} (${reason}${since ? ` since ${since}` : ''}).`,
      why: 'Amazon takes mail to a suppressed address and does not send it, so the log may show it as sent.',
      evidence,
      fix: (facts, { reason }: SesSuppression) => ({
        menu: CONTACT,
        url: LIST,
        steps:
          reason === 'BOUNCE'
            ? [
                'Ask the customer whether the address is right and the mailbox works.',
                `If the address is wrong, open ${CONTACT}, correct it and click Save: a new address is not suppressed.`,
                `If it is right, have the mailbox repaired first; then open ${listOf(facts)}, search for ${recipient(facts)} and remove it.`,
              ]
            : [
                'Leave the address on the list: the customer marked earlier mail as spam.',
                'Write or call, or use another channel, for what the customer must know.',
                `If the customer gives you another address for email, open ${CONTACT}, enter it and click Save.`,
              ],
      }),
    },
    'access-denied': {
      status: 'unknown',
      isCoded: true,
      summary: (facts, action: string) =>
        `The key may not call ${action}, so whether ${recipient(facts)} is suppressed is not known.`,
      evidence,
      missing: () => [],
      look: (facts, action: string) => [
        `Allow ${action}, which only reads, under AWS console > IAM > Users > (user) > Permissions, and try again.`,
        `Or open ${listOf(facts)} and search for ${recipient(facts)}.`,
      ],
    },
    throttled: untold('; Amazon calls it temporary'),
    unreachable: untold(''),
    'clock-skew': keyOpen['clock-skew'],
    'secret-withheld': keyOpen['secret-withheld'],
    'address-unknown': { status: 'unknown', isCoded: true, missing: (facts) => [address(facts)] },
    'no-address': {
      status: 'skip',
      reason: 'blocked-by:customer-email',
      summary: 'There is no single valid address.',
    },
    'account-refused': {
      status: 'skip',
      reason: 'blocked-by:ses-account',
      summary: 'Amazon SES refuses the account, so it was not asked.',
    },
    incomplete: {
      status: 'skip',
      reason: 'blocked-by:ses-settings',
      summary: 'The Amazon SES settings are not complete, so there is nothing to ask with.',
    },
    'not-asked': {
      status: 'skip',
      reason: 'no-data',
      summary: 'Amazon SES was not asked about this address.',
    },
    'not-ses': {
      status: 'skip',
      reason: 'not-applicable',
      summary: ({ transport }) =>
        `Not used: mail leaves ${transport?.mode === 'smtp' ? 'through SMTP' : 'by the house account'}.`,
      evidence: () => [['transport', 'mode']],
    },
    offline: {
      status: 'skip',
      reason: 'offline',
      summary: 'Amazon SES was not asked: only --probe connects.',
    },
  },

  run({ transport, probed, customer }, say) {
    if (probed === undefined) return say.offline();
    if (transport?.mode !== undefined && transport.mode !== 'ses') return say['not-ses']();
    const ses = answerOf(probed, 'ses');
    if (transport?.mode === undefined || ses === undefined) return say.incomplete();
    const email = customer?.email;
    if (email === undefined) return say['address-unknown']();
    if (isEmpty(email)) return say['no-address']();
    const judged = judgeAddress(email);
    if (judged.kind === 'several') return say['not-asked']();
    if (judged.kind !== 'valid') return say['no-address']();
    if (ses.refused) return refusal(ses.refused);
    const answer = ses.suppressed.get(addressKey(judged.address));
    switch (answer?.kind) {
      case undefined:
        return say['not-asked']();
      case 'answered':
        return answer.value ? say.suppressed(answer.value) : say.clear();
      case 'denied':
        return say['access-denied'](answer.action);
      case 'failed':
        return say[answer.cause](answer.detail);
    }

    function refusal(refused: SesRefusal) {
      switch (refused.cause) {
        case 'clock-skew':
          return say['clock-skew'](refused);
        case 'secret-withheld':
          return say['secret-withheld'](refused);
        case 'unreachable':
          return say.unreachable(refused.detail);
        default:
          return say['account-refused']();
      }
    }
  },
});
