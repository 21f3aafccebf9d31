import { findCompanyEmail, senderOf } from '../account/lookup.js';
import type { Path } from '../account/pointer.js';
import type { FindingSpec, UnknownSpec } from '../core/check.js';
import type { View } from '../core/facts.js';
import type { SmtpTrouble } from '../core/probed-smtp.js';
import { cut, quoted } from '../core/words.js';

/** What a text about a handshake may look at. */
export type Seen = View<'transport' | 'probed' | 'companyEmails' | 'notification' | 'customer'>;
export type Steps = readonly [string, ...string[]];

/** What there is to say of a cause, where no provider's own documentation says more. */
export interface Words {
  /** A clause with the account's own values. What the server replied is added to it, and the detail. */
  readonly says: (facts: Seen, trouble: SmtpTrouble) => string;
  /** The clause holds the detail already. */
  readonly hasDetail?: true;
  readonly steps: Steps | ((facts: Seen, trouble: SmtpTrouble) => Steps);
  readonly evidence: (facts: Seen, trouble: SmtpTrouble) => readonly Path[];
}

/** What there is to say of a cause that is true of the server or the account. */
export interface FindingWords extends Words {
  /** One sentence on the mail. */
  readonly why: string | ((facts: Seen) => string);
  readonly url: string;
}

/** What there is to say of a cause that may lie between this machine and the server. */
export interface OpenWords extends Words {
  /** A clause that ends the sentence: what else may be the reason. */
  readonly ending: string;
  readonly missing?: readonly Path[];
}

/** LoanPro's screen of the mail server. */
export const MENU = 'Settings > Company > Plugins > Connections > Services > Email Service > settings icon';
const OPEN = `Open ${MENU}.`;
const LONGEST_REPLY = 160;
const LONGEST_DETAIL = 120;

/**
 * Makes the findings of one stage. Sentence and steps are the provider's own where its documentation says something
 * of the reply.
 */
export function findingsOf(stage: Pick<FindingWords, 'evidence' | 'url'>) {
  return (
    status: 'fail' | 'warn',
    own: Omit<FindingWords, 'evidence' | 'url'> & Partial<FindingWords>,
  ): FindingSpec<Seen, SmtpTrouble> => {
    const words = { ...stage, ...own };
    return {
      status,
      summary: (facts, trouble) => `${sentence(words, facts, trouble)}.`,
      why: words.why,
      evidence: words.evidence,
      fix: (facts, trouble) => {
        const steps = stepsOf(words, facts, trouble);
        const url = trouble.meaning?.source ?? words.url;
        return { steps, url, ...(steps[0] === OPEN && { menu: MENU }) };
      },
    };
  };
}

/** A probe that could not tell. */
export function open(words: OpenWords): UnknownSpec<Seen, SmtpTrouble> {
  return {
    status: 'unknown',
    isCoded: true,
    summary: (facts, trouble) => `${sentence(words, facts, trouble)}${words.ending}.`,
    missing: () => words.missing ?? [],
    evidence: words.evidence,
    look: (facts, trouble) => stepsOf(words, facts, trouble),
  };
}

function sentence({ says, hasDetail }: Words, facts: Seen, trouble: SmtpTrouble): string {
  const { meaning, detail, reply } = trouble;
  const aside = detail === undefined || (hasDetail && !meaning) ? [] : [cut(detail, LONGEST_DETAIL)];
  const asides = meaning ? [server(facts), ...aside] : aside;
  const said = reply && [reply.code, reply.enhanced, reply.text.trim() && inQuotes(reply.text.trim())];
  return [
    meaning ? meaning.says.trim().replace(/\.$/, '') : says(facts, trouble),
    asides.length > 0 ? ` (${asides.join(', ')})` : '',
    said ? `: it said ${said.filter((part) => part).join(' ')}` : '',
  ].join('');
}

const inQuotes = (text: string) => `"${cut(text, LONGEST_REPLY)}"`;

function stepsOf({ steps }: Words, facts: Seen, trouble: SmtpTrouble): Steps {
  if (trouble.meaning) return trouble.meaning.steps;
  return typeof steps === 'function' ? steps(facts, trouble) : steps;
}

/** Steps on LoanPro's screen, from opening it to saving, and what to do besides. */
export function inLoanPro(acts: Steps, ...besides: string[]): Steps {
  return [OPEN, ...acts, 'Click Save.', ...besides];
}

/** `host:port`. */
export const server = ({ probed }: Seen) => cut(probed?.smtp?.target ?? 'the server', 100);

export const host = ({ transport }: Seen) => quoted(transport?.smtp?.host?.trim() ?? '');

/** The user, unless it may be a token: with some providers that is as secret as the password. */
export function user({ transport }: Seen): string {
  const name = transport?.smtp?.user?.trim() ?? '';
  return name.includes('@') || name.length < 30 ? quoted(name) : 'the user set';
}

export const sender = ({ companyEmails, notification }: Seen) =>
  quoted(senderOf(companyEmails, notification) ?? '');

export const recipient = ({ customer }: Seen) => quoted(customer?.email?.trim() ?? '');

const field = (name: 'host' | 'port' | 'security' | 'user' | 'password'): Path => ['transport', 'smtp', name];

/** Fields of the export that a stage rests on. */
export const fields = {
  host: () => [field('host')],
  place: () => [field('host'), field('port')],
  encryption: () => [field('host'), field('port'), field('security')],
  login: () => [field('user'), field('password')],
  account: () => [field('host'), field('user')],
  sender: (facts: Seen) => [...senderFields(facts), field('user')],
  recipient: (facts: Seen) => [[...facts.at.customer, 'email']],
} satisfies Record<string, (facts: Seen) => readonly Path[]>;

/** Where the from address stands: in the notification, and in the list of company emails. */
export function senderFields({ at, companyEmails, notification }: Seen): Path[] {
  const index = findCompanyEmail(companyEmails ?? [], senderOf(companyEmails, notification) ?? '');
  return [
    ...(notification ? [[...at.notification, 'email', 'from']] : []),
    ...(index >= 0 ? [['companyEmails', index, 'email']] : []),
  ];
}
