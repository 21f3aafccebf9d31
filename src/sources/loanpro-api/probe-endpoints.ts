import type { Path } from '../../account/pointer.js';
import { LoanProClient } from './client.js';
import { companyEmailsPath, WRONG_TENANT } from './company-emails.js';
import type { Failure } from './failure.js';
import { customerSearch } from './find-customer.js';
import { SYSTEM_NOTES } from './read-notes.js';
import { CUSTOMER_SEARCH, type Question } from './send.js';
import type { LoanProSettings } from './settings.js';
import type { Clock } from './turns.js';

/** One endpoint, and whether the role of the token may use it. */
export interface EndpointAccess {
  readonly method: 'GET' | 'POST';
  /** Below the base URL, such as `odata.svc/Customers({id})`. */
  readonly endpoint: string;
  /** What it is asked for, in words. */
  readonly answers: string;
  /** The facts of the export that need it; none for a search or a look-up. */
  readonly facts: readonly Path[];
  /** `not-asked`: the credentials were refused, or there was no connection, before its turn came. */
  readonly state: 'granted' | 'refused' | 'failed' | 'not-asked';
  /** What went wrong, in sentences. */
  readonly words: string | undefined;
  /** Milliseconds the answer took, retries included; 0 where it was not asked for. */
  readonly ms: number;
}

/** What the token opens. */
export interface ApiAccess {
  /** Of token and tenant id; `unknown` when nothing was answered that could tell. */
  readonly credentials: 'accepted' | 'refused' | 'unknown';
  /** Why not `accepted`. */
  readonly words: string | undefined;
  readonly endpoints: readonly EndpointAccess[];
  readonly requests: number;
}

type Asked = Omit<EndpointAccess, 'state' | 'words' | 'method' | 'ms'> & { readonly question: Question };

const link = ['customers', 0, 'links', 0];
const loan = (...keys: string[]): Path[] => keys.map((key) => [...link, 'loan', key]);
const get = (path: string, query?: Readonly<Record<string, string>>): Question => ({
  method: 'GET',
  path,
  query,
});

// No entity has the id 0, so that no personal data are read: "not found" is an answer too.
function questions(tenantId: string): Asked[] {
  const note = (filter: string) => get(SYSTEM_NOTES, { $filter: `${filter} and entityId eq 0`, $top: '1' });
  return [
    {
      endpoint: 'odata.svc/Tenants({tenant})/CompanyEmails',
      answers: 'the company email addresses; token and tenant id',
      facts: [['companyEmails']],
      question: get(companyEmailsPath(tenantId)),
    },
    {
      endpoint: CUSTOMER_SEARCH,
      answers: 'a customer by custom id, address or name',
      facts: [],
      question: customerSearch('mailcheck@nobody.invalid'),
    },
    {
      endpoint: 'odata.svc/Customers({id})',
      answers: 'the customer with the linked loans and the access to each',
      facts: [
        ['customers', 0, 'email'],
        [...link, 'emailAccess'],
      ],
      question: get('odata.svc/Customers(0)', { $expand: 'Loans,Loans/LoanSettings', nopaging: 'true' }),
    },
    {
      endpoint: 'odata.svc/Loans({id})/LoanSettings',
      answers: "the loan's status, e-billing and source company; the enrollment of its sub-status",
      facts: [...loan('status', 'subStatus', 'eBilling', 'sourceCompany'), ['enrollmentByStatus']],
      question: get('odata.svc/Loans(0)/LoanSettings', { $expand: 'LoanStatus,LoanSubStatus' }),
    },
    {
      endpoint: 'odata.svc/Loans({id})/StatusArchive',
      answers: "the loan's daily figures",
      facts: loan('loanAge', 'daysPastDue', 'amountPastDue', 'lastHumanActivity', 'loanRecency'),
      question: get('odata.svc/Loans(0)/StatusArchive', { $filter: "date ge datetime'2020-01-01T00:00:00'" }),
    },
    {
      endpoint: 'odata.svc/Loans({id})',
      answers: "the loan's portfolios",
      facts: loan('portfolios', 'subPortfolios'),
      question: get('odata.svc/Loans(0)', { $expand: 'Portfolios,SubPortfolios' }),
    },
    {
      endpoint: SYSTEM_NOTES,
      answers: 'logged emails and changes of status',
      facts: [['communicationHistory']],
      question: note("entityType eq 'Entity.Customer'"),
    },
    {
      endpoint: 'odata.svc/LoanStatus',
      answers: 'the names of statuses, for the changes of status',
      facts: [],
      question: get('odata.svc/LoanStatus', { nopaging: 'true' }),
    },
  ];
}

/**
 * Asks each endpoint once and says what the role of the token may use. The first question shows whether token and
 * tenant id are right; when they are not, no other is sent.
 *
 * @throws the reason of the signal when it is aborted.
 */
export async function probeEndpoints(settings: LoanProSettings, clock?: Clock): Promise<ApiAccess> {
  const client = new LoanProClient(settings, clock);
  const times = new Map<Asked, number>();
  const ask = async (asked: Asked): Promise<Failure | undefined> => {
    const start = performance.now();
    const answer = await client.ask(asked.question);
    times.set(asked, Math.round(performance.now() - start));
    return answer.ok ? undefined : answer.failure;
  };
  const judged = (asked: Asked, failure: Failure | undefined) =>
    access(asked, ...stateBy(failure), times.get(asked) ?? 0);
  try {
    const [first, ...others] = questions(settings.tenantId);
    if (!first) throw new Error('There is no question to prove the credentials with.');
    const failure = await ask(first);
    const credentials = credentialsBy(failure);
    const isWorthAsking = credentials !== 'refused' && failure?.kind !== 'no-connection';
    const rest = await Promise.all(
      others.map(async (other) =>
        isWorthAsking ? judged(other, await ask(other)) : access(other, 'not-asked', undefined, 0),
      ),
    );
    const isGranted = rest.some(({ state }) => state === 'granted');
    return {
      credentials: credentials === 'unknown' && isGranted ? 'accepted' : credentials,
      words: failure && `${failure.kind === 'not-found' ? WRONG_TENANT : ''}${failure.words}`,
      endpoints: [
        failure?.kind === 'not-found'
          ? access(first, 'failed', failure.words, times.get(first) ?? 0)
          : judged(first, failure),
        ...rest,
      ],
      requests: client.requests,
    };
  } finally {
    client.close();
  }
}

function credentialsBy(failure: Failure | undefined): ApiAccess['credentials'] {
  if (!failure) return 'accepted';
  return failure.kind === 'credentials' || failure.kind === 'not-found' ? 'refused' : 'unknown';
}

function stateBy(failure: Failure | undefined): [EndpointAccess['state'], string | undefined] {
  switch (failure?.kind) {
    case undefined:
    case 'not-found':
      return ['granted', undefined];
    case 'refused':
    case 'credentials':
      return ['refused', failure?.words];
    default:
      return ['failed', failure?.words];
  }
}

function access(
  { question, ...asked }: Asked,
  state: EndpointAccess['state'],
  words: string | undefined,
  ms: number,
): EndpointAccess {
  return { method: question.method, ...asked, state, words, ms };
}
