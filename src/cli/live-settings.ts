import type { Path } from '../account/pointer.js';
import { UsageError } from '../core/errors.js';
import type { Contradicts } from '../core/evidence.js';
import type { Place } from '../core/result.js';
import type { Source } from '../report/json.js';
import type { LoadedExport } from '../sources/export/load.js';
import { layered } from '../sources/layers.js';
import { placeIn } from './account-asked.js';
import { faultNote } from './fault-note.js';
import type { LiveFlags } from './live.js';

/** An export, with the settings of the account itself laid over it. */
export interface ExportAsked extends Omit<LoadedExport, 'sources' | 'locate'> {
  readonly locate: (path: Path) => Place;
  readonly sources: readonly Source[];
  readonly contradicts?: Contradicts;
  /** A source broke after its retries. */
  readonly isBroken?: boolean;
}

/**
 * Lays the settings that LoanPro's API shows over an export; its notifications and customers stay those of the export.
 * @throws UsageError for several exports: the account is one.
 */
export async function withLiveSettings(
  loaded: readonly LoadedExport[],
  now: number,
  flags: LiveFlags,
): Promise<readonly ExportAsked[]> {
  const [only, ...others] = loaded;
  if (!only || others.length > 0) {
    throw new UsageError(
      'usage',
      `--live reads one account, and there are ${loaded.length} exports: name the one that is of this account.`,
    );
  }
  const { readLive } = await import('./live.js');
  // Nobody has an empty name: that reads the account alone.
  const read = await readLive({ customer: '', at: now }, flags);
  const above = {
    account: read.account,
    customer: undefined,
    locate: (path: Path) => placeIn(path, read),
  };
  const both = layered(above, { account: only.account, customer: undefined, locate: only.locate }, 0);
  return [
    {
      ...only,
      account: both.account,
      sources: [{ kind: 'live', name: 'LoanPro API', exportedAt: read.readAt }, ...only.sources],
      notes: [...only.notes, ...read.faults.map(faultNote)],
      locate: (path) => (path[0] === 'customers' ? only.locate(path) : both.locate(path)),
      contradicts: (path) => (path[0] === 'customers' ? undefined : both.contradicts(path)),
      isBroken: read.faults.some(({ isBroken }) => isBroken),
    },
  ];
}
