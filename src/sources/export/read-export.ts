import type { ErrorDetail } from '../../core/errors.js';
import { IGNORE, type IgnoreComment } from '../../core/ignore-comment.js';
import { decodeText } from './decode-text.js';
import { type ExportFile, wholeFile } from './export-file.js';
import type { Faults } from './faults.js';
import { faultsOfJson, readJsonText } from './json-text.js';
import { MiB, readBytes, Unreadable } from './read-bytes.js';
import { SourceText } from './source-text.js';
import { detailsOf } from './text-fault.js';

const largestFile = 256 * MiB;

/** Reads one file, `-` being standard input, in the language that its name, or else its beginning, tells. */
export async function readExportFile(
  name: string,
  wanted: string | undefined,
  faults: Faults,
): Promise<ExportFile | undefined> {
  try {
    if (/\.(?:ndjson|jsonl)(?:\.gz)?$/i.test(name)) {
      const { readCustomerLines } = await import('./customer-lines.js');
      return await readCustomerLines(name, wanted, faults);
    }
    const text = decodeText(await readBytes(name, largestFile));
    if (typeof text !== 'string') throw new Unreadable(text.message, { line: text.line });
    if (text.trim() === '')
      throw new Unreadable(name === '-' ? 'Standard input is empty.' : 'The file is empty.');
    const source = new SourceText(name, text);
    const read = await readText(source, wanted);
    if ('locate' in read) return { ...read, comments: await commentsIn(source) };
    for (const detail of read) faults.add(() => detail);
  } catch (error) {
    addUnreadable(error, name, faults);
  }
  return undefined;
}

/** Why a file cannot be read; another error is thrown again. */
export function addUnreadable(error: unknown, name: string, faults: Faults): void {
  if (!(error instanceof Unreadable)) throw error;
  const { message, line } = error;
  faults.add(() => ({ file: name, ...(line !== undefined && { line, column: 1 }), message }));
}

async function readText(
  source: SourceText,
  wanted: string | undefined,
): Promise<ExportFile | readonly ErrorDetail[]> {
  const { name, text } = source;
  if (/\.json$/i.test(name)) return readJsonFile(source, wanted);
  if (/\.ya?ml$/i.test(name) || !/^\s*[[{]/.test(text)) return readYaml(source, wanted);
  // What begins with a bracket is JSON, unless only YAML can make sense of it.
  const json = await readJsonFile(source, wanted);
  if ('locate' in json) return json;
  const yaml = await readYaml(source, wanted);
  return 'locate' in yaml ? yaml : json;
}

async function readJsonFile(
  source: SourceText,
  wanted: string | undefined,
): Promise<ExportFile | readonly ErrorDetail[]> {
  const read = readJsonText(source.text);
  if (read) return wholeFile(read, source, wanted);
  return detailsOf(await faultsOfJson(source.text), (offset) => source.at(offset));
}

async function readYaml(
  source: SourceText,
  wanted: string | undefined,
): Promise<ExportFile | readonly ErrorDetail[]> {
  // Loaded only for YAML: it takes a while.
  const { readYamlFile } = await import('./yaml-file.js');
  return readYamlFile(source, wanted);
}

/** Comments for mailcheck. Looked for only where its word occurs, and not in JSON, which has no comments. */
async function commentsIn(source: SourceText): Promise<readonly IgnoreComment[]> {
  if (/\.json$/i.test(source.name) || !source.text.includes(IGNORE)) return [];
  const { ignoreComments } = await import('./yaml-comments.js');
  return ignoreComments(source);
}
