import { findCompanyEmail, leavesThrough, senderOf } from '../account/lookup.js';
import type { Path } from '../account/pointer.js';
import type { Fix } from '../core/check.js';
import type { View } from '../core/facts.js';
import { counted, cut, listed, quoted } from '../core/words.js';
import { dmarcProof, type Fault, type Sent } from './sender-faults.js';

/** What a text about a sender's domain may look at. */
export type SenderSeen = View<'transport' | 'companyEmails' | 'notification' | 'probed'>;

const SPF = 'https://www.rfc-editor.org/rfc/rfc7208';
const DMARC = 'https://www.rfc-editor.org/rfc/rfc9989';
const GUIDELINES = 'https://support.google.com/a/answer/81126';
const SES_MAIL_FROM = 'https://docs.aws.amazon.com/ses/latest/dg/mail-from.html';
const SES_DKIM = 'https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim.html';

/** The server the mail leaves through. */
export function server({ transport }: SenderSeen, { route }: Sent): string {
  if (route === 'house') return 'the house account';
  if (route === 'ses') return 'Amazon SES';
  const host = transport?.smtp?.host?.trim();
  return host ? quoted(host) : 'your mail server';
}

/** Where the from address stands. */
export function senderFields({ at, companyEmails, notification }: SenderSeen): Path[] {
  const index = findCompanyEmail(companyEmails ?? [], senderOf(companyEmails, notification) ?? '');
  return [
    ...(notification ? [[...at.notification, 'email', 'from']] : []),
    ...(index >= 0 ? [['companyEmails', index, 'email']] : []),
  ];
}

/** The same, and what decides how the mail leaves. */
export function routeFields(facts: SenderSeen): Path[] {
  const isOwnServer = leavesThrough(facts.transport, facts.question.direct) === 'smtp';
  return [...senderFields(facts), ['transport', ...(isOwnServer ? ['smtp', 'host'] : ['mode'])]];
}

const inDns = (domain: string, url: string, ...acts: string[]): Fix => ({
  url,
  steps: [
    `Open the DNS settings of ${quoted(domain)} at whoever runs them.`,
    ...acts,
    'Try again when the change can be seen, which may take a day.',
  ],
});

const enableSesDkim = (domain: string): Fix => ({
  url: SES_DKIM,
  steps: [
    `Open the Amazon SES console > Identities > ${quoted(domain)}; create it as a domain where it is not there.`,
    'Under Authentication, enable DKIM and publish the three CNAME records it shows.',
  ],
});

/** Another domain is on the envelope of these two, and SPF is asked about that one (RFC 7208, section 2.4). */
const spfWhy = (sentence: string) => (_: SenderSeen, fault: { sent: Sent }) =>
  fault.sent.route === 'house' || fault.sent.route === 'ses'
    ? `${sentence} It weighs less here, because the envelope of this mail usually names a domain of ${fault.sent.route === 'ses' ? 'Amazon' : 'the platform'}.`
    : sentence;

const noSpf = {
  status: 'warn',
  summary: (_: SenderSeen, { sent, spf }: Fault<'no-spf'>) => {
    if (!spf.domainExists) return `The sender's domain ${quoted(sent.domain)} does not exist in DNS.`;
    return spf.fault === undefined
      ? `The sender's domain ${quoted(sent.domain)} has no SPF record.`
      : `The SPF record of ${quoted(sent.domain)} cannot be used: ${cut(spf.fault, 160)}.`;
  },
  why: spfWhy(
    'Without a usable SPF record nothing says which servers may send for the domain, so mail lands in spam or is refused more often.',
  ),
  evidence: senderFields,
  fix: (_: SenderSeen, { sent, spf }: Fault<'no-spf'>) =>
    inDns(
      sent.domain,
      SPF,
      spf.fault === undefined
        ? `Add one TXT record at ${quoted(sent.domain)} that begins v=spf1 and names all that sends for it, as your mail provider's instructions say.`
        : 'Correct that part of the TXT record that begins v=spf1.',
    ),
} as const;

const severalSpf = {
  status: 'warn',
  summary: (_: SenderSeen, { sent, spf }: Fault<'several-spf'>) =>
    `The sender's domain ${quoted(sent.domain)} has ${spf.records.length} SPF records, and only one is allowed.`,
  why: spfWhy('With more than one record SPF fails for all mail (RFC 7208 section 4.5).'),
  evidence: senderFields,
  fix: (_: SenderSeen, { sent }: Fault<'several-spf'>) =>
    inDns(
      sent.domain,
      SPF,
      'Join the TXT records that begin v=spf1 into one: v=spf1, the terms of all of them, and one last term that ends in all.',
      'Delete the others.',
    ),
} as const;

const tooManyLookups = {
  status: 'warn',
  summary: (_: SenderSeen, { sent, spf }: Fault<'spf-too-many-lookups'>) =>
    spf.lookups > 10
      ? `The SPF record of ${quoted(sent.domain)} needs ${spf.isCounted ? '' : 'at least '}${counted(spf.lookups, 'look-up')}, and 10 are allowed.`
      : `The SPF record of ${quoted(sent.domain)} has ${counted(spf.voidLookups, 'look-up')} that find nothing, and 2 are allowed.`,
  why: spfWhy('Receivers give up after so many, and SPF fails (RFC 7208 section 4.6.4).'),
  evidence: senderFields,
  fix: (_: SenderSeen, { sent }: Fault<'spf-too-many-lookups'>) =>
    inDns(
      sent.domain,
      SPF,
      'Take out of the SPF record what no longer sends for you. Each include, a, mx, ptr, exists and redirect costs a look-up, and those inside an include count too.',
      'If all of it still sends, give some of it a subdomain of its own.',
    ),
} as const;

const notCovered = {
  status: 'warn',
  summary: (facts: SenderSeen, { sent, envelope, how }: Fault<'spf-does-not-cover-transport'>) =>
    sent.route === 'ses'
      ? `SPF of the MAIL FROM domain ${quoted(envelope)} does not cover Amazon SES: ${cut(how, 160)}.`
      : `The SPF record of ${quoted(envelope)} does not cover ${server(facts, sent)}: ${cut(how, 160)}.`,
  why: 'To receivers the mail looks as if somebody else had sent it, so it lands in spam or is refused more often.',
  evidence: routeFields,
  fix: (facts: SenderSeen, { sent, envelope }: Fault<'spf-does-not-cover-transport'>) =>
    sent.route === 'ses'
      ? inDns(
          envelope,
          SES_MAIL_FROM,
          `Have exactly one SPF record at ${quoted(envelope)}: v=spf1 include:amazonses.com ~all`,
        )
      : inDns(
          envelope,
          SPF,
          `Add to the SPF record, before its last term, what the provider of ${server(facts, sent)} names for SPF.`,
          'Where the record lists addresses of that provider one by one, compare them with those it publishes.',
        ),
} as const;

const noKey = {
  status: 'warn',
  summary: (facts: SenderSeen, { sent }: Fault<'no-dkim-key'>) => {
    if (sent.route === 'ses') {
      const states = sent.identities?.found.map(
        ({ name, dkim }) => `${dkim ?? 'unknown'} for ${quoted(name)}`,
      );
      return `Amazon SES does not sign mail from ${quoted(sent.domain)}: DKIM is ${listed(states ?? [])}.`;
    }
    const keys = sent.dns.dkim.map(({ selector, key, pointsTo }) => {
      const isRevoked = key.isKnown && key.value === 'revoked';
      return `${selector}${isRevoked ? ' (revoked)' : ''}${pointsTo ? ` (leads to ${cut(pointsTo)}, where none is)` : ''}`;
    });
    return `The domain ${quoted(sent.domain)} has no DKIM key at the selectors usual for ${server(facts, sent)}: ${listed(keys)}.`;
  },
  why: 'Without a DKIM signature only SPF shows where mail comes from, and that is lost when mail is forwarded.',
  evidence: routeFields,
  fix: (facts: SenderSeen, { sent }: Fault<'no-dkim-key'>): Fix =>
    sent.route === 'ses'
      ? enableSesDkim(sent.domain)
      : {
          url: GUIDELINES,
          steps: [
            `Switch DKIM on for ${quoted(sent.domain)} at the provider of ${server(facts, sent)}, and publish the record it shows.`,
            'If DKIM is on already, compare the selector it shows: with one of its own, nothing is missing.',
          ],
        },
} as const;

const noDmarc = {
  status: 'warn',
  summary: (_: SenderSeen, { sent, passedOver }: Fault<'no-dmarc'>) =>
    `The sender's domain ${quoted(sent.domain)} has no DMARC record${passedOver.length > 0 ? ` that counts: ${listed(passedOver)}` : ''}.`,
  why: 'Gmail and Yahoo ask for one from about 5,000 messages a day, and trust mail without it less.',
  evidence: senderFields,
  fix: (_: SenderSeen, { sent }: Fault<'no-dmarc'>) =>
    inDns(
      sent.domain,
      DMARC,
      `Have exactly one TXT record at ${quoted(`_dmarc.${sent.domain}`)}; to begin with: v=DMARC1; p=none`,
    ),
} as const;

const policy = ({ sent, record }: Fault<'dmarc-not-aligned'>) =>
  `The DMARC policy of ${quoted(sent.domain)} is ${record.policy}${record.at === sent.domain ? '' : ` (from ${quoted(record.at)})`}`;
const policyWhy = (_: SenderSeen, { record }: Fault<'dmarc-not-aligned'>) =>
  record.policy === 'reject'
    ? 'Receivers that honour this policy refuse mail that does not prove where it comes from.'
    : 'Receivers that honour this policy put mail that does not prove where it comes from into spam or junk.';

const notAligned = {
  status: 'warn',
  summary: (facts: SenderSeen, fault: Fault<'dmarc-not-aligned'>) => {
    const { sent } = fault;
    return sent.route === 'ses'
      ? `${policy(fault)}, and Amazon SES neither signs for it nor has a MAIL FROM domain that counts for it.`
      : `${policy(fault)}, and neither SPF nor a known DKIM key lets ${server(facts, sent)} send for it.`;
  },
  why: policyWhy,
  evidence: routeFields,
  fix: (facts: SenderSeen, { sent }: Fault<'dmarc-not-aligned'>): Fix =>
    sent.route === 'ses'
      ? enableSesDkim(sent.domain)
      : {
          url: DMARC,
          steps: [
            `Switch DKIM on for ${quoted(sent.domain)} at the provider of ${server(facts, sent)}, and publish the record it shows.`,
            'Have the SPF record cover that server too.',
            'If it signs for this domain already, with a selector of its own, nothing is wrong.',
          ],
        },
} as const;

const mayNotAlign = {
  status: 'warn',
  code: 'dmarc-not-aligned',
  unconfirmed: true,
  summary: (_: SenderSeen, fault: Fault<'dmarc-not-aligned'>) =>
    `${policy(fault)}, and mail of the house account may not prove that it comes from there.`,
  why: policyWhy,
  evidence: routeFields,
  fix: (_: SenderSeen, { sent }: Fault<'dmarc-not-aligned'>): Fix => ({
    url: DMARC,
    steps: [
      'Send a message to a Gmail mailbox of your own, open it and choose Show original: it says whether DMARC passed.',
      `If it did not, ask LoanPro whether the house account can sign with DKIM for ${quoted(sent.domain)}.`,
      'Or send through your own SMTP server or Amazon SES, set up for this domain.',
    ],
  }),
} as const;

/** What to say of each fault; mail of the house account is a case of its own, because little is known of it. */
export const senderFindings = {
  'no-spf': noSpf,
  'several-spf': severalSpf,
  'spf-too-many-lookups': tooManyLookups,
  'spf-does-not-cover-transport': notCovered,
  'no-dkim-key': noKey,
  'no-dmarc': noDmarc,
  'dmarc-not-aligned': notAligned,
  'dmarc-may-not-align': mayNotAlign,
} as const;

/** What was found, in a few words. */
export function foundWords({ dns, route, identities }: Sent): string {
  const spf = dns.spf.isKnown ? dns.spf.value : undefined;
  const coverage = route === 'smtp' ? spf?.coverage : undefined;
  const key = dns.dkim.find(({ key }) => key.isKnown && key.value === 'present');
  const isSigned = identities?.found.some(({ dkim }) => dkim === 'SUCCESS');
  const dmarc = dns.dmarc.isKnown ? dns.dmarc.value.record : undefined;
  return listed([
    ...(spf
      ? [
          coverage?.verdict === 'covered'
            ? `SPF by ${cut(coverage.how)}`
            : `SPF found${coverage ? ` (not certain for this server: ${cut(coverage.how)})` : ''}`,
        ]
      : []),
    ...(key || isSigned ? [`DKIM ${key ? `key ${key.selector}` : 'by Amazon'}`] : []),
    ...(dmarc ? [`DMARC ${dmarc.policy}`] : []),
  ]);
}

/** What could not be told, and why. */
export function untoldWords(sent: Sent): string[] {
  const { spf, dkim, dmarc } = sent.dns;
  const hasKey = dkim.some(({ key }) => key.isKnown && key.value === 'present');
  const keys = hasKey ? [] : dkim.flatMap(({ key }) => (key.isKnown ? [] : [`DKIM: ${key.words}`]));
  const untold = [
    ...(spf.isKnown ? [] : [`SPF: ${spf.words}`]),
    ...keys.slice(0, 1),
    ...(dmarc.isKnown ? [] : [`DMARC: ${dmarc.words}`]),
  ];
  return untold.length === 0 && dmarcProof(sent) === 'unclear' ? ['whether the mail passes DMARC'] : untold;
}
