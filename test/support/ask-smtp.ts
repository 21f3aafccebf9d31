import { inspect } from 'node:util';
import check from '../../checks/smtp-handshake.js';
import type { SmtpProbed } from '../../src/core/probed-smtp.js';
import type { Result } from '../../src/core/result.js';
import type { SmtpAsk } from '../../src/probes/smtp/attempt.js';
import { authority } from '../servers/certificates.js';
import { run } from './check-table.js';
import { compactAccount } from './compact-account.js';

/** The from address of the compact account's notification. */
export const SENDER = 'office@cedar-credit.example';
/** The customer of the compact account. */
export const RECIPIENT = 'nora.lindqvist@mail.example';

/** A probe of a server on this machine, under the name its certificate is for. */
export function askOf(port: number, changes: Partial<SmtpAsk> = {}): SmtpAsk {
  return {
    host: 'mail.lender.example',
    port,
    security: 'starttls',
    user: 'notices@lender.example',
    password: 'correct-horse',
    senders: [SENDER],
    allowPrivate: true,
    ca: [authority()],
    lookup: async () => ['127.0.0.1'],
    timeoutMs: 10_000,
    usualPorts: [],
    ...changes,
  };
}

/** What the check `smtp-handshake` says of a probe, for the account it was asked with. */
export function resultsOf(smtp: SmtpProbed, ask: SmtpAsk): Result[] {
  const { host, port, security, user, password, senders, recipient = RECIPIENT } = ask;
  const account = compactAccount();
  account.transport = {
    mode: 'smtp',
    smtp: { host, port, security, user, password: password ?? '[redacted]' },
  };
  Object.assign(account.notifications?.[0]?.email ?? {}, { from: senders[0] ?? SENDER });
  Object.assign(account.customers[0] ?? {}, { email: recipient });
  return run(check, account, { probed: { smtp } });
}

/** Everything a probe has found, as text. */
export const wholeOf = (probed: SmtpProbed) =>
  JSON.stringify({ ...probed, envelopes: [...probed.envelopes], inspected: inspect(probed, { depth: 20 }) });

/** A result in two words. */
export const inWords = ({ status, code, reason }: Result) =>
  [status, code ?? reason].filter((part) => part).join(' ');

/** Runs work for each item, so many at a time; the outcomes are in the order of the items. */
export async function pooled<T, R>(
  items: readonly T[],
  size: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const outcomes: R[] = [];
  const rest = [...items.entries()];
  const worker = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) outcomes[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: size }, worker));
  return outcomes;
}
