import { fieldAt } from '../account/fields.js';
import { type Path, toPointer } from '../account/pointer.js';
import { cut, listed } from '../core/words.js';
import { harmlessJson } from './harmless.js';
import type { HumanOptions } from './human.js';
import { Page } from './page.js';

/** What a token opens, endpoint by endpoint. */
export interface AccessSeen {
  readonly target: string;
  readonly asOf: string;
  readonly credentials: 'accepted' | 'refused' | 'unknown';
  readonly words: string | undefined;
  readonly endpoints: readonly {
    readonly method: string;
    readonly endpoint: string;
    readonly answers: string;
    readonly facts: readonly Path[];
    readonly state: 'granted' | 'refused' | 'failed' | 'not-asked';
    readonly words: string | undefined;
    readonly ms: number;
  }[];
}

const STATUS = { granted: 'pass', refused: 'fail', failed: 'unknown', 'not-asked': 'skip' } as const;
const HEADLINES = {
  accepted: ['pass', 'WORKS', 'LoanPro accepts the token and the tenant id.'],
  refused: ['fail', 'FAILED', 'LoanPro does not accept the token or the tenant id.'],
  unknown: ['unknown', 'CANNOT TELL', 'LoanPro gave no answer that tells.'],
} as const;

/** The report of `mailcheck probe api` for people. */
export function accessReport(seen: AccessSeen, options: HumanOptions): string {
  const page = new Page(options);
  const [status, word, text] = HEADLINES[seen.credentials];
  page.headline(status, word, seen.words === undefined ? text : `${text} ${seen.words}`);
  page.paragraph(`${cut(seen.target, 200)}, as of ${seen.asOf}`, 0, '', 'dim');
  page.heading('Endpoints');
  for (const { method, endpoint, answers, state, words, ms } of seen.endpoints) {
    page.row(STATUS[state], `${method} ${ms} ms`, `${endpoint}: ${answers}${words ? ` (${words})` : ''}`);
  }
  const closed = seen.endpoints.filter(({ state }) => state === 'refused' || state === 'failed');
  const lost = closed.flatMap(({ facts }) => facts);
  if (lost.length > 0) {
    page.heading('What stays unknown without them');
    page.paragraph(`${listed([...new Set(lost.map(titleOf))])}.`, 2);
    page.paragraph('Let the role of the token use these endpoints: Settings > Company > API > Overview.', 2);
  }
  return page.text();
}

const titleOf = (path: Path) => fieldAt(path)?.field.title ?? toPointer(path);

/** The JSON document of `mailcheck probe api`. */
export function accessJson(seen: AccessSeen): string {
  return harmlessJson({
    schemaVersion: 1,
    command: 'probe',
    asOf: seen.asOf,
    sources: [{ kind: 'live', name: 'LoanPro API', exportedAt: seen.asOf }],
    probes: [
      {
        kind: 'api',
        target: seen.target,
        stages: seen.endpoints.map(({ method, endpoint, state, words, ms }) => ({
          stage: `${method} ${endpoint}`,
          status: STATUS[state],
          ms,
          detail: words ?? state,
        })),
        results: [],
      },
    ],
    notes: seen.words === undefined ? [] : [seen.words],
  });
}
