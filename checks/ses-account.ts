import { senderOf } from '../src/account/lookup.js';
import { defineCheck, type Outcome } from '../src/core/check.js';
import { answerOf } from '../src/core/probed.js';
import {
  addressKey,
  type SesDenied,
  type SesFailed,
  type SesIdentity,
  type SesMailFrom,
  type SesQuota,
  type SesRefusal,
  type SesStanding,
  standingIn,
} from '../src/core/probed-ses.js';
import { cut, listed, quoted } from '../src/core/words.js';
import { keyFindings, keyOpen, region } from '../src/handshake/ses-key.js';
import { recipient, type Seen, sender, senderFields } from '../src/handshake/words.js';

type Lost = Extract<SesStanding, { state: 'missing' | 'unverified' }>;
/** What is known of the recipient, whom the sandbox wants verified too. */
type InSandbox = 'verified' | 'unverified' | 'unread' | 'nobody';

const QUOTAS = 'https://docs.aws.amazon.com/ses/latest/dg/quotas.html';
const IDENTITIES = 'https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html';
const MAIL_FROM = 'https://docs.aws.amazon.com/ses/latest/dg/mail-from.html';

const at = (field: string) => ['transport', 'ses', field];
const ofAccount = () => [at('accessKeyId'), at('region')];
const ofSender = (facts: Seen) => [...senderFields(facts), at('region')];
const consoleOf = (facts: Seen) => `the Amazon SES console in ${region(facts)}`;
const used = ({ sent, max }: SesQuota) =>
  `${sent} of ${max < 0 ? 'any number of' : max} emails sent in 24 hours`;
const state = (word: string | undefined) => (word ? ` (${cut(word)})` : '');

const sandbox = (status: 'fail' | 'warn') =>
  ({
    status,
    code: 'sandbox',
    summary: (facts: Seen, recipientIs: InSandbox) => {
      const tail: Record<InSandbox, string> = {
        verified: `, and ${recipient(facts)} is`,
        unverified: `, and ${recipient(facts)} is not`,
        unread: `; whether ${recipient(facts)} is could not be asked`,
        nobody: '',
      };
      return `The account is in the sandbox of Amazon SES in ${region(facts)}: it sends only to verified addresses${tail[recipientIs]}.`;
    },
    why: 'From a sandbox Amazon refuses mail to every address that is not verified, and those of customers hardly ever are.',
    evidence: (facts: Seen, recipientIs: InSandbox) => [
      at('region'),
      ...(recipientIs === 'nobody' ? [] : [[...facts.at.customer, 'email']]),
    ],
    fix: (facts: Seen) => ({
      url: 'https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html',
      steps: [
        `Open ${consoleOf(facts)} > Account dashboard and choose Request production access.`,
        'If production access was granted in another Region, use that one, and correct transport.ses.region in the export.',
      ] as const,
    }),
  }) as const;

const mailFrom = (status: 'fail' | 'warn') =>
  ({
    status,
    code: 'mail-from-failed',
    summary: (facts: Seen, { domain, status: word }: SesMailFrom) =>
      `The MAIL FROM domain ${quoted(domain)} of ${sender(facts)} is not set up${state(word)}${status === 'fail' ? ', and Amazon is told to refuse the mail then' : ''}.`,
    why:
      status === 'fail'
        ? 'Amazon refuses every email from this address until the MX record of the MAIL FROM domain is right.'
        : 'Amazon sends with a MAIL FROM domain of its own instead, so SPF no longer speaks for your domain and mail may land in spam.',
    evidence: ofSender,
    fix: (facts: Seen, { domain }: SesMailFrom) => ({
      url: MAIL_FROM,
      steps: [
        `Open ${consoleOf(facts)} > Identities > (the identity) and look at Custom MAIL FROM domain.`,
        `Publish for ${quoted(domain)} the one MX record and the TXT record shown there, and no other MX record.`,
        'Wait until the status there says Successful; that takes up to 72 hours.',
      ] as const,
    }),
  }) as const;

export default defineCheck({
  id: 'ses-account',
  title: 'Amazon SES lets this account send',
  article: 'SMTP or SES Configuration',
  scope: 'account',
  worst: 'fail',
  needs: ['transport', 'probed', 'companyEmails', 'notification', 'customer'],

  outcomes: {
    ready: {
      status: 'pass',
      summary: (facts, { quota, via }: { quota: SesQuota | undefined; via: SesIdentity | undefined }) => {
        const from = via
          ? `${sender(facts)} is verified by ${quoted(via.name)}`
          : 'no from address was asked about';
        return `${region(facts)}, production${quota ? `, ${used(quota)}` : ''}; ${from} (${facts.probed?.ses?.ms} ms).`;
      },
      evidence: ofSender,
    },
    ...keyFindings,
    'sending-paused': {
      status: 'fail',
      summary: (facts, word: string) =>
        `Sending is switched off for this account in ${region(facts)}${state(word)}.`,
      why: 'Amazon SES refuses all mail of the account.',
      evidence: ofAccount,
      fix: (facts) => ({
        url: 'https://docs.aws.amazon.com/ses/latest/dg/faqs-enforcement.html',
        steps: [
          `Open ${consoleOf(facts)} > Account dashboard and Reputation metrics, and read why sending is paused.`,
          'Put right what Amazon names, such as bounces and complaints.',
          'Answer the case in the AWS Support Center, or, if you paused it yourself, let the account send again.',
        ],
      }),
    },
    'under-review': {
      status: 'warn',
      summary: (facts) => `Amazon has the account under review in ${region(facts)} (PROBATION).`,
      why: 'The account sends still; Amazon pauses it when the fault, mostly bounces or complaints, is not put right.',
      evidence: ofAccount,
      fix: (facts) => ({
        url: 'https://docs.aws.amazon.com/ses/latest/dg/faqs-enforcement.html',
        steps: [
          `Open ${consoleOf(facts)} > Reputation metrics and read what the review is about.`,
          'Put it right, and answer the case in the AWS Support Center.',
        ],
      }),
    },
    'quota-used': {
      status: 'fail',
      summary: (facts, quota: SesQuota) =>
        `The sending quota in ${region(facts)} is used up: ${used(quota)}.`,
      why: 'Amazon refuses mail until enough of it is more than 24 hours ago.',
      evidence: () => [at('region')],
      fix: (facts) => ({
        url: QUOTAS,
        steps: [
          'Wait: each email counts for 24 hours.',
          `If it happens again, open ${consoleOf(facts)} > Account dashboard and request a higher quota.`,
        ],
      }),
    },
    sandbox: sandbox('fail'),
    'sandbox-open': sandbox('warn'),
    'identity-missing': {
      status: 'fail',
      summary: (facts, { elsewhere }: Lost) =>
        `Amazon SES in ${region(facts)} knows neither ${sender(facts)} nor its domain${elsewhere.length > 0 ? `; it is verified in ${listed(elsewhere)}` : ''}.`,
      why: 'Amazon refuses mail from an address that is not verified in the Region used, itself or by its domain.',
      evidence: ofSender,
      fix: (facts, { elsewhere: [other] }: Lost) => ({
        url: IDENTITIES,
        steps: [
          ...(other === undefined
            ? ([`Make sure that ${region(facts)} is the Region that Connections uses.`] as const)
            : ([
                `Find out which Region Connections uses: if it is ${other}, correct transport.ses.region in the export.`,
              ] as const)),
          `Otherwise open ${consoleOf(facts)} > Identities, choose Create identity, and have the domain verified.`,
        ],
      }),
    },
    'identity-unverified': {
      status: 'fail',
      summary: (facts, { found, elsewhere }: Lost & { found: SesIdentity }) =>
        `Amazon SES in ${region(facts)} has not verified ${quoted(found.name)}${state(found.status)}, so ${sender(facts)} cannot send${elsewhere.length > 0 ? `; it is verified in ${listed(elsewhere)}` : ''}.`,
      why: 'Amazon refuses mail from an address until it or its domain is verified.',
      evidence: ofSender,
      fix: (facts, { found }: Lost & { found: SesIdentity }) => ({
        url: IDENTITIES,
        steps: [
          `Open ${consoleOf(facts)} > Identities > ${quoted(found.name)}.`,
          found.name.includes('@')
            ? 'Choose Resend, and open the link in the email that Amazon sends to the address.'
            : 'Publish the DNS records shown there; Amazon looks for them for 72 hours.',
        ],
      }),
    },
    'mail-from-failed': mailFrom('fail'),
    'mail-from-weak': mailFrom('warn'),
    'dkim-pending': {
      status: 'warn',
      summary: (facts, { name, dkim }: SesIdentity) =>
        `DKIM of ${quoted(name)} is not set up in ${region(facts)}${state(dkim)}.`,
      why: 'Mail leaves without a signature of your domain, so it may land in spam or be refused.',
      evidence: ofSender,
      fix: (facts, { name }: SesIdentity) => ({
        url: 'https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-easy-managing.html',
        steps: [
          `Open ${consoleOf(facts)} > Identities > ${quoted(name)} > Authentication.`,
          'Publish the DNS records shown under DKIM; Amazon looks for them for 72 hours.',
        ],
      }),
    },
    'access-denied': {
      status: 'warn',
      summary: (_, actions: readonly string[]) =>
        `The key and its secret are right, but may not call ${listed(actions)}, so not all could be looked at.`,
      why: 'The account may be able to send all the same; what was not looked at may stop the mail.',
      evidence: () => [at('accessKeyId')],
      fix: (_, actions: readonly string[]) => ({
        url: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_sesv2.html',
        steps: [
          'Open the AWS console > IAM > Users > (user) > Permissions > Add permissions > Create inline policy.',
          `Allow ${listed([...new Set([...actions, 'ses:GetSuppressedDestination'])])} on all resources: they only read.`,
          'Make sure that ses:SendEmail and ses:SendRawEmail are allowed too: mail needs them.',
        ],
      }),
    },
    throttled: {
      status: 'warn',
      summary: (facts, what: readonly string[]) =>
        `Amazon SES in ${region(facts)} answers that there are too many requests, so it did not say ${listed(what)}.`,
      why: 'Amazon calls it temporary: another program may be asking with the same account.',
      evidence: ofAccount,
      fix: () => ({ url: QUOTAS, steps: ['Try again in a minute.'] }),
    },
    ...keyOpen,
    unread: {
      status: 'unknown',
      code: 'unreachable',
      isCoded: true,
      summary: (facts, { what, detail }: { what: readonly string[]; detail: string }) =>
        `Amazon SES in ${region(facts)} did not say ${listed(what)}: ${detail}.`,
      evidence: ofAccount,
      missing: () => [],
      look: (facts) => ['Try again.', `Or look in ${consoleOf(facts)}: Account dashboard and Identities.`],
    },
    'not-ses': {
      status: 'skip',
      reason: 'not-applicable',
      summary: ({ transport }) =>
        `Not used: mail leaves ${transport?.mode === 'smtp' ? 'through SMTP' : 'by the house account'}.`,
      evidence: () => [['transport', 'mode']],
    },
    incomplete: {
      status: 'skip',
      reason: 'blocked-by:ses-settings',
      summary: 'The Amazon SES settings are not complete, so there is nothing to ask with.',
    },
    offline: {
      status: 'skip',
      reason: 'offline',
      summary: 'Amazon SES was not asked: only --probe connects.',
    },
  },

  run(facts, say) {
    const { transport, probed, companyEmails, notification } = facts;
    if (probed === undefined) return say.offline();
    if (transport?.mode !== undefined && transport.mode !== 'ses') return say['not-ses']();
    const ses = answerOf(probed, 'ses');
    if (transport?.mode === undefined || ses === undefined) return say.incomplete();
    if (ses.refused) return refusal(ses.refused);

    const said: Outcome[] = [];
    if (ses.account?.kind === 'answered') {
      const { sendingEnabled, production, enforcement, quota } = ses.account.value;
      const isShut = enforcement === 'SHUTDOWN';
      if (!sendingEnabled || isShut) said.push(say['sending-paused'](isShut ? enforcement : ''));
      if (enforcement === 'PROBATION') said.push(say['under-review']());
      if (quota && quota.max >= 0 && quota.sent >= quota.max) said.push(say['quota-used'](quota));
      const inSandbox = recipientInSandbox(facts);
      if (!production)
        said.push(inSandbox === 'unverified' ? say.sandbox(inSandbox) : say['sandbox-open'](inSandbox));
    }

    const from = senderOf(companyEmails, notification);
    const standing = standingIn(ses.senders, from);
    if (standing?.state === 'missing') said.push(say['identity-missing'](standing));
    if (standing?.state === 'unverified') said.push(say['identity-unverified'](standing));
    if (standing?.state === 'verified')
      said.push(...doubts(ses.senders.get(addressKey(from ?? ''))?.found ?? []));

    const open = unanswered(facts);
    const denied = open.flatMap(({ trouble }) => (trouble.kind === 'denied' ? [trouble.action] : []));
    const throttled = open.filter(
      ({ trouble }) => trouble.kind === 'failed' && trouble.cause === 'throttled',
    );
    const [unread, ...more] = open.flatMap(({ what, trouble }) =>
      trouble.kind === 'failed' && trouble.cause === 'unreachable' ? [{ what, detail: trouble.detail }] : [],
    );
    if (denied.length > 0) said.push(say['access-denied']([...new Set(denied)]));
    if (throttled.length > 0) said.push(say.throttled(throttled.map(({ what }) => what)));
    if (unread)
      said.push(say.unread({ what: [unread, ...more].map(({ what }) => what), detail: unread.detail }));
    if (said.length > 0) return said;
    const quota = ses.account?.kind === 'answered' ? ses.account.value.quota : undefined;
    return say.ready({ quota, via: standing?.state === 'verified' ? standing.via : undefined });

    function refusal(refused: SesRefusal): Outcome {
      switch (refused.cause) {
        case 'region-unknown':
          return say['region-unknown'](refused);
        case 'clock-skew':
          return say['clock-skew'](refused);
        case 'secret-withheld':
          return say['secret-withheld'](refused);
        case 'sending-paused':
          return say['sending-paused'](refused.detail);
        default:
          return say[refused.cause](refused);
      }
    }

    /** What does not stop the mail of a verified address, save a MAIL FROM domain that is told to. */
    function doubts(found: readonly SesIdentity[]): Outcome[] {
      const verified = found.filter(({ isVerified }) => isVerified);
      // An address takes from its domain what it does not set itself, so the first that sets it counts.
      const mailFrom = verified.find((identity) => identity.mailFrom)?.mailFrom;
      const dkim = verified.find((identity) => identity.dkim && identity.dkim !== 'NOT_STARTED');
      return [
        ...(mailFrom && BROKEN_MAIL_FROM.has(mailFrom.status)
          ? [mailFrom.refusesMail ? say['mail-from-failed'](mailFrom) : say['mail-from-weak'](mailFrom)]
          : []),
        ...(dkim && dkim.dkim !== 'SUCCESS' ? [say['dkim-pending'](dkim)] : []),
      ];
    }
  },
});

// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_MailFromAttributes.html
const BROKEN_MAIL_FROM: ReadonlySet<string> = new Set(['PENDING', 'FAILED', 'TEMPORARY_FAILURE']);

function recipientInSandbox({ probed, customer }: Seen): InSandbox {
  const standing = standingIn(probed?.ses?.recipients ?? new Map(), customer?.email?.trim() || undefined);
  switch (standing?.state) {
    case undefined:
      return 'nobody';
    case 'verified':
      return 'verified';
    case 'unread':
      return 'unread';
    default:
      return 'unverified';
  }
}

/** What Amazon did not say, and why. */
function unanswered(facts: Seen): { what: string; trouble: SesDenied | SesFailed }[] {
  const { probed, companyEmails, notification, customer } = facts;
  const ses = probed?.ses;
  if (!ses) return [];
  const { account, senders, recipients } = ses;
  const ofSender = standingIn(senders, senderOf(companyEmails, notification));
  const ofRecipient = standingIn(recipients, customer?.email?.trim() || undefined);
  return [
    ...(account && account.kind !== 'answered' ? [{ what: 'how the account stands', trouble: account }] : []),
    ...(ofSender?.state === 'unread'
      ? [{ what: `whether ${sender(facts)} is verified`, trouble: ofSender.trouble }]
      : []),
    ...(ofRecipient?.state === 'unread'
      ? [{ what: `whether ${recipient(facts)} is verified`, trouble: ofRecipient.trouble }]
      : []),
  ];
}
