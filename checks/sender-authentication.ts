import { COMPANY_PRIMARY, isEmpty, leavesThrough, senderOf } from '../src/account/lookup.js';
import { isFreeMail, isItsServer } from '../src/address/free-mail.js';
import { defineCheck } from '../src/core/check.js';
import { answerOf } from '../src/core/probed.js';
import { domainOf } from '../src/core/probed-dns.js';
import { addressKey } from '../src/core/probed-ses.js';
import { cut, quoted } from '../src/core/words.js';
import { faultsOf, type SenderFault, type Sent, sentBy } from '../src/handshake/sender-faults.js';
import {
  foundWords,
  routeFields,
  senderFindings,
  server,
  untoldWords,
} from '../src/handshake/sender-findings.js';

const MENU = 'Settings > Company > Notifications > (notification) > Email > From Address';

export default defineCheck({
  id: 'sender-authentication',
  title: "The sender's domain authenticates the mail (SPF, DKIM, DMARC)",
  article: 'Spam and junk, "What can go wrong with SMTP?"',
  scope: 'message',
  worst: 'warn',
  needs: ['transport', 'companyEmails', 'notification', 'probed'],

  outcomes: {
    authenticated: {
      status: 'pass',
      summary: (_, sent: Sent) => `${cut(sent.domain)}: ${foundWords(sent)}.`,
      evidence: routeFields,
    },
    'own-provider': {
      status: 'pass',
      summary: (facts, sent: Sent) =>
        `${cut(sent.domain)} leaves through ${server(facts, sent)}, its own provider.`,
      evidence: routeFields,
    },
    ...senderFindings,
    'free-mail-from': {
      status: 'warn',
      summary: (facts, sent: Sent) =>
        `The from address is at ${quoted(sent.domain)}, and the mail leaves through ${server(facts, sent)}.`,
      why: 'Only the provider of such mailboxes can prove that mail comes from there, so other mail lands in spam or is refused.',
      evidence: routeFields,
      fix: ({ notification }) => ({
        url: 'https://support.google.com/a/answer/81126',
        ...(notification && { menu: MENU }),
        steps: [
          'Have an address at a domain of your company made a company email, and verified.',
          notification
            ? `Open ${MENU} and choose it, then click Save.`
            : 'Mark it as the primary company email, or send from it.',
        ],
      }),
    },
    'not-told': {
      status: 'skip',
      reason: 'no-data',
      summary: (_, sent: Sent) => {
        const found = foundWords(sent);
        return `Not all could be told of ${cut(sent.domain)}: ${[...untoldWords(sent), ...(found ? [found] : [])].join('; ')}.`;
      },
    },
    'route-unknown': {
      status: 'skip',
      reason: 'no-data',
      summary: (_, sent: Sent) => `How mail from ${cut(sent.domain)} leaves is not known.`,
    },
    'sender-unknown': {
      status: 'skip',
      reason: 'no-data',
      summary: 'The domain the mail leaves from is not known.',
    },
    'not-asked': { status: 'skip', reason: 'no-data', summary: 'DNS was not asked about the sender.' },
    'no-from': {
      status: 'skip',
      reason: 'blocked-by:message-present',
      summary: 'The message has no from address.',
    },
    'no-primary': {
      status: 'skip',
      reason: 'blocked-by:from-address',
      summary: 'No company email is marked as primary.',
    },
    offline: { status: 'skip', reason: 'offline', summary: 'DNS was not asked: only --probe connects.' },
  },

  run({ transport, companyEmails, notification, probed, question }, say) {
    if (probed === undefined) return say.offline();
    const from = notification ? notification.email?.from : COMPANY_PRIMARY;
    if (isEmpty(from)) return say['no-from']();
    const sender = senderOf(companyEmails, notification);
    if (sender === undefined) {
      // The check of the from address fails only where no company email can be the primary one.
      const isOpen =
        from === undefined ||
        companyEmails === undefined ||
        companyEmails?.some(({ primary, email }) => primary !== false && !isEmpty(email));
      return isOpen ? say['sender-unknown']() : say['no-primary']();
    }
    const domain = domainOf(sender);
    if (domain === undefined) return say['sender-unknown']();
    const answer = answerOf(probed, 'dns');
    const dns = answer?.senders.get(domain);
    if (dns === undefined) return say['not-asked']();
    const route = leavesThrough(transport, question.direct);
    const identities = route === 'ses' ? probed.ses?.senders.get(addressKey(sender)) : undefined;
    const sent = sentBy(domain, route, dns, answer, identities);

    if (isFreeMail(domain)) {
      const host = transport?.smtp?.host?.trim();
      if (route === undefined || (route === 'smtp' && !host)) return say['route-unknown'](sent);
      return route === 'smtp' && isItsServer(domain, host ?? '')
        ? say['own-provider'](sent)
        : say['free-mail-from'](sent);
    }
    const faults = faultsOf(sent);
    if (faults.length > 0) return faults.map(told);
    if (untoldWords(sent).length > 0) return say['not-told'](sent);
    return route === undefined ? say['route-unknown'](sent) : say.authenticated(sent);

    function told(fault: SenderFault) {
      switch (fault.code) {
        case 'no-spf':
          return say['no-spf'](fault);
        case 'several-spf':
          return say['several-spf'](fault);
        case 'spf-too-many-lookups':
          return say['spf-too-many-lookups'](fault);
        case 'spf-does-not-cover-transport':
          return say['spf-does-not-cover-transport'](fault);
        case 'no-dkim-key':
          return say['no-dkim-key'](fault);
        case 'no-dmarc':
          return say['no-dmarc'](fault);
        case 'dmarc-not-aligned':
          return route === 'house' ? say['dmarc-may-not-align'](fault) : say['dmarc-not-aligned'](fault);
      }
    }
  },
});
