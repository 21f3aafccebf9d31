/** What a line of Postfix says of an email in its queue. */
export type PostfixLine =
  | {
      readonly kind: 'delivery';
      readonly stamp: string;
      readonly queueId: string;
      readonly delivery: Delivery;
    }
  | {
      readonly kind: 'message-id' | 'subject';
      readonly stamp: string;
      readonly queueId: string;
      readonly text: string;
    }
  | {
      readonly kind: 'active' | 'notice' | 'expired' | 'removed';
      readonly stamp: string;
      readonly queueId: string;
    };

/** What became of one try to deliver to one recipient. */
export interface Delivery {
  readonly to: string;
  /** The address that was written to, where an alias led to another. */
  readonly originalTo: string | undefined;
  readonly relay: string;
  /** An enhanced status code (RFC 3463). */
  readonly dsn: string;
  readonly status: 'sent' | 'bounced' | 'deferred' | 'expired';
  readonly reason: string;
}

const STAMP =
  /^(?:<\d{1,3}>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*) \S/;
/** `host postfix/smtp[2204]: 4F1B22C0D5: ...`; instances have names such as `postfix-out`, services such as `submission/smtpd`. */
const POSTFIX =
  /^\S+ postfix[^\s/[\]]*\/(?:[\w.-]+\/)*[\w.-]+(?:\[\d+\])?: ([0-9A-F]{5,20}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,20}): (.*)$/s;
const DELIVERY =
  /^to=<(.*?)>, (?:orig_to=<(.*?)>, )?relay=(.*?), (?:conn_use=\d+, )?delay=[^,]*, (?:delays=[^,]*, )?dsn=([245]\.\d{1,3}\.\d{1,3}), status=([\w-]+)(?: \((.*?)\)?)?$/s;
const SUBJECT = /^(?:info|warning): header subject: (.*?)(?: from \S+; from=<.*)?$/is;
const STATUSES: Readonly<Record<string, Delivery['status']>> = {
  sent: 'sent',
  bounced: 'bounced',
  deferred: 'deferred',
  // With `soft_bounce = yes` a refusal is tried again.
  SOFTBOUNCE: 'deferred',
  expired: 'expired',
};

/**
 * Reads a line of a mail log. `other`: a line of the log that says nothing of what became of an email, or one of
 * another program. Undefined: no line of such a log, or one that is cut short.
 * Source: https://www.postfix.org/DEBUG_README.html and the pages of its daemons, such as
 * https://www.postfix.org/smtp.8.html.
 */
export function readPostfixLine(line: string): PostfixLine | 'other' | undefined {
  const [start = '', stamp = ''] = STAMP.exec(line) ?? [];
  if (stamp === '') return undefined;
  const [, queueId, said = ''] = POSTFIX.exec(line.slice(start.length - 1)) ?? [];
  if (queueId === undefined) return 'other';
  const of = { stamp: stamp.replace(' ', /^\d/.test(stamp) ? 'T' : ' '), queueId };
  if (said.startsWith('to=<')) {
    const delivery = readDelivery(said);
    return delivery && (delivery === 'other' ? delivery : { kind: 'delivery', ...of, delivery });
  }
  const messageId = /^(?:resent-)?message-id=(.*)$/s.exec(said)?.[1];
  if (messageId !== undefined) return { kind: 'message-id', ...of, text: messageId };
  const subject = SUBJECT.exec(said)?.[1];
  if (subject !== undefined) return { kind: 'subject', ...of, text: subject };
  if (said === 'removed') return { kind: 'removed', ...of };
  if (!said.startsWith('from=<')) return 'other';
  if (/>, status=(?:force-)?expired, returned to sender$/.test(said)) return { kind: 'expired', ...of };
  // The null sender is that of notices about other mail (RFC 5321, section 4.5.5).
  if (said.startsWith('from=<>,')) return { kind: 'notice', ...of };
  return said.endsWith('(queue active)') ? { kind: 'active', ...of } : 'other';
}

function readDelivery(said: string): Delivery | 'other' | undefined {
  const [, to, originalTo, relay, dsn, word = '', reason = ''] = DELIVERY.exec(said) ?? [];
  // Whether an address could be written to was tried out; there was no email.
  if (word === 'deliverable' || word === 'undeliverable') return 'other';
  const status = Object.hasOwn(STATUSES, word) ? STATUSES[word] : undefined;
  if (to === undefined || relay === undefined || dsn === undefined || status === undefined) return undefined;
  return { to, originalTo, relay, dsn, status, reason };
}
