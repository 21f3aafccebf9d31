import { UsageError } from '../../core/errors.js';
import type { ExportFile } from '../../sources/export/export-file.js';
import type { Faults } from '../../sources/export/faults.js';
import { isLargeJson, type LargeJson, type Range, readLargeJson } from '../../sources/export/large-json.js';
import { type LoadedExport, loadExport } from '../../sources/export/load.js';
import { sizeOf } from '../../sources/export/read-bytes.js';
import { addUnreadable, readExportFile } from '../../sources/export/read-export.js';
import type { Shard } from '../../sources/export/stream-customers.js';
import { isCompressed } from '../../sources/export/unzip.js';
import type { Slice } from './part.js';

/** Below this many bytes a second thread takes longer to start than it saves. */
const SMALL = 40_000_000;

/** What a scan reads: the account, and where its customers are. */
export interface ScanInputs {
  readonly loaded: LoadedExport;
  /** Parts of the customers in the order of the files, cut so that so many threads have about the same to do. */
  readonly slices: readonly Slice[];
  /** How many bytes will be read; undefined where nobody knows. */
  readonly bytes: number | undefined;
  readonly jobs: number;
}

/** A file of customers that is read as it is judged. */
interface Streamed {
  readonly name: string;
  readonly kind: 'range' | 'elements' | 'stream';
  readonly size: number | undefined;
  readonly large?: LargeJson;
}

/**
 * Reads the account, and looks at where its customers are: one JSON object a line, the list of a large JSON file, or
 * the list of an export that is read as a whole.
 * @param jobs how many threads are to read; undefined: as many as there are cores, one for little.
 * @throws UsageError with everything that is wrong with the files, customers of whole exports included.
 */
export async function scanInputs(
  files: readonly string[],
  strict: boolean,
  shard: Shard,
  jobs: number | undefined,
  cores: number,
): Promise<ScanInputs> {
  const streamed: Streamed[] = [];
  const read = async (name: string, wanted: string | undefined, faults: Faults) => {
    try {
      const found = await streamedFile(name, files.length > 1, shard, jobs ?? cores);
      if (!found) return await readExportFile(name, wanted, faults);
      streamed.push(found);
      return found.large?.file ?? fileOfLines(name);
    } catch (error) {
      addUnreadable(error, name, faults);
      return undefined;
    }
  };
  const loaded = await loadExport({ files, strict, read });
  const bytes = streamed.some(({ size }) => size === undefined)
    ? undefined
    : // A shard reads its part of a file, but the whole of one that has to be read from its beginning.
      streamed.reduce((sum, { kind, size = 0 }) => sum + (kind === 'stream' ? size : size / shard.of), 0);
  const threads = jobs ?? ((bytes ?? 0) < SMALL ? 1 : cores);
  return {
    loaded,
    slices: [...streamed.flatMap((file) => slicesOf(file, shard, threads)), ...slicesOfLoaded(loaded, shard)],
    bytes,
    jobs: threads,
  };
}

async function streamedFile(
  name: string,
  hasOthers: boolean,
  shard: Shard,
  jobs: number,
): Promise<Streamed | undefined> {
  // Standard input beside an export is its customers, and alone the export.
  if (name === '-') return hasOthers ? { name, kind: 'stream', size: undefined } : undefined;
  if (/\.(?:ndjson|jsonl)(?:\.gz)?$/i.test(name)) {
    const size = sizeOf(name);
    return isCompressed(name) ? { name, kind: 'stream', size } : { name, kind: 'range', size };
  }
  if (!isLargeJson(name)) return undefined;
  const size = sizeOf(name);
  const cuts = boundsOf(size, shard, jobs);
  return { name, kind: 'elements', size, large: await readLargeJson(name, cuts) };
}

/** What stands for a file of customers while the account is read. */
function fileOfLines(name: string): ExportFile {
  return {
    name,
    isCustomerFile: true,
    sections: new Map(),
    customers: { count: 0, chosen: [], known: () => [] },
    locate: () => ({ file: name, line: 1, column: 1 }),
  };
}

function slicesOf({ name, kind, size = 0, large }: Streamed, shard: Shard, jobs: number): Slice[] {
  if (kind === 'stream') return [{ kind, file: name, shard }];
  const bounds = boundsOf(size, shard, jobs);
  const [from = 0] = bounds;
  const to = bounds.at(-1) ?? 0;
  const ranges: readonly Range[] = large
    ? large.customers.filter((range) => range.from >= from && range.from < to)
    : bounds.slice(1).map((end, i) => ({ from: bounds[i] ?? 0, to: end }));
  return ranges.map((range) => ({ kind, file: name, range }));
}

/** Where the parts of a shard begin, and where the last one ends. */
function boundsOf(size: number, { part, of }: Shard, jobs: number): number[] {
  const from = Math.floor((size * (part - 1)) / of);
  const to = Math.floor((size * part) / of);
  return Array.from({ length: jobs + 1 }, (_, i) => from + Math.floor(((to - from) * i) / jobs));
}

function slicesOfLoaded({ customers }: LoadedExport, { part, of }: Shard): Slice[] {
  if (customers.length === 0) return [];
  const own = customers.flatMap(({ customer }, i) => (i % of === part - 1 ? [customer] : []));
  return [{ kind: 'customers', customers: own }];
}

/** How many threads were asked for. */
export function jobsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const jobs = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (jobs >= 1 && jobs <= 256) return jobs;
  throw new UsageError('usage', `--jobs "${text}" is not a number of threads from 1 to 256.`);
}
