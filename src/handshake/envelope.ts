import type { SmtpCause } from '../core/probed-smtp.js';
import { PASSING, TRY_LATER } from './reaching.js';
import {
  fields,
  findingsOf,
  inLoanPro,
  open,
  recipient,
  type Seen,
  type Steps,
  sender,
  senderFields,
  server,
  user,
} from './words.js';

const RFC_REPLIES = 'https://www.rfc-editor.org/rfc/rfc5321#section-4.2';
const FROM = 'Settings > Company > Notifications > (notification) > Email > From Address';
const CONTACT = 'Users > Customer Manager > (customer) > Contact & Personal Information';

const ofSender = findingsOf({ evidence: fields.sender, url: RFC_REPLIES });
const ofRecipient = findingsOf({ evidence: fields.recipient, url: RFC_REPLIES });
const ofAccount = findingsOf({ evidence: fields.account, url: RFC_REPLIES });

const anotherSender = ({ notification }: Seen) =>
  notification
    ? `Or open ${FROM}, choose an address this login may send from, and click Save.`
    : 'Or send the email from an address this login may send from.';
const CORRECT_CUSTOMER = `If the address is wrong, open ${CONTACT}, choose Edit, correct it and click Save.`;
const ASK = 'ask your mail provider why, with the words of the reply.';

/** Sender, recipient and limits. */
export const envelopeFindings = {
  'sender-not-allowed': ofSender('fail', {
    says: (facts) => `${server(facts)} does not let ${user(facts)} send as ${sender(facts)}`,
    why: 'The login is good, but mail from this address is refused.',
    steps: (facts) => [
      `Ask your mail provider to let this login send as ${sender(facts)}: as an alias, or with the right to send as it.`,
      anotherSender(facts),
    ],
  }),
  'sender-not-verified': ofSender('fail', {
    says: (facts) => `${server(facts)} has not verified the sender ${sender(facts)}`,
    why: 'The server sends only from addresses and domains that were verified there.',
    steps: (facts) => [
      `Verify ${sender(facts)} or its domain with your mail provider, in the account and region of this login.`,
      anotherSender(facts),
    ],
  }),
  'sender-auth-required': ofSender('fail', {
    says: (facts) =>
      `${server(facts)} says that nobody is signed in, and refuses the sender ${sender(facts)}`,
    why: 'The server takes mail only from whoever is signed in, and does not count this login.',
    steps: inLoanPro(
      ['Compare Host, User and Password with those your mail provider gives for outgoing mail.'],
      `If they are right, ${ASK}`,
    ),
  }),
  'sender-temporary': ofSender('warn', {
    says: (facts) => `${server(facts)} puts off mail from ${sender(facts)} for now`,
    why: PASSING,
    steps: [TRY_LATER, `If it stays so, ${ASK}`],
  }),
  'sender-dropped': ofSender('fail', {
    says: (facts) => `${server(facts)} closed the connection at the sender ${sender(facts)}`,
    why: 'Without an answer to the sender the server takes no mail from it.',
    steps: (facts) => [
      'Run the probe once more: a server may break off once.',
      `If it stays so, ask your mail provider whether this login may send as ${sender(facts)}.`,
    ],
  }),
  'recipient-unknown': ofRecipient('fail', {
    says: (facts) => `${server(facts)} knows no mailbox ${recipient(facts)}`,
    why: 'Mail to a mailbox that does not exist comes back.',
    steps: [`Ask the customer for the address, open ${CONTACT}, choose Edit and enter it.`, 'Click Save.'],
  }),
  'recipient-greylisted': ofRecipient('warn', {
    says: (facts) => `${server(facts)} puts off mail to ${recipient(facts)}, as greylisting does`,
    why: 'A server that does not know the sender yet takes the mail at a later try, so it is only late.',
    steps: ['Wait some minutes, then run the probe again.', `If it stays so, ${ASK}`],
  }),
  'recipient-suppressed': ofRecipient('fail', {
    says: (facts) => `${server(facts)} keeps ${recipient(facts)} on a list of addresses it sends nothing to`,
    why: 'After a bounce or a complaint a sending service drops all later mail to the address.',
    steps: [
      'Look in the suppression list of your mail provider for the reason.',
      'After a bounce: have the mailbox put right or correct the address, then have it taken off the list.',
      'After a complaint or an unsubscription leave it there: only the recipient can ask for mail again.',
    ],
  }),
  'recipient-refused': ofRecipient('fail', {
    says: (facts) => `${server(facts)} refuses mail to ${recipient(facts)}`,
    why: 'Mail through this server does not reach this address.',
    steps: [
      'Read the reply: it names the address, your account or a rule of the server.',
      CORRECT_CUSTOMER,
      `Otherwise ${ASK}`,
    ],
  }),
  'recipient-dropped': ofRecipient('fail', {
    says: (facts) => `${server(facts)} closed the connection at the recipient ${recipient(facts)}`,
    why: 'Without an answer to the recipient the server takes no mail to it.',
    steps: ['Run the probe once more: a server may break off once.', `If it stays so, ${ASK}`],
  }),
  'limit-daily': ofAccount('fail', {
    says: (facts) => `${server(facts)} says that a sending limit of ${user(facts)} is used up`,
    why: 'Until the limit is free again, the server takes no more mail of this account.',
    steps: [
      'Look up limit and use in the account of your mail provider.',
      'Wait until the limit is free again, often 24 hours after the mail that used it up.',
      'To send more, ask your mail provider for a higher limit, or spread large runs over a longer time.',
    ],
  }),
  'limit-rate': ofAccount('warn', {
    says: (facts) => `${server(facts)} says that too much is sent at once, or over too many connections`,
    why: PASSING,
    steps: [
      TRY_LATER,
      'If it comes back, spread large runs over a longer time, or ask your mail provider for a higher rate.',
    ],
  }),
  'limit-size': ofAccount('fail', {
    says: (facts) => `${server(facts)} refuses the mail as too large, or for want of room in a mailbox`,
    why: 'The message is too large for the server, or a mailbox is full, so it is not taken.',
    steps: [
      'Read the reply: x.2.2 is a full mailbox, x.2.3 and x.3.4 a message that is too large.',
      'If a mailbox is full, make room in it, or ask the customer to.',
      'If the message is too large, take attachments and large images out.',
    ],
  }),
} satisfies Partial<Record<SmtpCause, unknown>>;

const oneAtATime = (facts: Seen): Steps => [
  facts.notification
    ? 'Run the probe for this notification alone, with --message.'
    : 'Run the probe again for this email alone.',
  'Correct the address if it is not a plain one, such as billing@example.com.',
];

const MORE_TIME = [
  'Run the probe again with more time, for example --timeout 60.',
  `If it stays so, ${ASK}`,
] as const;

export const envelopeOpen = {
  'sender-timeout': open({
    says: (facts) => `${server(facts)} did not answer to the sender ${sender(facts)} in time`,
    ending: ', so it is open whether it is accepted',
    evidence: senderFields,
    steps: MORE_TIME,
  }),
  'recipient-timeout': open({
    says: (facts) => `${server(facts)} did not answer to the recipient ${recipient(facts)} in time`,
    ending: ', so it is open whether it is accepted',
    evidence: fields.recipient,
    steps: MORE_TIME,
  }),
  'sender-not-tried': open({
    says: (facts, { stage }) =>
      stage === 'rcpt'
        ? `The recipient ${recipient(facts)} was not named to ${server(facts)}`
        : `The sender ${sender(facts)} was not named to ${server(facts)}`,
    ending: ', so it is open whether it is accepted',
    evidence: (facts, { stage }) => (stage === 'rcpt' ? fields.recipient(facts) : senderFields(facts)),
    steps: oneAtATime,
  }),
} satisfies Partial<Record<SmtpCause, unknown>>;
