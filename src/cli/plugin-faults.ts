import { nearest } from '../account/nearest.js';
import type { Check, Scope, SkipReason, Status } from '../core/check.js';
import type { Slice } from '../core/facts.js';
import { cut, listed, quoted } from '../core/words.js';

const SCOPES: Readonly<Record<Scope, true>> = { account: true, message: true, customer: true };
const WORST: Readonly<Record<Check['worst'], true>> = { fail: true, warn: true };
const SLICES: Readonly<Record<Slice, true>> = {
  tenant: true,
  connections: true,
  transport: true,
  companyEmails: true,
  doNotDisturb: true,
  enrollmentByStatus: true,
  communicationHistory: true,
  probed: true,
  notification: true,
  notifications: true,
  customer: true,
  link: true,
};
const REASONS: Readonly<Record<Exclude<SkipReason, `blocked-by:${string}`>, true>> = {
  'not-applicable': true,
  'no-data': true,
  offline: true,
};

type Kind = 'text' | 'function' | 'text or function';

/** What an entry of each status needs besides the status, and what it may have. */
const PARTS: Readonly<
  Record<
    Status,
    { readonly needs: Readonly<Record<string, Kind>>; readonly may: Readonly<Record<string, Kind>> }
  >
> = {
  pass: { needs: { summary: 'text or function', evidence: 'function' }, may: {} },
  warn: finding(),
  delay: finding(),
  fail: finding(),
  unknown: {
    needs: { missing: 'function' },
    may: { summary: 'text or function', evidence: 'function', look: 'function' },
  },
  skip: { needs: { summary: 'text or function', reason: 'text' }, may: { evidence: 'function' } },
  crash: { needs: { summary: 'text or function' }, may: { evidence: 'function' } },
};

function finding() {
  return {
    needs: { summary: 'text or function', why: 'text or function', evidence: 'function', fix: 'function' },
    may: { until: 'function' },
  } as const;
}

const EXPECTED: Readonly<Record<Kind, string>> = {
  text: 'a text',
  function: 'a function',
  'text or function': 'a text, or a function that makes one',
};

/** Lower-case words joined by hyphens, as every id and every code of mailcheck is. */
export const isKebabCase = (text: string): boolean => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text);

/** What a value is, in words. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'string') return value.trim() === '' ? 'an empty text' : quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'object') {
    const keys = Object.keys(value).map((key) => cut(key, 30));
    return keys.length === 0 ? 'an empty object' : `an object with ${listed(keys)}`;
  }
  return `a ${typeof value}`;
}

/** A thing with properties that can be looked at. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Everything that keeps a value from being a check, one sentence each; none for a check made with `defineCheck`. */
export function faultsOfCheck(check: Readonly<Record<string, unknown>>): string[] {
  const { id, needs, outcomes, run, worst } = check;
  const faults: string[] = [];
  if (typeof id !== 'string' || !isKebabCase(id))
    faults.push(`id: expected lower-case words joined by hyphens, found ${kindOf(id)}`);
  for (const key of ['title', 'article']) faults.push(...faultOf(key, check[key], 'text'));
  faults.push(...choice('scope', check['scope'], SCOPES), ...choice('worst', worst, WORST));
  if (Array.isArray(needs)) for (const slice of needs) faults.push(...choice('needs', slice, SLICES));
  else faults.push(`needs: expected a list of parts of the account, found ${kindOf(needs)}`);

  if (!isRecord(outcomes) || Object.keys(outcomes).length === 0)
    faults.push(`outcomes: expected an object with an entry for each outcome, found ${kindOf(outcomes)}`);
  else
    for (const [code, entry] of Object.entries(outcomes)) faults.push(...faultsOfOutcome(code, entry, worst));

  if (typeof run !== 'function') faults.push(`run: expected a function, found ${kindOf(run)}`);
  // defineCheck hands `say` in, so the function it leaves takes the facts alone.
  else if (run.length > 1) faults.push('run takes `say`: pass the whole object to defineCheck');
  return faults;
}

function faultsOfOutcome(code: string, entry: unknown, worst: unknown): string[] {
  const at = `outcomes["${cut(code)}"]`;
  if (!isRecord(entry)) return [`${at}: expected an object with a status, found ${kindOf(entry)}`];
  const { status, reason } = entry;
  if (!isKeyOf(status, PARTS)) return choice(`${at}.status`, status, PARTS);

  const faults: string[] = [];
  const { needs, may } = PARTS[status];
  for (const [key, kind] of Object.entries(needs)) faults.push(...faultOf(`${at}.${key}`, entry[key], kind));
  for (const [key, kind] of Object.entries({ ...may, assumes: 'text or function' } as const)) {
    if (entry[key] !== undefined) faults.push(...faultOf(`${at}.${key}`, entry[key], kind));
  }
  for (const key of ['unconfirmed', 'isCoded']) {
    if (entry[key] !== undefined && entry[key] !== true)
      faults.push(`${at}.${key}: expected true or nothing, found ${kindOf(entry[key])}`);
  }
  if (status === 'skip' && typeof reason === 'string' && !/^blocked-by:[a-z]/.test(reason))
    faults.push(...choice(`${at}.reason`, reason, { ...REASONS, 'blocked-by:<check>': true }));
  if (status === 'fail' && worst === 'warn')
    faults.push(`${at}: it fails, but the worst of this check is warn`);
  const isPublic = ['warn', 'delay', 'fail'].includes(status) || entry['isCoded'] === true;
  const name = entry['code'] ?? code;
  if (typeof name !== 'string' || (isPublic && !isKebabCase(name)))
    faults.push(`${at}: expected a code of lower-case words joined by hyphens, found ${kindOf(name)}`);
  return faults;
}

function faultOf(at: string, value: unknown, kind: Kind): string[] {
  const isText = typeof value === 'string' && value.trim() !== '';
  const isFunction = typeof value === 'function';
  const fits = kind === 'text' ? isText : kind === 'function' ? isFunction : isText || isFunction;
  return fits ? [] : [`${at}: expected ${EXPECTED[kind]}, found ${kindOf(value)}`];
}

function choice(at: string, value: unknown, choices: Readonly<Record<string, unknown>>): string[] {
  if (isKeyOf(value, choices)) return [];
  const [near] = typeof value === 'string' ? nearest(value, Object.keys(choices)) : [];
  const all = Object.keys(choices).join(', ');
  return [`${at}: expected one of ${all}; found ${kindOf(value)}${near ? `; did you mean "${near}"?` : ''}`];
}

const isKeyOf = <K extends string>(value: unknown, of: Readonly<Record<K, unknown>>): value is K =>
  typeof value === 'string' && Object.hasOwn(of, value);
