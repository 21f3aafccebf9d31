/** Why a run ended without a verdict; `error.code` of the JSON document. */
export type ErrorCode =
  | 'usage'
  | 'export-invalid'
  | 'not-found'
  | 'ambiguous'
  | 'nothing-to-check'
  | 'source-failed'
  /** The person ended the run. */
  | 'interrupted'
  /** A fault of mailcheck itself. */
  | 'bug';

/** One of possibly many things that are wrong, with its place where it has one. Lines and columns count from 1. */
export interface ErrorDetail {
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly pointer?: string;
  readonly expected?: string;
  readonly found?: string;
}

/** Something the person can put right: the command line or an input file. Printed without a stack; exit code 2. */
export class UsageError extends Error {
  readonly code: ErrorCode;
  readonly details: readonly ErrorDetail[];

  constructor(
    code: ErrorCode,
    message: string,
    details: readonly ErrorDetail[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'UsageError';
    this.code = code;
    this.details = details;
  }
}

/** Whether an error is one the person can put right. Not by class: each bundled file has a copy of it. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}

/** Whether a source could not be read after its retries: exit code 4. Not by class, as above. */
export function isSourceFailed(error: unknown): error is Error {
  return error instanceof Error && error.name === 'LoanProFailed';
}

/** The person ended the run with Ctrl-C. */
export class Cancelled extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Cancelled';
  }
}

/** Whether the person ended the run. Not by class, as above. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && error.name === 'Cancelled';
}
