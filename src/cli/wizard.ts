import { checks } from '../../checks/index.js';
import { valueAt } from '../account/pointer.js';
import { literalSecrets, withholdReused } from '../account/reused-secrets.js';
import type { Account } from '../account/types.js';
import { diagnose } from '../core/diagnose.js';
import { UsageError } from '../core/errors.js';
import { tracer } from '../core/evidence.js';
import { exitCode } from '../core/exit-code.js';
import type { Question } from '../core/facts.js';
import type { Source } from '../report/json.js';
import { loadExport } from '../sources/export/load.js';
import type { AccountAsked } from './account-asked.js';
import { checksLeftOut } from './checks-left-out.js';
import { diagnosisRendering } from './diagnosis-rendering.js';
import type { JudgingFlags, WeighingFlags } from './judging-flags.js';
import { mayAsk } from './may-ask.js';
import { humanOptions, type OutputFlags } from './outputs.js';
import type { ProbeFlags } from './probe-flags.js';
import { probeEmails } from './probe-parts.js';
import { type QuestionFlags, questionOf } from './question.js';
import type { Doors } from './wizard/doors.js';
import type { Filled } from './wizard-screens.js';

interface SessionFlags
  extends ProbeFlags,
    QuestionFlags,
    WeighingFlags,
    Pick<JudgingFlags, 'loan' | 'only' | 'skip'>,
    Pick<OutputFlags, 'color' | 'ascii'> {}

/** The options of `mailcheck wizard`, as commander hands them over. */
export interface WizardFlags extends SessionFlags {
  readonly resume: boolean;
}

/** What a session without an export knows is from its person. */
const ANSWERS: Source = { kind: 'export', name: 'your answers', exportedAt: null };

/**
 * Runs `mailcheck wizard` and returns its exit code.
 * @throws UsageError without a terminal; Cancelled when the person ends it.
 */
export async function runWizard(flags: WizardFlags): Promise<number> {
  refuseWithoutTerminal();
  const doors = doorsOf(flags, questionOf(flags));
  const { probeOptions, wizardSession } = await import('./wizard-screens.js');
  // A wrong option is said before anything is asked.
  probeOptions(flags);
  return wizardSession(doors, flags.resume, {});
}

/** What an account asked for has, with what the person added at the terminal. */
export async function filledByAsking(
  given: AccountAsked,
  question: Question,
  flags: SessionFlags,
): Promise<Pick<Filled, 'subjects' | 'probed'> & { readonly asked: AccountAsked }> {
  const { gapsFilled, probeOptions } = await import('./wizard-screens.js');
  probeOptions(flags);
  const { value, index } = given.customer;
  const before = { ...given.account, customers: { [index]: value } };
  const locate: AccountAsked['locate'] = (path) =>
    valueAt(before, path).found ? given.locate(path) : { file: ANSWERS.name };
  const { known, subjects, probed } = await gapsFilled(doorsOf(flags, question), {
    known: { account: given.account, customer: value },
    customerIndex: index,
    locate,
    subjects: { message: flags.message, loan: flags.loan },
  });
  const account = probed ? known.account : withoutTypedPassword(known.account, given.account);
  return {
    asked: { ...given, account, customer: { index, value: known.customer }, locate },
    subjects,
    probed,
  };
}

/** A password is typed for the log-in the person says yes to, and for nothing else. */
function withoutTypedPassword(account: Account, given: Account): Account {
  const { transport } = account;
  const password = transport?.smtp?.password;
  if (typeof password !== 'string' || password === '' || password === given.transport?.smtp?.password)
    return account;
  return { ...account, transport: { ...transport, smtp: { ...transport?.smtp, password: '[redacted]' } } };
}

/** @throws UsageError that names what answers instead of a person. */
export function refuseWithoutTerminal(): void {
  if (mayAsk()) return;
  const why = process.env['CI'] ? 'CI is set' : 'standard input, output or error is not a terminal';
  throw new UsageError(
    'usage',
    `Questions need a terminal, and ${why}. Instead: mailcheck diagnose <customer> --export FILE, or --live.`,
  );
}

function doorsOf(flags: SessionFlags, question: Question): Doors {
  const leftOut = checksLeftOut(checks, flags);
  const conclude: Doors['conclude'] = (known, probed, { message, loan }) => {
    const secrets = literalSecrets(known.account);
    const account = withholdReused(known.account, secrets);
    const customer = withholdReused(known.customer, secrets);
    const diagnosis = diagnose({
      account,
      customer: { value: customer, index: 0 },
      question,
      message,
      loan,
      checks,
      leftOut,
      probed,
      trace: tracer({ ...account, customers: [customer] }, () => ({ file: ANSWERS.name })),
    });
    const rendering = diagnosisRendering(diagnosis, {
      sources: [ANSWERS],
      notes: [],
      account,
      customer,
      question,
    });
    const { failOn, onUnknown } = flags;
    return {
      diagnosis,
      report: rendering.human,
      ticket: async () => {
        const { formatted } = await import('../report/formats.js');
        return formatted('markdown', await rendering.report(false));
      },
      exitCode: exitCode(diagnosis, { failOn, onUnknown }),
    };
  };
  return {
    checks,
    leftOut,
    question,
    style: () => humanOptions({ ...flags, verbose: false }, true),
    logIn: (account, emails) =>
      probeEmails(account, emails, question, new Set(['smtp']), { ...flags, quiet: false }),
    conclude,
    load: async (file) => {
      const { account, customers } = await loadExport({ files: [file], strict: false });
      return { account, customers: customers.map(({ customer }) => customer) };
    },
    sameOptions: sameOptionsOf(flags),
  };
}

function sameOptionsOf({ at, event, direct, only, skip, failOn, onUnknown }: SessionFlags): string[] {
  return [
    ...(at === undefined ? [] : ['--at', at]),
    ...(event === undefined ? [] : ['--event', event]),
    ...(direct ? ['--direct'] : []),
    ...only.flatMap((id) => ['--only', id]),
    ...skip.flatMap((id) => ['--skip', id]),
    ...(failOn === 'fail' ? [] : ['--fail-on', failOn]),
    ...(onUnknown === undefined ? [] : ['--on-unknown', onUnknown]),
  ];
}
