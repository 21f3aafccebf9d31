import type { StatusRef } from '../../account/types.js';
import { type Fields, idOf, textOf } from './values.js';

type Id = string | number;

/** Names of statuses and sub-statuses by id, as they come along in answers. */
export class StatusNames {
  readonly #asWritten: ReadonlySet<string>;
  readonly #statuses = new Map<string, string>();
  readonly #subStatuses = new Map<string, { readonly title: string; readonly parent: Id | undefined }>();

  /** Sub-statuses that an export names in full are not shortened. */
  constructor(asWritten: ReadonlySet<string> = new Set()) {
    this.#asWritten = asWritten;
  }

  /** A LoanStatus. */
  learnStatus(entity: Fields | null | undefined): void {
    this.#learn(entity?.['id'], entity?.['title']);
  }

  /** A LoanSubStatus. */
  learnSubStatus(entity: Fields | null | undefined): void {
    this.#learnSub(entity?.['id'], entity?.['title'], entity?.['parent']);
  }

  /** A day of the status archive, which names what it describes. */
  learnDay(row: Fields): void {
    this.#learn(row['loanStatusId'], row['loanStatusText']);
    this.#learnSub(row['loanSubStatusId'], row['loanSubStatusText'], row['loanStatusId']);
  }

  #learn(id: unknown, title: unknown): void {
    const [key, text] = [idOf(id), textOf(title)];
    if (key != null && text) this.#statuses.set(String(key), text.trim());
  }

  #learnSub(id: unknown, title: unknown, parent: unknown): void {
    const [key, text] = [idOf(id), textOf(title)];
    if (key != null && text)
      this.#subStatuses.set(String(key), { title: text.trim(), parent: idOf(parent) ?? undefined });
  }

  statusOf(id: Id): string | undefined {
    return this.#statuses.get(String(id));
  }

  /** The status that a sub-status belongs to. */
  parentOf(id: Id): Id | undefined {
    return this.#subStatuses.get(String(id))?.parent;
  }

  knowsSub(id: Id): boolean {
    return this.#subStatuses.has(String(id));
  }

  /**
   * The name of a sub-status. Some accounts write the status into it, "Open - Repaying", which is shortened to
   * "Repaying", the way the export writes it.
   */
  subStatusOf(id: Id): string | undefined {
    const entry = this.#subStatuses.get(String(id));
    if (!entry) return undefined;
    const { title, parent } = entry;
    const prefix = `${parent === undefined ? undefined : this.statusOf(parent)} - `;
    const short = title.startsWith(prefix) ? title.slice(prefix.length).trim() : '';
    return short === '' || this.#asWritten.has(title) ? title : short;
  }

  /** Both names from ids as an entity has them: null for none, absent where a name is not known. */
  refOf(statusId: unknown, subStatusId: unknown): StatusRef {
    const sub = idOf(subStatusId);
    const own = idOf(statusId);
    const status = own ?? (sub == null ? own : this.parentOf(sub));
    return {
      ...known('status', status, (id) => this.statusOf(id)),
      ...known('subStatus', sub, (id) => this.subStatusOf(id)),
    };
  }
}

function known(
  key: 'status' | 'subStatus',
  id: Id | null | undefined,
  nameOf: (id: Id) => string | undefined,
): StatusRef {
  const name = id == null ? id : nameOf(id);
  return name === undefined ? {} : { [key]: name };
}
