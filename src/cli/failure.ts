import { type ErrorDetail, isCancelled, isSourceFailed, isUsageError } from '../core/errors.js';
import { visible } from '../report/harmless.js';
import { errorJson } from '../report/json.js';
import { standardError, standardOutput } from './standard-streams.js';

const MOST_DETAILS = 50;

/** Prints what ended the run: on stderr for people, as one document on stdout under `--format json`. */
export function reportFailure(
  error: unknown,
  argv: readonly string[],
): 'usage' | 'source' | 'interrupted' | 'bug' {
  const message = messageOf(error);
  const details = isUsageError(error) ? error.details : [];
  if (asksForJson(argv)) standardOutput.write(failureDocument(error));
  if (isCancelled(error)) {
    standardError.write(`mailcheck: ${message}\n`);
    return 'interrupted';
  }
  standardError.write(
    `${lines(message, details, isUsageError(error) || isSourceFailed(error))
      .map(visible)
      .join('\n')}\n`,
  );
  if (argv.includes('--debug') && error instanceof Error)
    standardError.write(`${visibleLines(error.stack ?? '')}\n`);
  if (isUsageError(error)) return 'usage';
  return isSourceFailed(error) ? 'source' : 'bug';
}

/** What ended the run as a JSON document. */
export function failureDocument(error: unknown): string {
  const { code, details } = isUsageError(error) ? error : { code: codeOf(error), details: [] };
  return `${errorJson(code, messageOf(error), details)}\n`;
}

function codeOf(error: unknown): 'source-failed' | 'interrupted' | 'bug' {
  if (isSourceFailed(error)) return 'source-failed';
  return isCancelled(error) ? 'interrupted' : 'bug';
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function lines(message: string, details: readonly ErrorDetail[], isUsage: boolean): string[] {
  if (!isUsage) {
    return [
      `mailcheck: stopped on a bug: ${message}`,
      'Please report it, with what --debug prints added to the command.',
    ];
  }
  const left = details.length - MOST_DETAILS;
  return [
    `mailcheck: ${message}`,
    ...details.slice(0, MOST_DETAILS).map((detail) => `  ${placed(detail)}`),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ];
}

function placed({ file, line, column, message }: ErrorDetail): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return place ? `${place}: ${message}` : message;
}

const visibleLines = (text: string) => text.split('\n').map(visible).join('\n');

// The command line itself may be what is wrong, so it is looked at without a parser.
function asksForJson(argv: readonly string[]): boolean {
  return argv.some((arg, i) => arg === '--format=json' || (arg === '--format' && argv[i + 1] === 'json'));
}
