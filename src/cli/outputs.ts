import path from 'node:path';
import { UsageError } from '../core/errors.js';
import type { HumanOptions } from '../report/human.js';
import type { Report } from '../report/report.js';
import { FORMATS, type Format } from './format-names.js';
import { standardOutput } from './standard-streams.js';

/** The options that say how a report is printed. */
export interface OutputFlags {
  readonly format: string;
  readonly output: readonly string[];
  readonly verbose: boolean;
  readonly color: 'auto' | 'always' | 'never';
  readonly ascii: boolean;
  /** Whether names and addresses of people are taken out; absent: as each format does by itself. */
  readonly mask?: boolean;
}

/** One copy of the report: to a file, or to standard output. */
export interface Output {
  readonly format: Format;
  /** Absent: standard output. */
  readonly file?: string;
}

/** How a file's name says its format; the first that fits. */
const ENDINGS: readonly (readonly [ending: RegExp, Format, shown: string])[] = [
  [/code-?quality[^/\\]*\.json$/i, 'gitlab', '*codequality*.json'],
  [/\.sarif(\.json)?$/i, 'sarif', '.sarif'],
  [/\.json$/i, 'json', '.json'],
  [/\.txt$/i, 'human', '.txt'],
  [/\.xml$/i, 'junit', '.xml'],
  [/\.tap$/i, 'tap', '.tap'],
  [/\.md$/i, 'markdown', '.md'],
  [/\.html?$/i, 'html', '.html'],
];
/** These leave the lender's machine, so they name no person unless that is asked for. */
const MASKED: ReadonlySet<Format> = new Set(['junit', 'sarif', 'github', 'gitlab']);
const WIDEST = 100;

/**
 * What to print where, looked at before anything is read.
 * @param known the formats of the command.
 * @throws UsageError for a format that does not exist, or a file whose extension names none.
 */
export function plannedOutputs(
  { format, output }: Pick<OutputFlags, 'format' | 'output'>,
  known: readonly Format[] = FORMATS,
): readonly Output[] {
  const onScreen = known.find((name) => name === format);
  if (!onScreen) throw new UsageError('usage', `--format "${format}": expected ${orList(known)}.`);
  const endings = ENDINGS.filter(([, name]) => known.includes(name));
  const files = output.map((file): Output => {
    const found = endings.find(([ending]) => ending.test(file));
    if (found) return { format: found[1], file };
    throw new UsageError(
      'usage',
      `--output "${file}": the extension says the format, so expected ${orList(endings.map(([, , shown]) => shown))}.`,
    );
  });
  return [...files, { format: onScreen }];
}

const orList = (words: readonly string[]) => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** A report, in each of the formats it can be asked for. */
export interface Rendering {
  readonly json: () => Promise<string>;
  readonly human: (options: HumanOptions) => Promise<string>;
  /** For the other formats, where the command has them. */
  readonly report?: (isMasked: boolean) => Promise<Report>;
}

/** Writes every copy; files first, each by a temporary file that is renamed. */
export async function writeOutputs(
  outputs: readonly Output[],
  rendering: Rendering,
  flags: OutputFlags,
): Promise<void> {
  for (const { format, file } of outputs) {
    const text = await textOf(format, rendering, flags, file === undefined);
    if (file === undefined) standardOutput.write(text);
    else await writeWhole(file, text);
  }
}

async function textOf(
  format: Format,
  rendering: Rendering,
  flags: OutputFlags,
  isTerminal: boolean,
): Promise<string> {
  if (format === 'json') return `${await rendering.json()}\n`;
  if (format === 'human') return rendering.human(humanOptions(flags, isTerminal));
  if (!rendering.report) throw new Error(`no report for ${format}`);
  // A file of their own: most runs print for a person or as JSON.
  const { formatted } = await import('../report/formats.js');
  return formatted(format, await rendering.report(flags.mask ?? MASKED.has(format)));
}

/** A report must not take the place of the export it was made from, nor of another report. */
export function refuseToOverwrite(files: readonly string[], outputs: readonly string[]): void {
  const taken = new Set(files.map((file) => path.resolve(file)));
  for (const output of outputs) {
    const file = path.resolve(output);
    if (taken.has(file))
      throw new UsageError('usage', `--output "${output}" is already an export or a report of this run.`);
    taken.add(file);
  }
}

/** Puts what ended the run into every file that was to hold a JSON report: an earlier report must not look current. */
export async function writeFailure(
  outputs: readonly { readonly format: string; readonly file?: string }[],
  document: string,
): Promise<void> {
  for (const { format, file } of outputs) {
    if (format !== 'json' || file === undefined) continue;
    // What ended the run is what the person has to read; a file that cannot be written either is said only on success.
    await writeWhole(file, document).catch(() => {});
  }
}

/** How a report for people is printed: to a terminal or into a file. */
export function humanOptions(
  flags: Pick<OutputFlags, 'color' | 'ascii' | 'verbose'>,
  isTerminal: boolean,
): HumanOptions {
  return {
    ...(isTerminal ? terminal(flags) : { width: 80, color: false }),
    ascii: flags.ascii || !hasUnicodeLocale(),
    verbose: flags.verbose,
  };
}

function terminal({ color }: Pick<OutputFlags, 'color'>): Pick<HumanOptions, 'width' | 'color'> {
  const columns = standardOutput.terminal?.columns ?? Number(process.env['COLUMNS']);
  return {
    width: Math.min(Number.isInteger(columns) && columns > 0 ? columns : 80, WIDEST),
    color: wantsColor(color),
  };
}

// https://no-color.org and https://bixense.com/clicolors: what a person set counts for more than the terminal.
function wantsColor(when: OutputFlags['color']): boolean {
  const { FORCE_COLOR, CLICOLOR_FORCE, NO_COLOR, TERM } = process.env;
  if (when !== 'auto') return when === 'always';
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR) return false;
  if (CLICOLOR_FORCE && CLICOLOR_FORCE !== '0') return true;
  return standardOutput.terminal !== undefined && TERM !== 'dumb';
}

function hasUnicodeLocale(): boolean {
  const { LC_ALL, LC_CTYPE, LANG } = process.env;
  const locale = LC_ALL || LC_CTYPE || LANG;
  // Where none is set (containers, Windows) terminals of today show UTF-8.
  return locale === undefined || locale === '' || /utf-?8/i.test(locale);
}

/**
 * Writes a file whole or not at all: beside it, then renamed.
 * @throws UsageError when it cannot be written.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const { rename, rm, writeFile } = await import('node:fs/promises');
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError('usage', `--output "${file}" cannot be written: ${why}`, [], { cause: error });
  }
}
