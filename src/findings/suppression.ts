import type { IgnoreComment } from '../core/ignore-comment.js';

/** Findings that a person has decided to live with. */
export interface Suppression {
  readonly by: 'comment' | 'configuration';
  /** A check, or a finding `check/code`. */
  readonly finding: string;
  readonly reason: string;
  /** The last day on which it holds, `YYYY-MM-DD`; absent: for good. */
  readonly until?: string;
  /** Only of this notification, by id or name. */
  readonly notification?: string;
  /** Where it stands. */
  readonly place: { readonly file: string; readonly line: number; readonly column: number };
  /** Of a comment: the lines whose findings it speaks of. */
  readonly about?: IgnoreComment['about'];
}

const COMMENT = /^\s*([\w-]+(?:\/[\w-]+)?)\s*:\s*(.*)$/s;
const UNTIL = /^(.*?)(?:^|\s+)until\s+(\S+)\s*$/s;

/** A comment as a suppression, or what is wrong with it. */
export function readComment(comment: IgnoreComment): Suppression | { readonly fault: string } {
  const [, finding, rest] = COMMENT.exec(comment.text) ?? [];
  if (finding === undefined || rest === undefined)
    return { fault: 'expected "mailcheck-ignore check/code: reason until YYYY-MM-DD"' };
  const [, before = rest, until] = UNTIL.exec(rest) ?? [];
  if (until !== undefined && !isDay(until)) return { fault: `"${until}" is not a day such as 2027-01-31` };
  const reason = before.trim();
  if (reason === '') return { fault: 'the reason is missing' };
  return {
    by: 'comment',
    finding,
    reason,
    ...(until !== undefined && { until }),
    place: { file: comment.file, line: comment.line, column: comment.column },
    about: comment.about,
  };
}

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
