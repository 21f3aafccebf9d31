import { type Check, defineCheck } from './check.js';

/** A check that needs the network, which is never used: it keeps its place in the order and says that it was not tried. */
export function offlineCheck(
  about: Pick<Check, 'id' | 'title' | 'article' | 'scope' | 'worst'>,
  untried: string,
): Check {
  return defineCheck({
    ...about,
    needs: [],
    outcomes: { offline: { status: 'skip', reason: 'offline', summary: untried } },
    run: (_, say) => say.offline(),
  });
}
