import { spawnSync } from 'node:child_process';
import { Console } from 'node:console';
import { realpathSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Check } from '../core/check.js';
import { type ErrorDetail, UsageError } from '../core/errors.js';
import { EXIT_BROKEN, EXIT_USAGE } from '../core/exit-code.js';
import { listed } from '../core/words.js';
import { suppressions } from '../findings/upkeep.js';
import { visible } from '../report/harmless.js';
import { contained, messageOf } from './contained-check.js';
import { offerDefineCheck } from './offer-define-check.js';
import { faultsOfCheck, isRecord, kindOf } from './plugin-faults.js';
import { standardError } from './standard-streams.js';

const LIMIT_SECONDS = 10;
const EXPECTED = 'expected `export default defineCheck({ … })`, or a list of such checks';

/** A check of a plugin, and the file it is from. */
interface Loaded {
  readonly check: Check;
  readonly file: string;
}

/** The plugin whose code runs at this moment, and what the run comes to if that ends the process. */
let running: { readonly file: string; readonly exit: number } | undefined;

/**
 * Loads the checks of plugins, in the order of the files. A file that is named twice is loaded once.
 * @param existing the checks whose ids are taken.
 * @throws UsageError with everything that is wrong with any of them.
 */
export async function loadPlugins(
  files: readonly string[],
  existing: readonly Check[],
): Promise<readonly Check[]> {
  contain();
  offerDefineCheck();
  const loaded: Loaded[] = [];
  const faults: ErrorDetail[] = [];
  const owners = new Map([...existing, suppressions].map(({ id }) => [id, 'mailcheck']));
  const seen = new Set<string>();
  for (const file of files) {
    try {
      const url = urlOf(file);
      if (seen.has(url)) continue;
      seen.add(url);
      for (const found of exportedBy(await loadedWithin(file, url))) {
        if (typeof found === 'string') {
          faults.push({ file, message: found });
          continue;
        }
        const owner = owners.get(found.id);
        if (owner === undefined) loaded.push({ check: found, file });
        else
          faults.push({
            file,
            message: `the id "${found.id}" is taken: ${owner === file ? 'this plugin has it twice' : `it is a check of ${owner}`}`,
          });
        owners.set(found.id, owner ?? file);
      }
    } catch (error) {
      faults.push(error instanceof PluginFault ? error.detail : { file, ...placed(error, file) });
    }
  }
  if (faults.length > 0) throw new UsageError('usage', 'Not every plugin can be used.', faults);
  return loaded.map(({ check, file }) =>
    contained(check, file, (work) => {
      running = { file, exit: EXIT_BROKEN };
      try {
        return work();
      } finally {
        running = undefined;
      }
    }),
  );
}

class PluginFault extends Error {
  readonly detail: ErrorDetail;
  constructor(detail: ErrorDetail) {
    super(detail.message);
    this.detail = detail;
  }
}

function urlOf(file: string): string {
  const fault = (message: string) => new PluginFault({ file, message });
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) throw fault('there is no such file');
  if (!stats.isFile()) throw fault('this is no file');
  if (!/\.[cm]?js$/.test(file)) throw fault('expected a module: .js, .mjs or .cjs');
  return pathToFileURL(realpathSync(path.resolve(file))).href;
}

/** A module may wait for something at its top level, which need not come. */
async function loadedWithin(file: string, url: string): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `it was not loaded after ${LIMIT_SECONDS} seconds: something it waits for does not come`;
    timer = setTimeout(() => reject(new PluginFault({ file, message })), LIMIT_SECONDS * 1000);
  });
  running = { file, exit: EXIT_USAGE };
  try {
    const module: unknown = await Promise.race([import(url), late]);
    // A promise that failed meanwhile, and that nobody waits for, is seen at the end of this turn.
    await new Promise((done) => setImmediate(done));
    return module;
  } finally {
    running = undefined;
    clearTimeout(timer);
  }
}

/** The checks of a module; for each that cannot be used, what is wrong with it. */
function exportedBy(module: unknown): readonly (Check | string)[] {
  const names = isRecord(module) ? Object.keys(module) : [];
  let found = isRecord(module) ? module['default'] : undefined;
  // CommonJS that was compiled from an ES module has its default export one level down.
  if (isRecord(found) && !('run' in found) && 'default' in found) found = found['default'];
  if (found === undefined) {
    const others = names.length > 0 ? `it exports ${listed(names)}` : 'it exports nothing';
    return [`${EXPECTED}; there is no default export (${others})`];
  }
  const isList = Array.isArray(found);
  const entries: readonly unknown[] = Array.isArray(found) ? found : [found];
  if (entries.length === 0) return [`${EXPECTED}; found an empty list`];
  return entries.flatMap((entry, i): (Check | string)[] => {
    if (!isRecord(entry) || !('run' in entry || 'id' in entry || 'outcomes' in entry))
      return [`${EXPECTED}; found ${kindOf(entry)}${isList ? ` as entry ${i + 1}` : ''}`];
    const faults = faultsOfCheck(entry);
    if (isSound(entry, faults)) return [entry];
    const { id } = entry;
    const name = typeof id === 'string' && id !== '' ? `check "${id}"` : `check ${i + 1}`;
    return faults.map((fault) => `${name}: ${fault}`);
  });
}

// The faults are those of the same value, which the type cannot follow.
const isSound = (_: unknown, faults: readonly string[]): _ is Check => faults.length === 0;

/** What a module threw, with its line where the stack has it. */
function placed(error: unknown, file: string): Pick<ErrorDetail, 'message' | 'line' | 'column'> {
  const message = `it stopped while it was loaded: ${messageOf(error)}${hintOf(error)}`;
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const names = [path.basename(file), path.basename(pathToFileURL(file).href)].map((name) =>
    name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  const place = new RegExp(`[/\\\\](?:${names.join('|')}):(\\d+)(?::(\\d+))?`);
  // The stack of a syntax error has no place in it; node says it where it only looks at a file.
  const text = error instanceof SyntaxError && !place.test(stack) ? syntaxOf(file) : stack;
  const [, line, column] = place.exec(text) ?? [];
  return {
    message,
    ...(line !== undefined && { line: Number(line) }),
    ...(column !== undefined && { column: Number(column) }),
  };
}

const syntaxOf = (file: string) =>
  spawnSync(process.execPath, ['--check', path.resolve(file)], { encoding: 'utf8', timeout: 5000 }).stderr;

/** What is imported finds our package wherever it is; what is required does so only where it is installed. */
function hintOf(error: unknown): string {
  const isOurs =
    isRecord(error) && error['code'] === 'MODULE_NOT_FOUND' && /'loanpro-mailcheck'/.test(messageOf(error));
  return isOurs ? '; make the plugin an ES module (.mjs), or install the package beside it' : '';
}

let isContained = false;

/** A plugin shares the process: what it prints stays out of the report, and it does not end the run in silence. */
function contain(): void {
  if (isContained) return;
  isContained = true;
  globalThis.console = new Console(standardError.stream);
  process.on('exit', () => {
    if (!running) return;
    process.exitCode = running.exit;
    writeSync(2, `mailcheck: the plugin ${visible(running.file)} ended the run.\n`);
  });
  process.on('uncaughtException', (error) => {
    const whose = running ? `the plugin ${visible(running.file)} ` : '';
    const exit = running?.exit ?? EXIT_BROKEN;
    running = undefined;
    writeSync(2, `mailcheck: ${whose}stopped on an error outside of a check: ${visible(messageOf(error))}\n`);
    process.exit(exit);
  });
}
