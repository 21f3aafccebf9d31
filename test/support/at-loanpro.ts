import type { LoanProStandIn } from '../servers/loanpro-stand-in.js';
import { mailcheck, type Ran } from './mailcheck.js';

export const AT = ['--at', '2026-11-03T17:30:00Z'];

/** The environment in which the command reads a stand-in of LoanPro. */
export function environment({ url, token, tenantId }: LoanProStandIn): Record<string, string> {
  return { LOANPRO_API_URL: url, LOANPRO_API_KEY: token, LOANPRO_TENANT_ID: tenantId };
}

/** Runs the built command in a folder against a stand-in of LoanPro. */
export function atLoanPro(
  server: LoanProStandIn,
  cwd: string,
  args: readonly string[],
  { input = '', env = {} }: { input?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<Ran> {
  return mailcheck(args, { cwd, input, env: { ...environment(server), ...env } });
}
