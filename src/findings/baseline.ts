import { UsageError } from '../core/errors.js';
import { listed } from '../core/words.js';

/** A finding as a baseline remembers it; it names no person. */
export interface BaselineEntry {
  readonly fingerprint: string;
  /** `check/code`. */
  readonly finding: string;
  /** What it is about, for whoever reads the file. */
  readonly about: string;
  /** Of which account, as `ownerOf` names it. */
  readonly account: string;
}

const VERSION = 1;
const KEYS = ['fingerprint', 'finding', 'about', 'account'];

/** The text of a baseline file: sorted, so that two versions of it compare well. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const sorted = entries.toSorted(
    (a, b) =>
      compare(a.account, b.account) ||
      compare(a.finding, b.finding) ||
      compare(a.about, b.about) ||
      compare(a.fingerprint, b.fingerprint),
  );
  return `${JSON.stringify({ mailcheckBaseline: VERSION, findings: sorted }, undefined, 2)}\n`;
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/**
 * Reads a baseline file.
 * @throws UsageError when it is none.
 */
export function readBaseline(file: string, text: string, option = '--baseline'): readonly BaselineEntry[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      'usage',
      `${option} "${file}" is no baseline: it is not JSON. --write-baseline writes one.`,
      [],
      {
        cause: error,
      },
    );
  }
  const version = property(value, 'mailcheckBaseline');
  const findings = property(value, 'findings');
  if (version !== VERSION || !Array.isArray(findings)) {
    throw new UsageError(
      'usage',
      `${option} "${file}" is no baseline of version ${VERSION}; --write-baseline writes one.`,
    );
  }
  return findings.map((entry: unknown, i) => {
    const [fingerprint, finding, about, account] = KEYS.map((key) => property(entry, key));
    if (
      typeof fingerprint !== 'string' ||
      typeof finding !== 'string' ||
      typeof about !== 'string' ||
      typeof account !== 'string'
    ) {
      throw new UsageError(
        'usage',
        `${option} "${file}": /findings/${i} needs the texts ${listed(KEYS.map((key) => `"${key}"`))}.`,
      );
    }
    return { fingerprint, finding, about, account };
  });
}

const property = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
