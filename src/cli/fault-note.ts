import type { Fault } from '../sources/loanpro-api/session.js';

/** What LoanPro did not answer, why, and where a person finds it. */
export function faultNote({ endpoint, words, menu }: Fault): string {
  return `${endpoint}: ${words}${menu === undefined ? '' : ` Look at ${menu}.`}`;
}
