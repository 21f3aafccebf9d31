import type { Status } from '../../core/check.js';
import { MARKS } from '../../report/page.js';
import type { ChainLink } from '../../sources/answers/interview.js';

const COUNTED: readonly Status[] = ['pass', 'fail', 'delay', 'warn', 'crash', 'unknown'];

/** The chain so far as one line: a mark for each gate in its order, and in words how many of each kind there are. */
export function chainLine(chain: readonly ChainLink[], isAscii: boolean): string {
  const marks = chain.map(({ status }) => MARKS[status][isAscii ? 1 : 0]).join('');
  const counts = COUNTED.flatMap((status) => {
    const count = chain.filter((link) => link.status === status).length;
    return count > 0 ? [`${count} ${status === 'unknown' ? 'open' : MARKS[status][2]}`] : [];
  });
  return `So far ${marks} ${counts.join(', ')}`;
}
