import { type Check, defineCheck } from '../core/check.js';
import { cut, quoted } from '../core/words.js';
import type { Suppression } from './suppression.js';

const words = ({ finding, reason, until }: Suppression) =>
  `${finding} is suppressed${until === undefined ? '' : ` until ${until}`} (${quoted(reason)})`;

/** What mailcheck has to say of the suppressions themselves. It is no check of an email. */
export const suppressions = defineCheck({
  id: 'suppressions',
  title: 'Every suppression is needed, has a reason and has not expired',
  article: 'mailcheck',
  scope: 'account',
  worst: 'warn',
  needs: [],
  outcomes: {
    unused: {
      status: 'warn',
      summary: (_, suppression: Suppression) => `${words(suppression)}, but was not found here.`,
      why: 'A suppression that is left behind hides the finding when it comes back.',
      evidence: () => [[]],
      fix: () => ({ steps: ['Remove the suppression.'] }),
    },
    expired: {
      status: 'warn',
      summary: (_, suppression: Suppression) =>
        `${words(suppression)}, which has passed, so it counts again.`,
      why: 'Whoever accepted the finding wanted it looked at again by that day.',
      evidence: () => [[]],
      fix: () => ({ steps: ['Mend what was found, or give the suppression a new day and reason.'] }),
    },
    malformed: {
      status: 'warn',
      summary: (_, fault: string) =>
        `A mailcheck-ignore comment says nothing that can be used: ${cut(fault, 200).replace(/[?]?$/, (end) => end || '.')}`,
      why: 'The comment suppresses nothing.',
      evidence: () => [[]],
      fix: () => ({
        steps: [
          'Write it as "# mailcheck-ignore check/code: reason until YYYY-MM-DD"; the day may be left out.',
        ],
      }),
    },
  },
  run: () => [],
});

/** An outcome of that check. */
export function outcomeOf(check: Check, code: 'unused' | 'expired' | 'malformed', data: unknown) {
  const spec = check.outcomes[code];
  if (!spec) throw new Error(`no outcome ${code}`);
  return { code, spec, data };
}
