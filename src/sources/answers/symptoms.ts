import type { Check } from '../../core/check.js';

/** What a person sees of the fault; it decides which gates are asked about first. */
export type Symptom =
  /** No customer gets any email. */
  | 'nobody'
  /** Other messages arrive; one never does. */
  | 'one-message'
  /** Other customers get their email; this one does not. */
  | 'one-customer'
  /** It went well up to a day. */
  | 'since-a-date'
  /** It comes, but later than it should. */
  | 'late'
  /** LoanPro logs the email as sent, and the customer does not have it. */
  | 'log-says-sent';

const RECIPIENT = [
  'message-restrictions',
  'customer-email',
  'recipient-domain',
  'customer-enrollment',
  'loan-status-enrollment',
  'recipient-suppression',
  'delivery-history',
];
const MESSAGE = [
  'from-address',
  'message-enabled',
  'message-present',
  'message-trigger',
  'message-restrictions',
];

const DELIVERY = ['customer-email', 'recipient-domain', 'recipient-suppression', 'delivery-history'];

/**
 * The groups of checks that are asked about before all others. A symptom is evidence: what still works shows that the
 * gates it passes are open, so the questions about these come last. Within a group, and after the groups, the checks
 * keep the order of the article: only so is no session longer than one that asks in that order, as long as the
 * symptom is true.
 */
const FIRST: Readonly<Record<Symptom, readonly (readonly string[])[]>> = {
  // The article itself begins with what stops all mail.
  nobody: [],
  'one-message': [MESSAGE, RECIPIENT],
  'one-customer': [RECIPIENT, MESSAGE],
  // Passwords, keys, funds, verifications and switches lapse or are changed; and a loan comes into another status.
  'since-a-date': [
    [
      'email-service',
      'smtp-settings',
      'smtp-handshake',
      'ses-settings',
      'ses-account',
      'from-address',
      'loan-status-enrollment',
      'send-limits',
    ],
  ],
  late: [['do-not-disturb']],
  'log-says-sent': [DELIVERY],
};

/** The text names a symptom. */
export const isSymptom = (text: unknown): text is Symptom =>
  typeof text === 'string' && Object.hasOwn(FIRST, text);

/** The checks in the order in which they are asked about. */
export function inOrderOf(symptom: Symptom | undefined, checks: readonly Check[]): Check[] {
  const groups = symptom ? FIRST[symptom] : [];
  const ordered = [...groups, checks.map(({ id }) => id)].flatMap((ids) =>
    checks.filter(({ id }) => ids.includes(id)),
  );
  return [...new Set(ordered)];
}

/** The check is what the person asks about, so none of its questions is put off to the end. */
export function isTheMatter(symptom: Symptom | undefined, check: string): boolean {
  return symptom === 'late' && FIRST.late.some((group) => group.includes(check));
}
