import { isEmpty, notificationName } from '../src/account/lookup.js';
import { defineCheck, type FindingSpec, type Outcome } from '../src/core/check.js';
import type { View } from '../src/core/facts.js';
import { quoted } from '../src/core/words.js';
import { type TemplateFault, unbalancedTemplate } from '../src/message/template.js';
import { hasVisibleContent } from '../src/message/visible-text.js';

type Seen = View<'notification'>;
interface Unbalanced {
  readonly field: 'body' | 'subject';
  readonly fault: TemplateFault;
}
type Field = 'body' | 'from' | 'fromTitle' | 'deliverTo' | 'subject';

const MENU = 'Settings > Company > Notifications > (notification) > Email';
const URL = 'https://help.loanpro.io/article/4jc2skej4l-troubleshooting-automatic-email';
// Columns of LoanPro's email delivery record: https://help.loanpro.io/article/4wqakcov4z-database-tables
const LONGEST_SUBJECT = 255;
const LONGEST_FROM_TITLE = 100;

const path = (facts: Seen, field: Field) => [...facts.at.notification, 'email', field];
const email = ({ notification }: Seen) => notification?.email ?? {};
const name = ({ notification }: Seen) => quoted(notification ? notificationName(notification) : '');

function length(text: string | null | undefined): number {
  let characters = 0;
  for (const _ of text ?? '') characters += 1;
  return characters;
}

const missing = (field: Field, what: string, act: string): FindingSpec<Seen, unknown> => ({
  status: 'fail',
  unconfirmed: true,
  summary: (facts) => `${name(facts)} has no ${what}.`,
  why: "LoanPro's article wants content, a from address, a from title, a recipient and a subject in every email; what becomes of one without is not said.",
  evidence: (facts) => [path(facts, field)],
  fix: () => ({
    menu: MENU,
    url: URL,
    steps: [`Open ${MENU}.`, act, 'Click Save.'],
  }),
});

const tooLong = (
  field: 'subject' | 'fromTitle',
  what: string,
  longest: number,
): FindingSpec<Seen, unknown> => ({
  status: 'warn',
  unconfirmed: true,
  summary: (facts) =>
    `The ${what} of ${name(facts)} has ${length(email(facts)[field])} characters; ${longest} are known to fit.`,
  why: `LoanPro's database tables have room for ${longest} characters; a longer one may be cut or refused.`,
  evidence: (facts) => [path(facts, field)],
  fix: () => ({
    menu: MENU,
    url: URL,
    steps: [`Open ${MENU}.`, `Shorten the ${what} to ${longest} characters.`, 'Click Save.'],
  }),
});

export default defineCheck({
  id: 'message-present',
  title: 'The message is complete and goes to customers',
  article: 'Message Present',
  scope: 'message',
  worst: 'fail',
  needs: ['notification'],

  outcomes: {
    complete: {
      status: 'pass',
      summary: (facts) =>
        `All five parts set; goes to ${email(facts).deliverTo === 'both' ? 'customers and agents' : 'customers'}.`,
      evidence: (facts) =>
        (['subject', 'from', 'fromTitle', 'deliverTo', 'body'] as const).map((field) => path(facts, field)),
    },
    'missing-body': missing('body', 'Content: no text and no image', 'Write the Content.'),
    'missing-from': missing('from', 'From Address', 'Choose a From Address.'),
    'missing-from-title': missing('fromTitle', 'From Title', 'Enter a From Title.'),
    'missing-deliver-to': missing(
      'deliverTo',
      'Deliver To',
      'Choose customers under Deliver To, or both for customers and agents.',
    ),
    'missing-subject': missing('subject', 'Subject', 'Enter a Subject.'),
    'agents-only': {
      status: 'fail',
      summary: (facts) => `Deliver To of ${name(facts)} is set to agents only.`,
      why: 'The message goes to your own staff; the customer is never a recipient.',
      evidence: (facts) => [path(facts, 'deliverTo')],
      fix: (facts) => ({
        menu: MENU,
        url: URL,
        steps: [
          'Read the text: if it is written for staff, make a second notification for customers instead, and leave this one.',
          `Otherwise open ${MENU}.`,
          'Set Deliver To to both, so that customers get it and agents keep their copy.',
          'Click Save.',
        ],
        changes: [{ op: 'replace', path: path(facts, 'deliverTo'), value: 'both' }],
      }),
    },
    'subject-too-long': tooLong('subject', 'Subject', LONGEST_SUBJECT),
    'from-title-too-long': tooLong('fromTitle', 'From Title', LONGEST_FROM_TITLE),
    'unbalanced-template': {
      status: 'warn',
      unconfirmed: true,
      summary: (facts, { field, fault }: Unbalanced) =>
        `The template in the ${field === 'body' ? 'Content' : 'Subject'} of ${name(facts)} is unbalanced: ${fault.text}.`,
      why: 'A message with a broken template may go out garbled, or not at all.',
      evidence: (facts, { field }: Unbalanced) => [path(facts, field)],
      fix: () => ({
        menu: MENU,
        url: 'https://help.loanpro.io/notifications-and-communications-servicing/working-with-variables',
        steps: [
          `Open ${MENU}.`,
          'Give every [[ its ]], and every BEGIN and IF its END; take away what is left over.',
          'Click Save.',
        ],
      }),
    },
    direct: { status: 'skip', reason: 'not-applicable', summary: 'Direct mail needs no notification.' },
    unknown: {
      status: 'unknown',
      missing: (facts, fields: readonly Field[]) => fields.map((field) => path(facts, field)),
    },
  },

  run({ notification, question }, say) {
    if (question.direct) return say.direct();
    const { body, from, fromTitle, deliverTo, subject } = notification?.email ?? {};
    const said: Outcome[] = [];
    if (isEmpty(body) || (body !== undefined && !hasVisibleContent(body))) said.push(say['missing-body']());
    if (isEmpty(from)) said.push(say['missing-from']());
    if (isEmpty(fromTitle)) said.push(say['missing-from-title']());
    if (isEmpty(deliverTo)) said.push(say['missing-deliver-to']());
    if (isEmpty(subject)) said.push(say['missing-subject']());
    if (deliverTo === 'agents') said.push(say['agents-only']());
    const hasFailed = said.length > 0;

    if (length(subject) > LONGEST_SUBJECT) said.push(say['subject-too-long']());
    if (length(fromTitle) > LONGEST_FROM_TITLE) said.push(say['from-title-too-long']());
    for (const [field, text] of Object.entries({ body, subject })) {
      const fault = text ? unbalancedTemplate(text) : undefined;
      if (fault)
        said.push(say['unbalanced-template']({ field: field === 'body' ? 'body' : 'subject', fault }));
    }
    const absent = (['body', 'from', 'fromTitle', 'deliverTo', 'subject'] as const).filter(
      (field) => notification?.email?.[field] === undefined,
    );
    if (!hasFailed && absent.length > 0) said.push(say.unknown(absent));
    return said.length > 0 ? said : say.complete();
  },
});
