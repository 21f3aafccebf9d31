import { UsageError } from '../../core/errors.js';
import type { ScanReport } from '../../report/scan/report.js';

/**
 * That nobody is stopped where there is nobody says nothing, and must not look like a pass. A shard may well be empty.
 * @throws UsageError when a whole scan found no customer.
 */
export function refuseNobody({
  customers,
  badLines,
  partial,
  shard,
  asked,
  sources,
}: Pick<ScanReport, 'customers' | 'partial' | 'shard' | 'sources'> & {
  readonly badLines: Pick<ScanReport['badLines'], 'count'>;
  readonly asked: Pick<ScanReport['asked'], 'loan'>;
}): void {
  if (customers > 0 || badLines.count > 0 || partial === true || shard !== undefined) return;
  const where = sources.map(({ name }) => name).join(' + ');
  const who = asked.loan === null ? '' : ` who is linked to the loan "${asked.loan}"`;
  throw new UsageError('nothing-to-check', `There is no customer to judge in ${where}${who}.`);
}
