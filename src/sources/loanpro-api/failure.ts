/** Why LoanPro did not answer a question. */
export interface Failure {
  readonly kind: FailureKind;
  /** A sentence, without secrets and without paths of LoanPro's server. */
  readonly words: string;
}

export type FailureKind =
  /** The token or the tenant id was not accepted: nothing else will be answered either. */
  | 'credentials'
  /** The role of the token lacks this one endpoint. */
  | 'refused'
  /** There is no such entity, or no such path. */
  | 'not-found'
  /** The answer came cut off or was given up on by LoanPro's server, also after another try: a smaller question may help. */
  | 'too-much'
  /** No connection, no answer in time: other questions will fare no better. */
  | 'no-connection'
  /** Anything else. */
  | 'failed';

const ADVICE: Readonly<Partial<Record<FailureKind, string>>> = {
  'no-connection':
    ' Check LOANPRO_API_URL and the network of this machine; --timeout gives each request longer. LoanPro shows the URL at Settings > Company > API > Overview.',
};

/** LoanPro could not be read at all: exit code 4. */
export class LoanProFailed extends Error {
  override readonly name = 'LoanProFailed';
  readonly endpoint: string;
  readonly failure: Failure;

  constructor(endpoint: string, failure: Failure) {
    super(`LoanPro could not be read: ${endpoint}: ${failure.words}${ADVICE[failure.kind] ?? ''}`);
    this.endpoint = endpoint;
    this.failure = failure;
  }
}

/** Whether an error means that LoanPro could not be read. Not by class: each bundled file has a copy of it. */
export function isLoanProFailed(error: unknown): error is LoanProFailed {
  return error instanceof Error && error.name === 'LoanProFailed';
}
