import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';

/**
 * The certificates to trust: those given, beside the usual ones of Node.js. Naming any takes the place of the usual
 * ones, so these are named too, with those of NODE_EXTRA_CA_CERTS (https://nodejs.org/api/cli.html#node_extra_ca_certsfile).
 * @returns undefined where none are given, so that the usual ones count.
 */
export function trustedBeside(given: readonly string[] | undefined): string[] | undefined {
  return given && given.length > 0 ? [...tls.rootCertificates, ...extraOfMachine(), ...given] : undefined;
}

function extraOfMachine(): string[] {
  const file = process.env['NODE_EXTRA_CA_CERTS'];
  if (!file) return [];
  try {
    return [readFileSync(file, 'utf8')];
  } catch {
    // Node.js has warned of it at its start.
    return [];
  }
}
