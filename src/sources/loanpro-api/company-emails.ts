import type { CompanyEmail } from '../../account/types.js';
import type { Answer } from './client.js';
import { LoanProFailed } from './failure.js';
import { refusedCredentials, type Session } from './session.js';
import { entriesOf, type Fields, fieldsOf, flagOf, idOf, numberOf, present, textOf } from './values.js';

const PAGE = 50; // LoanPro's default: https://developers.loanpro.io/docs/filtering-and-paginating-responses
const MOST_PAGES = 10;

export const WRONG_TENANT = 'The tenant id or the URL may be wrong (LOANPRO_TENANT_ID, LOANPRO_API_URL). ';

/** The path that every role needs, and that proves the credentials. */
export function companyEmailsPath(tenantId: string): string {
  return `odata.svc/Tenants(${tenantId})/CompanyEmails`;
}

/**
 * The company email addresses; undefined when this endpoint alone did not answer.
 *
 * @throws UsageError when the token, the tenant id or the URL is wrong, LoanProFailed when there is no connection.
 */
export async function readCompanyEmails(session: Session): Promise<CompanyEmail[] | undefined> {
  const path = companyEmailsPath(session.client.settings.tenantId);
  const rows: Fields[] = [];
  let total = 0;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await session.get(
      path,
      page === 0 ? undefined : { $top: String(PAGE), $skip: String(rows.length) },
    );
    if (page === 0) refuseWrongTenant(path, answer);
    if (!answer.ok) {
      session.failed(path, answer.failure, [['companyEmails']]);
      return undefined;
    }
    const entries = entriesOf(answer.d);
    if (!entries) {
      session.unanswered(path, 'The answer holds no list.', [['companyEmails']]);
      return undefined;
    }
    const known = new Set(rows.map(({ id }) => String(id)));
    const added = entries.filter(({ id }) => !known.has(String(id)));
    rows.push(...added);
    total = numberOf(fieldsOf(fieldsOf(answer.d)?.['summary'])?.['total']) ?? 0;
    // A server that does not heed $skip gives the same page again.
    if (added.length === 0 || rows.length >= total) break;
  }
  if (rows.length < total) {
    // An address that is not among a part of them may be among the rest.
    session.unanswered(path, `LoanPro has ${total} addresses and gave ${rows.length}.`, [['companyEmails']]);
    return undefined;
  }
  session.came(path, ['companyEmails']);
  return rows.map(companyEmailOf);
}

/** Of this path "not found" means the tenant; a server that cannot be reached will answer nothing else either. */
function refuseWrongTenant(path: string, answer: Answer): void {
  if (answer.ok) return;
  const { kind, words } = answer.failure;
  if (kind === 'not-found') {
    throw refusedCredentials({
      kind,
      words: `${WRONG_TENANT}${words}`,
    });
  }
  if (kind === 'no-connection') throw new LoanProFailed(path, answer.failure);
}

function companyEmailOf(row: Fields): CompanyEmail {
  return present({
    id: idOf(row['id']) ?? undefined,
    email: textOf(row['email']),
    type: textOf(row['type']),
    primary: flagOf(row['primary']),
    validated: flagOf(row['validated']),
  });
}
