import type { Path } from '../account/pointer.js';
import type { Account, Customer, Link, Notification } from '../account/types.js';
import type { AskedEvent } from './asked-event.js';
import type { Probed } from './probed.js';

/** What is asked about every email of a run. */
export interface Question {
  /** The moment asked about, in milliseconds since 1970. */
  readonly now: number;
  /** The offset the moment was given in, in minutes east of UTC; stands in for an unknown company time zone. */
  readonly offset: number;
  /** A manual email instead of an automated notification. */
  readonly direct: boolean;
  /** The event that happened, where the person named one. */
  readonly event: AskedEvent | undefined;
}

/**
 * How the customer stands to the loan in question: `linked`, `no-links` (known to have none), `not-among-links`
 * (a loan was asked about that is not there), `links-absent` (not known), `no-customer` (account settings alone).
 */
export type Linkage = 'linked' | 'no-links' | 'not-among-links' | 'links-absent' | 'no-customer';

/** Which email is meant: one notification (none for direct mail), one customer, one loan. */
export interface Subject {
  readonly notification: { readonly value: Notification; readonly index: number } | undefined;
  readonly customer: { readonly value: Customer; readonly index: number } | undefined;
  readonly link: { readonly value: Link; readonly index: number } | undefined;
  readonly linkage: Linkage;
}

/** Where the subjects stand in the export; used to point at a fact. */
export interface Where {
  readonly notification: Path;
  readonly customer: Path;
  readonly link: Path;
}

/** Everything a check may look at. A check sees the slices it declares in `needs`, the question and the places. */
export interface Facts {
  readonly question: Question;
  readonly at: Where;
  readonly tenant: Account['tenant'];
  readonly connections: Account['connections'];
  readonly transport: Account['transport'];
  readonly companyEmails: Account['companyEmails'];
  readonly doNotDisturb: Account['doNotDisturb'];
  readonly enrollmentByStatus: Account['enrollmentByStatus'];
  readonly communicationHistory: Account['communicationHistory'];
  /** Absent where nothing was asked over the network. */
  readonly probed: Probed | undefined;
  /** Absent for direct mail. */
  readonly notification: Notification | undefined;
  /** All of them, for what compares one with the others. */
  readonly notifications: Account['notifications'];
  readonly customer: Customer | undefined;
  /** Present when `linkage` is `linked`. */
  readonly link: Link | undefined;
  readonly linkage: Linkage;
}

/** A part of the facts that a check can declare in `needs`; `link` brings `linkage` with it. */
export type Slice = Exclude<keyof Facts, 'question' | 'at' | 'linkage'>;

/** The facts as a check sees them: an undeclared slice does not type-check. */
export type View<N extends Slice> = Pick<
  Facts,
  N | 'question' | 'at' | ('link' extends N ? 'linkage' : never)
>;

/** The facts of one email. */
export function factsOf(account: Account, question: Question, subject: Subject, probed?: Probed): Facts {
  return new EmailFacts(account, question, subject, probed);
}

/** Of a million emails most are counted only, so the places are made when a fact is to be pointed at. */
class EmailFacts implements Facts {
  readonly question: Question;
  readonly tenant: Account['tenant'];
  readonly connections: Account['connections'];
  readonly transport: Account['transport'];
  readonly companyEmails: Account['companyEmails'];
  readonly doNotDisturb: Account['doNotDisturb'];
  readonly enrollmentByStatus: Account['enrollmentByStatus'];
  readonly communicationHistory: Account['communicationHistory'];
  readonly probed: Probed | undefined;
  readonly notification: Notification | undefined;
  readonly notifications: Account['notifications'];
  readonly customer: Customer | undefined;
  readonly link: Link | undefined;
  readonly linkage: Linkage;
  readonly #subject: Subject;

  constructor(account: Account, question: Question, subject: Subject, probed: Probed | undefined) {
    this.question = question;
    this.tenant = account.tenant;
    this.connections = account.connections;
    this.transport = account.transport;
    this.companyEmails = account.companyEmails;
    this.doNotDisturb = account.doNotDisturb;
    this.enrollmentByStatus = account.enrollmentByStatus;
    this.communicationHistory = account.communicationHistory;
    this.probed = probed;
    this.notification = subject.notification?.value;
    this.notifications = account.notifications;
    this.customer = subject.customer?.value;
    this.link = subject.link?.value;
    this.linkage = subject.linkage;
    this.#subject = subject;
  }

  get at(): Where {
    const { notification, customer, link } = this.#subject;
    const ofCustomer: Path = ['customers', customer?.index ?? 0];
    return {
      notification: ['notifications', notification?.index ?? 0],
      customer: ofCustomer,
      link: [...ofCustomer, 'links', link?.index ?? 0],
    };
  }
}
