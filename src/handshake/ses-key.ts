import type { FindingSpec, UnknownSpec } from '../core/check.js';
import type { View } from '../core/facts.js';
import type { SesRefusal } from '../core/probed-ses.js';
import { counted, cut, quoted } from '../core/words.js';
import { inLoanPro, type Steps } from './words.js';

/** What a text about the key may look at. */
type Seen = View<'transport' | 'probed'>;
type Refusal<C extends SesRefusal['cause']> = Extract<SesRefusal, { cause: C }>;
type Detailed = { readonly detail: string };

const CREDENTIALS = 'the AWS console > IAM > Users > (user) > Security credentials';
const IDENTIFIERS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html';
const at = (field: string) => ['transport', 'ses', field];

/** The Region asked. */
export const region = ({ probed }: Seen) => cut(probed?.ses?.region ?? '', 40);

const newKey: Steps = [
  `Open ${CREDENTIALS} and create an access key for a user that may send.`,
  ...inLoanPro(['Choose SES and put its id and its secret in Access Key Id and Secret Access Key.']),
];

interface Words {
  readonly says: (facts: Seen, trouble: Detailed) => string;
  readonly why: string;
  readonly url: string;
  readonly steps: (facts: Seen) => Steps;
  readonly fields: readonly ('region' | 'accessKeyId' | 'secretAccessKey' | 'sessionToken')[];
}

const finding = ({ says, why, url, steps, fields }: Words): FindingSpec<Seen, Detailed> => ({
  status: 'fail',
  summary: (facts, trouble) => `${says(facts, trouble)} (${trouble.detail}).`,
  why,
  evidence: () => fields.map(at),
  fix: (facts) => ({ url, steps: steps(facts) }),
});

/** What keeps an account from sending by its key alone: whoever asks with it, Amazon refuses. */
export const keyFindings = {
  'key-unknown': finding({
    says: (facts) => `Amazon SES in ${region(facts)} does not take the access key`,
    why: 'Amazon takes mail only with a key that it knows and that is active.',
    url: IDENTIFIERS,
    fields: ['accessKeyId', 'region'],
    steps: (facts) => [
      `Open ${CREDENTIALS} and see whether the key is there and active; if not, create one for a user that may send.`,
      ...inLoanPro(
        ['Choose SES and put the id and the secret of the key in Access Key Id and Secret Access Key.'],
        ...(facts.transport?.ses?.accessKeyId?.startsWith('ASIA')
          ? [
              'A key that begins with ASIA is temporary and needs its session token: use one that begins with AKIA.',
            ]
          : []),
        `If the key is right, see under AWS console > Account > AWS Regions whether ${region(facts)} is enabled.`,
      ),
    ],
  }),
  'secret-wrong': finding({
    says: () => 'The Secret Access Key is not the one of the access key: Amazon refuses the signature',
    why: 'Amazon takes mail only when it is signed with the secret of the access key.',
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html',
    fields: ['secretAccessKey', 'accessKeyId'],
    steps: () => [
      `Amazon shows a secret only once: if you have it no more, open ${CREDENTIALS} and create a new access key.`,
      ...inLoanPro(['Choose SES and put the secret, without blanks around it, in Secret Access Key.']),
    ],
  }),
  'smtp-password-used-as-secret': finding({
    says: () =>
      'The Secret Access Key looks like an Amazon SES SMTP password, and Amazon refuses the signature',
    why: 'An SMTP password is derived from the secret access key and works only for the SMTP server of Amazon SES.',
    url: 'https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html',
    fields: ['secretAccessKey'],
    steps: () => newKey,
  }),
  'token-expired': finding({
    says: () => 'The temporary access key has run out',
    why: 'Amazon takes no mail with a temporary key after its time.',
    url: IDENTIFIERS,
    fields: ['accessKeyId', 'sessionToken'],
    steps: () => newKey,
  }),
  'not-subscribed': finding({
    says: (facts) => `The AWS account is not signed up for Amazon SES in ${region(facts)}`,
    why: 'Amazon SES takes no mail of an account that is not signed up for it.',
    url: 'https://docs.aws.amazon.com/ses/latest/dg/setting-up.html',
    fields: ['accessKeyId', 'region'],
    steps: (facts) => [
      `Open the Amazon SES console in ${region(facts)} and finish the sign-up of the account.`,
      'Verify the from address or its domain under Identities.',
    ],
  }),
  'region-unknown': {
    status: 'fail',
    summary: (facts: Seen, { detail, nearest }: Refusal<'region-unknown'>) =>
      `There is no Amazon SES in the Region ${quoted(region(facts))}: ${detail}${nearest ? `; ${nearest} was probably meant` : ''}.`,
    why: 'Mail goes to the server of one Region, and there is none of that name.',
    evidence: () => [at('region')],
    fix: (_: Seen, { nearest }: Refusal<'region-unknown'>) => ({
      url: 'https://docs.aws.amazon.com/general/latest/gr/ses.html',
      steps: [
        'Open the Amazon SES console and note the Region in which the from address is verified.',
        ...inLoanPro([`If it names a Region, choose that one${nearest ? `, such as ${nearest}` : ''}.`]),
        'Correct transport.ses.region in the export.',
      ],
    }),
  },
} as const satisfies Record<string, FindingSpec<Seen, never>>;

/** What says nothing about the account. */
export const keyOpen = {
  'clock-skew': {
    status: 'unknown',
    isCoded: true,
    summary: (_: Seen, { ahead }: Refusal<'clock-skew'>) =>
      `Amazon SES could not be asked: the clock of this machine is ${apart(ahead)}.`,
    evidence: () => [at('region')],
    missing: () => [],
    look: () => [
      'Set the clock of this machine right (for example by NTP) and try again: signatures hold for five minutes.',
    ],
  },
  unreachable: {
    status: 'unknown',
    isCoded: true,
    summary: ({ probed }: Seen, { detail }: Detailed) =>
      `${cut(probed?.ses?.target ?? 'Amazon SES', 100)} could not be asked: ${detail}; this may lie between this machine and Amazon.`,
    evidence: () => [at('region')],
    missing: () => [],
    look: (facts: Seen): Steps => [
      'Try again, and see whether this network lets HTTPS through to Amazon; LoanPro sends from elsewhere.',
      `Or look in the Amazon SES console in ${region(facts)}: Account dashboard and Identities.`,
    ],
  },
  'secret-withheld': {
    status: 'unknown',
    isCoded: true,
    summary: (_: Seen, { detail }: Refusal<'secret-withheld'>) => `Amazon SES was not asked: ${detail}.`,
    evidence: () => [at('accessKeyId')],
    missing: (_: Seen, { field }: Refusal<'secret-withheld'>) => [at(field)],
    look: ({ transport }: Seen, { field }: Refusal<'secret-withheld'>): Steps => {
      const secret = transport?.ses?.[field];
      const isNamed = typeof secret === 'object' && secret !== null;
      return isNamed
        ? [`Set ${secret.env} in the environment of this machine and try again.`]
        : [
            `Name a variable in the export, as in ${field}: { env: MAILCHECK_SES_SECRET }.`,
            'Set it in the environment of this machine and try again.',
          ];
    },
  },
} as const satisfies Record<string, UnknownSpec<Seen, never>>;

function apart(ahead: number | undefined): string {
  if (ahead === undefined) return 'not that of Amazon';
  const seconds = Math.abs(ahead);
  const length = seconds < 120 ? counted(seconds, 'second') : counted(Math.round(seconds / 60), 'minute');
  return `${length} ${ahead < 0 ? 'behind' : 'ahead of'} Amazon's`;
}
