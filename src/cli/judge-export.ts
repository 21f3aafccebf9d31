import path from 'node:path';
import type { Found } from '../account/find-subject.js';
import { findLinks } from '../account/find-subject.js';
import { literalSecrets, withholdReused } from '../account/reused-secrets.js';
import type { Customer } from '../account/types.js';
import type { Check } from '../core/check.js';
import { checkAccount, subjectsOf } from '../core/check-account.js';
import { UsageError } from '../core/errors.js';
import { tracer } from '../core/evidence.js';
import type { Question } from '../core/facts.js';
import type { JudgedAccount } from '../findings/accept.js';
import { ownerOf } from '../findings/fingerprint.js';
import type { CheckFlags } from './check.js';
import type { ExportAsked } from './live-settings.js';
import { masked } from './masked.js';
import { partsOf, probeEmails } from './probe-parts.js';

/** An account that was judged, with what it was read from. */
export interface JudgedExport extends JudgedAccount {
  readonly sources: ExportAsked['sources'];
  readonly customers: readonly Customer[];
}

/** What is the same for every account of a run. */
interface Run {
  readonly question: Question;
  readonly checks: readonly Check[];
  readonly settingsChecks: readonly Check[];
  readonly leftOut: ReadonlySet<string>;
}

/** Judges one account: its settings, its notifications, its customers. */
export async function judgeExport(loaded: ExportAsked, run: Run, flags: CheckFlags): Promise<JudgedExport> {
  const secrets = literalSecrets(loaded.account);
  const account = withholdReused(loaded.account, secrets);
  const everybody = loaded.customers.map(({ customer }) => withholdReused(customer, secrets));
  const customers = askedAbout(everybody, flags.loan);
  const request = { account, ...run, message: flags.message, loan: flags.loan, customers };
  const probed = flags.probe
    ? await probeEmails(loaded.account, subjectsOf(request), run.question, partsOf(run.leftOut), flags)
    : undefined;
  const whole = { ...account, customers: everybody };
  const trace = tracer(whole, loaded.locate, loaded.contradicts);
  const report = checkAccount({
    ...request,
    probed,
    traceOf: (customer) => (flags.mask === true ? masked(trace, account, customer?.value) : trace),
  });
  return {
    report,
    account,
    whole,
    owner: ownerOf(
      account,
      loaded.sources.map(({ name }) => steadyName(name)),
    ),
    comments: loaded.comments,
    sources: loaded.sources,
    customers: customers.map(({ value }) => value),
  };
}

/** With --loan, the customers who are linked to it. */
function askedAbout(everybody: readonly Customer[], loan: string | undefined): Found<Customer>[] {
  const all = everybody.map((value, index) => ({ value, index }));
  if (loan === undefined) return all;
  const linked = all.filter(({ value }) => findLinks(value.links ?? [], loan).length > 0);
  if (linked.length > 0) return linked;
  throw new UsageError('not-found', `--loan "${loan}": no customer of the export is linked to such a loan.`);
}

/** The same file under the same name, however it was typed. */
function steadyName(name: string): string {
  return name === '-' ? name : path.relative(process.cwd(), name).split(path.sep).join('/');
}
