import { checks } from '../../../checks/index.js';
import { UsageError } from '../../core/errors.js';
import type { HumanOptions } from '../../report/human.js';
import { junitReport } from '../../report/junit.js';
import { sarifReport } from '../../report/sarif.js';
import { scanAsReport } from '../../report/scan/findings.js';
import { scanReport } from '../../report/scan/human.js';
import { scanJson } from '../../report/scan/json.js';
import { scanPage } from '../../report/scan/page.js';
import type { ScanReport } from '../../report/scan/report.js';
import { scanCsv, scanMarkdown } from '../../report/scan/tables.js';
import type { Limit } from '../../scan/exit-code.js';
import { SCAN_FORMATS } from '../format-names.js';
import { humanOptions, type OutputFlags, writeWhole } from '../outputs.js';
import { standardOutput } from '../standard-streams.js';
import { version } from '../version.js';

type ScanFormat = (typeof SCAN_FORMATS)[number];

const ENDINGS: readonly (readonly [ending: RegExp, format: ScanFormat])[] = [
  [/\.csv$/i, 'csv'],
  [/\.txt$/i, 'human'],
  [/\.md$/i, 'markdown'],
  [/\.html?$/i, 'html'],
  [/\.sarif(\.json)?$/i, 'sarif'],
  [/\.json$/i, 'json'],
  [/\.xml$/i, 'junit'],
];
const LIST = /\.(?:ndjson|jsonl|csv)$/i;

/** Where the report of a scan goes, and its list. */
export interface ScanOutputs {
  readonly copies: readonly { readonly format: ScanFormat; readonly file?: string }[];
  /** Where --list is to be written. */
  readonly list: string | undefined;
}

/**
 * What to print where, looked at before anything is read.
 * @throws UsageError for a format that does not exist, a file whose extension names none, or a list without a file.
 */
export function scanOutputs(
  { format, output }: Pick<OutputFlags, 'format' | 'output'>,
  hasList: boolean,
): ScanOutputs {
  const onScreen = SCAN_FORMATS.find((name) => name === format);
  if (!onScreen) {
    throw new UsageError(
      'usage',
      `--format "${format}": a scan prints ${SCAN_FORMATS.slice(0, -1).join(', ')} or ${SCAN_FORMATS.at(-1)}.`,
    );
  }
  const list = hasList ? output.find((file) => LIST.test(file)) : undefined;
  if (hasList && list === undefined) {
    throw new UsageError(
      'usage',
      '--list writes a file: name it with --output, ending in .ndjson, .jsonl or .csv.',
    );
  }
  const copies = output.flatMap((file) => {
    if (file === list) return [];
    const found = ENDINGS.find(([ending]) => ending.test(file));
    if (found) return [{ format: found[1], file }];
    throw new UsageError(
      'usage',
      `--output "${file}": the extension says the format, so expected .json, .csv, .txt, .md, .html, .sarif or .xml${hasList ? '; of a list there is one' : ' (and .ndjson with --list)'}.`,
    );
  });
  return { copies: [...copies, { format: onScreen }], list };
}

/** Writes every copy of the report; files first, each whole or not at all. */
export async function writeScan(
  { copies }: ScanOutputs,
  report: ScanReport,
  limits: readonly Limit[],
  flags: Pick<OutputFlags, 'verbose' | 'color' | 'ascii'>,
): Promise<void> {
  for (const { format, file } of copies) {
    const text = textOf(format, report, limits, humanOptions(flags, file === undefined));
    if (file === undefined) standardOutput.write(text);
    else await writeWhole(file, text);
  }
}

function textOf(
  format: ScanFormat,
  report: ScanReport,
  limits: readonly Limit[],
  options: HumanOptions,
): string {
  switch (format) {
    case 'json':
      return `${scanJson(report, checks)}\n`;
    case 'csv':
      return scanCsv(report, checks);
    case 'markdown':
      return scanMarkdown(report, checks);
    case 'html':
      return scanPage(report, checks, version);
    case 'sarif':
      return sarifReport(scanAsReport(report, checks, limits, version));
    case 'junit':
      return junitReport(scanAsReport(report, checks, limits, version));
    case 'human':
      return scanReport(report, checks, options);
  }
}
