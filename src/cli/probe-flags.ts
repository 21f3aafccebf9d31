import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { UsageError } from '../core/errors.js';
import type { ProbeOptions } from '../probes/probe-account.js';
import { isRegion } from '../probes/ses/region.js';

/** The options of a command that asks the network, as commander hands them over. */
export interface ProbeFlags {
  readonly timeout?: string;
  readonly allowPrivate: boolean;
  readonly ca: readonly string[];
  readonly dnsServer?: string;
  readonly sesEndpoint?: string;
  readonly sesRegion: readonly string[];
  readonly probeRecipient: boolean;
}

const DEFAULT_SECONDS = 20;
const MOST_SECONDS = 600;

/**
 * What those options mean, looked at before anything is contacted.
 * @throws UsageError for a value that is none.
 */
export function probeOptions(flags: ProbeFlags): Omit<ProbeOptions, 'signal' | 'onStage' | 'environment'> {
  return {
    timeoutMs: secondsOf(flags.timeout) * 1000,
    allowPrivate: flags.allowPrivate,
    ca: flags.ca.length > 0 ? flags.ca.map(certificatesIn) : undefined,
    dnsServer: flags.dnsServer,
    sesEndpoint: flags.sesEndpoint === undefined ? undefined : endpointOf(flags.sesEndpoint),
    sesRegions: flags.sesRegion.flatMap((value) => value.split(',')).map(regionOf),
    namesRecipient: flags.probeRecipient,
  };
}

function secondsOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_SECONDS;
  const seconds = text.trim() === '' ? Number.NaN : Number(text);
  if (seconds > 0 && seconds <= MOST_SECONDS) return seconds;
  throw new UsageError(
    'usage',
    `--timeout "${text}" is not a number of seconds above 0 and up to ${MOST_SECONDS}.`,
  );
}

function certificatesIn(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError('usage', `--ca "${file}" cannot be read: ${why}`, [], { cause: error });
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new UsageError(
    'usage',
    `--ca "${file}" holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).`,
  );
}

/** Signed requests go over TLS; in clear text to this machine alone. */
function endpointOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const host = url?.hostname ?? '';
  const isLoopback = host === 'localhost' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'));
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)) return text;
  throw new UsageError(
    'usage',
    `--ses-endpoint "${text}" is not an https address (http is for this machine alone).`,
  );
}

function regionOf(text: string): string {
  const region = text.trim();
  if (isRegion(region)) return region;
  throw new UsageError('usage', `--ses-region "${text}" is not an AWS Region, such as us-east-1.`);
}
