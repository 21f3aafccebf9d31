import type { Config } from '../config/config-schema.js';
import { nearestConfig, type ReadConfig, readConfig } from '../config/read-config.js';
import type { Suppression } from '../findings/suppression.js';
import type { CheckFlags } from './check.js';

/** Where a value comes from. */
type Origin = string;

/** The settings of one run of `check`, after the command line, the environment, the file and the defaults. */
export interface CheckSettings {
  readonly flags: CheckFlags;
  readonly exports: readonly string[];
  readonly levels: ReadonlyMap<string, 'fail' | 'warn' | 'off'>;
  readonly levelPlaces: ReadConfig['levelPlaces'];
  /** The configuration file, where there is one. */
  readonly file?: string;
  readonly suppressions: readonly Suppression[];
  /** Every value with its origin, for --show-config. */
  readonly shown: readonly { readonly key: string; readonly value: unknown; readonly origin: Origin }[];
}

/** Says where commander has the value of an option from. */
export type SourceOf = (option: string) => string | undefined;

const FLAG_OF: Readonly<Partial<Record<keyof Config, string>>> = {
  format: '--format',
  outputs: '--output',
  failOn: '--fail-on',
  onUnknown: '--on-unknown',
  only: '--only',
  skip: '--skip',
  baseline: '--baseline',
  plugins: '--plugin',
  mask: '--mask',
};

/**
 * Puts the settings together: flags over environment over file over defaults.
 * @throws UsageError for a configuration that cannot be used.
 */
export async function checkSettings(
  named: readonly string[],
  flags: CheckFlags,
  sourceOf: SourceOf,
): Promise<CheckSettings> {
  const read = await configAsked(flags);
  const config: Config = read?.config ?? {};
  const shown: CheckSettings['shown'][number][] = [];
  const pick = <T>(key: keyof Config, option: string, flag: T, fromFile: T | undefined): T => {
    const source = sourceOf(option);
    const isGiven = source === 'cli' || source === 'env';
    const value = isGiven || fromFile === undefined ? flag : fromFile;
    const origin = isGiven
      ? source === 'cli'
        ? `flag ${FLAG_OF[key] ?? ''}`.trim()
        : 'environment'
      : fromFile === undefined
        ? 'default'
        : (read?.file ?? '');
    if (value !== undefined) shown.push({ key, value, origin });
    return value;
  };
  const hasNamed = named.length > 0 || flags.export.length > 0;
  const fromEnvironment = process.env['MAILCHECK_EXPORT'];
  const exports = hasNamed ? named : fromEnvironment ? [] : (config.exports ?? []);
  shown.push({
    key: 'exports',
    value: hasNamed ? [...flags.export, ...named] : fromEnvironment ? [fromEnvironment] : exports,
    origin: hasNamed
      ? 'command line'
      : fromEnvironment
        ? 'environment'
        : config.exports
          ? (read?.file ?? '')
          : 'default: the nearest mailcheck.yaml',
  });
  const onUnknown = pick('onUnknown', 'onUnknown', flags.onUnknown, config.onUnknown);
  const baseline = pick('baseline', 'baseline', flags.baseline, config.baseline);
  const mask = pick('mask', 'mask', flags.mask, config.mask);
  const { onUnknown: _, baseline: __, mask: ___, ...others } = flags;
  const settled: CheckFlags = {
    ...others,
    format: pick('format', 'format', flags.format, config.format),
    output: pick('outputs', 'output', flags.output, config.outputs),
    failOn: pick('failOn', 'failOn', flags.failOn, config.failOn),
    only: pick('only', 'only', flags.only, config.only),
    skip: pick('skip', 'skip', flags.skip, config.skip),
    plugin: pick('plugins', 'plugin', flags.plugin, config.plugins),
    ...(onUnknown !== undefined && { onUnknown }),
    ...(baseline !== undefined && { baseline }),
    ...(mask !== undefined && { mask }),
  };
  for (const key of ['levels', 'suppressions'] as const) {
    if (config[key]) shown.push({ key, value: config[key], origin: read?.file ?? '' });
  }
  return {
    flags: settled,
    exports,
    levels: new Map(Object.entries(config.levels ?? {})),
    levelPlaces: read?.levelPlaces ?? new Map(),
    ...(read && { file: read.file }),
    suppressions: read?.suppressions ?? [],
    shown,
  };
}

async function configAsked({ config }: CheckFlags): Promise<ReadConfig | undefined> {
  if (config === false) return undefined;
  const file = typeof config === 'string' ? config : nearestConfig(process.cwd());
  return file === undefined ? undefined : readConfig(file);
}

/** The settings as lines of YAML, each with its origin. */
export function settingsText({ shown }: CheckSettings): string {
  const rows = shown.map(({ key, value, origin }) => ({ text: `${key}: ${JSON.stringify(value)}`, origin }));
  const width = Math.min(60, Math.max(...rows.map(({ text }) => text.length)));
  return rows.map(({ text, origin }) => `${text.padEnd(width)}  # ${origin}\n`).join('');
}
