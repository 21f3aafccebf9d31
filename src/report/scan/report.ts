import type { BadLines } from '../../scan/bad-lines.js';
import type { Tally } from '../../scan/tally.js';
import type { Source } from '../json.js';

/** What a scan was asked; counts are added up only where it is the same. */
export interface ScanAsked {
  readonly message: string | null;
  readonly loan: string | null;
  readonly event: string | null;
  readonly direct: boolean;
  /** Ids of the checks left out. */
  readonly leftOut: readonly string[];
  /** Whether servers were asked, and whether unknown keys were mistakes. */
  readonly probe: boolean;
  readonly strict: boolean;
}

/** One notification of a scan; null is direct mail. */
export interface ScannedNotification {
  readonly notification: { readonly id: string | null; readonly name: string | null } | null;
  /** False where it is switched off: it is listed, and never a failure. */
  readonly enabled: boolean;
  /** Where it stands in the export; of direct mail, the export itself. */
  readonly place: { readonly file: string; readonly line: number; readonly column: number };
  /** What is taken for granted about it. */
  readonly assumptions: readonly string[];
  readonly tally: Tally;
}

/** What a scan counted. */
export interface ScanReport {
  /** The moment asked about, in the company's offset. */
  readonly asOf: string;
  readonly sources: readonly Source[];
  readonly asked: ScanAsked;
  /** Which parts of the customers these are; absent: all of them. */
  readonly shard?: { readonly parts: readonly number[]; readonly of: number } | undefined;
  /** It was ended before all was counted. */
  readonly partial?: true | undefined;
  /** LoanPro's API broke, after its retries. */
  readonly broken?: true | undefined;
  readonly customers: number;
  readonly badLines: BadLines;
  readonly notifications: readonly ScannedNotification[];
  readonly assumptions: readonly string[];
  readonly notes: readonly string[];
}

/** Whether anything of it broke: lines that were left out, an early end, a source. */
export function isIncomplete({ partial, broken, badLines }: ScanReport): boolean {
  return partial === true || broken === true || badLines.count > 0;
}
