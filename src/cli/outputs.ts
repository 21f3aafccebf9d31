import path from 'node:path';
import { UsageError } from '../core/errors.js';
import type { HumanOptions } from '../report/human.js';

/** The options that say how a report is printed. */
export interface OutputFlags {
  readonly format: string;
  readonly output: readonly string[];
  readonly verbose: boolean;
  readonly color: 'auto' | 'always' | 'never';
  readonly ascii: boolean;
}

type Format = 'human' | 'json';

/** One copy of the report: to a file, or to standard output. */
export interface Output {
  readonly format: Format;
  /** Absent: standard output. */
  readonly file?: string;
}

const FORMATS: Readonly<Record<string, Format>> = { human: 'human', json: 'json' };
const EXTENSIONS: Readonly<Record<string, Format>> = { '.json': 'json', '.txt': 'human' };
const WIDEST = 100;

/**
 * What to print where, looked at before anything is read.
 * @throws UsageError for a format that does not exist, or a file whose extension names none.
 */
export function plannedOutputs({ format, output }: OutputFlags): readonly Output[] {
  const known = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (!known)
    throw new UsageError('usage', `--format "${format}": expected ${Object.keys(FORMATS).join(' or ')}.`);
  const files = output.map((file): Output => {
    const byExtension = EXTENSIONS[path.extname(file).toLowerCase()];
    if (byExtension) return { format: byExtension, file };
    throw new UsageError(
      'usage',
      `--output "${file}": the extension says the format, so expected ${Object.keys(EXTENSIONS).join(' or ')}.`,
    );
  });
  return [...files, { format: known }];
}

/** A report, in each of the formats it can be asked for. */
export interface Rendering {
  readonly json: () => Promise<string>;
  readonly human: (options: HumanOptions) => Promise<string>;
}

/** Writes every copy; files first, each by a temporary file that is renamed. */
export async function writeOutputs(
  outputs: readonly Output[],
  rendering: Rendering,
  flags: OutputFlags,
): Promise<void> {
  for (const { format, file } of outputs) {
    const text =
      format === 'json'
        ? `${await rendering.json()}\n`
        : await rendering.human(humanOptions(flags, file === undefined));
    if (file === undefined) process.stdout.write(text);
    else await writeWhole(file, text);
  }
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
export async function writeFailure(outputs: readonly Output[], document: string): Promise<void> {
  for (const { format, file } of outputs) {
    if (format !== 'json' || file === undefined) continue;
    // What ended the run is what the person has to read; a file that cannot be written either is said only on success.
    await writeWhole(file, document).catch(() => {});
  }
}

function humanOptions(flags: OutputFlags, isTerminal: boolean): HumanOptions {
  return {
    ...(isTerminal ? terminal(flags) : { width: 80, color: false }),
    ascii: flags.ascii || !hasUnicodeLocale(),
    verbose: flags.verbose,
  };
}

function terminal({ color }: OutputFlags): Pick<HumanOptions, 'width' | 'color'> {
  const columns = process.stdout.columns ?? Number(process.env['COLUMNS']);
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
  return process.stdout.isTTY === true && TERM !== 'dumb';
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
