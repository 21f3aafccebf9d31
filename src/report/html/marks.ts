import type { Status } from '../../core/check.js';
import type { ReportedResult, Section } from '../report.js';
import { html, Markup } from './markup.js';

/** The shapes, each drawn once around the point 0 0 and used by its id; a shape of its own for every status. */
export const SHAPES =
  new Markup(`<svg class="shapes" width="0" height="0" aria-hidden="true" focusable="false"><defs>
<g id="m-pass"><circle class="face" r="9"/><path class="ink" d="M-4 .5-1 3.5 4.5-3"/></g>
<g id="m-fail"><circle class="full" r="10"/><path class="cut" d="M-4-4 4 4M4-4-4 4"/></g>
<g id="m-fail-beyond"><circle class="face" r="9"/><path class="ink" d="M-3.5-3.5 3.5 3.5M3.5-3.5-3.5 3.5"/></g>
<g id="m-warn"><path class="face" d="M0-9.5 10 8H-10Z"/><path class="ink" d="M0-3.5V2M0 4.9V5"/></g>
<g id="m-delay"><circle class="face" r="9"/><path class="ink" d="M0-5V0L3.5 2.5"/></g>
<g id="m-unknown"><rect class="face" x="-8.5" y="-8.5" width="17" height="17" rx="4"/><path class="ink" d="M-2.7-2.4A2.7 2.7 0 1 1 1.2.1Q0 .7 0 1.8M0 4.7V4.8"/></g>
<g id="m-skip"><circle class="face" r="4.5"/></g>
<g id="m-crash"><path class="face" d="M0-10.5 10.5 0 0 10.5-10.5 0Z"/><path class="ink" d="M0-4.5V1.5M0 4.4V4.5"/></g>
</defs></svg>`);

/** The mark of a status beside a text that says the same in words. */
export function mark(status: Status): Markup {
  return html`<svg class="mark s-${status}" viewBox="-12 -12 24 24" aria-hidden="true" focusable="false"><use href="#m-${status}"/></svg>`;
}

const WORDS: Readonly<Record<Status, string>> = {
  pass: 'passed',
  fail: 'stops the mail',
  warn: 'warning',
  delay: 'sends later',
  unknown: 'not known',
  skip: 'does not apply',
  crash: 'the check broke',
};

/** What a status says, in words. */
export function statusWords({ status, reason }: Pick<ReportedResult, 'status' | 'reason'>): string {
  if (status === 'skip' && reason === 'offline') return 'not tried';
  if (status === 'skip' && reason === 'no-data') return 'no data';
  if (status === 'skip' && reason?.startsWith('blocked-by:'))
    return `waits for ${reason.slice('blocked-by:'.length)}`;
  return WORDS[status];
}

type Verdict = Section['verdict'];

const STATUS_OF: Readonly<Record<Verdict, Status>> = {
  blocked: 'fail',
  unknown: 'unknown',
  delayed: 'delay',
  sends: 'pass',
};
const VERDICTS: Readonly<Record<Verdict, string>> = {
  blocked: 'Blocked',
  unknown: 'Cannot tell',
  delayed: 'Would send later',
  sends: 'Would send',
};

/** The verdict on a section: its mark and its words. */
export function verdict({ verdict: kind }: Section): Markup {
  const status = STATUS_OF[kind];
  return html`<span class="verdict s-${status}">${mark(status)}<span>${VERDICTS[kind]}</span></span>`;
}
