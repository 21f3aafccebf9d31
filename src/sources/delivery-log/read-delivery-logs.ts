import { UsageError } from '../../core/errors.js';
import { counted, listed } from '../../core/words.js';
import { Unreadable } from '../export/read-bytes.js';
import type { Place } from '../export/source-text.js';
import { eventsOfJson } from './json-events.js';
import { CutOff, logBytes } from './log-bytes.js';
import { LogClock } from './log-clock.js';
import { type LogRecord, LogRecords } from './log-records.js';
import { type LoggedEmail, LoggedEmails } from './logged-emails.js';
import { PostfixLog } from './postfix-log.js';

/** How delivery logs are read. */
export interface DeliveryLogOptions {
  /** Only emails to these are kept. Absent: all, as far as memory goes. */
  readonly addresses?: ReadonlySet<string>;
  /** The moment before which times without a year lie; milliseconds since 1970. */
  readonly now: number;
  /** The time zone of times without an offset. Absent: UTC. */
  readonly zone?: string | undefined;
}

/** What delivery logs tell. */
export interface DeliveryLogs {
  /** One a message and recipient, the oldest first. */
  readonly rows: readonly LoggedEmail[];
  /** Of each file that has any: how many lines could not be read, and the first of them. */
  readonly unreadable: readonly UnreadableLines[];
  /** How many records were read, whoever they are about. */
  readonly read: number;
  /** What a person should know of the reading, in sentences. */
  readonly notes: readonly string[];
}

/** Lines of a file that could not be read. */
export interface UnreadableLines {
  readonly file: string;
  readonly count: number;
  readonly lines: readonly number[];
}

const MOST_LINES = 5;
const FORMS = "SendGrid's Event Webhook, Amazon SES or Postfix";

/**
 * Reads the logs of sending services and mail servers: SendGrid's Event Webhook, Amazon SES, Postfix. Which one it is
 * shows in each record; files may be packed with gzip, and records may stand in any order and more than once.
 *
 * @param files As typed; `-` is standard input.
 * @throws UsageError for a file that cannot be read, or in which there is no record of such a log.
 */
export async function readDeliveryLogs(
  files: readonly string[],
  { addresses, now, zone }: DeliveryLogOptions,
): Promise<DeliveryLogs> {
  const wanted = addresses && new Set([...addresses].map((address) => address.trim().toLowerCase()));
  const emails = new LoggedEmails(wanted);
  const clock = new LogClock(now, zone ?? 'UTC');
  // One for all files: of an email that was tried for days, one rotated file has the beginning and another the end.
  const postfix = new PostfixLog(clock, (event, place) => emails.add(event, place));
  const readings: FileReading[] = [];
  // A file that is named twice tells nothing new.
  for (const file of new Set(files)) {
    const reading = new FileReading(file, emails, clock, postfix);
    await reading.run();
    readings.push(reading);
  }
  const { leftOut } = emails;
  return {
    rows: emails.all(),
    unreadable: readings.flatMap((reading) => reading.unreadable ?? []),
    read: readings.reduce((sum, { read }) => sum + read, 0),
    notes: [
      ...readings.flatMap((reading) => reading.notes(zone)),
      ...(leftOut.emails > 0
        ? [
            `The delivery logs have more emails than are kept: the ${counted(leftOut.emails, 'email')} logged first are left out.`,
          ]
        : []),
      ...(leftOut.events > 0
        ? [`Of emails with very many events, ${counted(leftOut.events, 'event')} are left out.`]
        : []),
    ],
  };
}

/** One log file, from its first record to its last. */
class FileReading {
  readonly file: string;
  read = 0;
  readonly #emails: LoggedEmails;
  readonly #clock: LogClock;
  readonly #postfix: PostfixLog;
  #events = 0;
  #unread = 0;
  #lastUnread = 0;
  readonly #lines: number[] = [];
  #isCutOff = false;
  #isAssuming = false;

  constructor(file: string, emails: LoggedEmails, clock: LogClock, postfix: PostfixLog) {
    this.file = file;
    this.#emails = emails;
    this.#clock = clock;
    this.#postfix = postfix;
  }

  async run(): Promise<void> {
    const { deliveries } = this.#postfix;
    this.#clock.isAssuming = false;
    await this.#readRecords();
    this.#events += this.#postfix.deliveries - deliveries;
    this.#isAssuming = this.#clock.isAssuming;
  }

  async #readRecords(): Promise<void> {
    const records = new LogRecords();
    try {
      for await (const block of logBytes(this.file)) {
        for (const record of records.push(block)) this.#take(record);
        this.#refuseOther();
      }
    } catch (error) {
      if (error instanceof Unreadable) {
        throw new UsageError('usage', `--delivery-log "${this.file}": ${error.message}`, [], {
          cause: error,
        });
      }
      if (!(error instanceof CutOff)) throw error;
      this.#isCutOff = true;
    }
    for (const record of records.end()) this.#take(record);
    if (this.read === 0 && this.#unread > 0) this.#refuse();
  }

  get unreadable(): UnreadableLines | undefined {
    return this.#unread > 0 ? { file: this.file, count: this.#unread, lines: this.#lines } : undefined;
  }

  notes(zone: string | undefined): string[] {
    const more = this.#unread - this.#lines.length;
    const lines = [...this.#lines.map(String), ...(more > 0 ? [`${more} more`] : [])];
    return [
      ...(this.#unread > 0
        ? [
            `${this.file}: ${counted(this.#unread, 'line')} could not be read: ${this.#unread === 1 ? 'line' : 'lines'} ${listed(lines)}. What ${this.#unread === 1 ? 'it says' : 'they say'} is missing here.`,
          ]
        : []),
      ...(this.#isCutOff
        ? [`${this.file}: the compressed file is cut off; what comes before its end counts.`]
        : []),
      ...(this.#events === 0 ? [`${this.file}: it tells of no delivery.`] : []),
      ...(this.#isAssuming
        ? [
            `${this.file}: its times lack a year or an offset; they are read as the latest possible ones, in ${zone ?? 'UTC'}.`,
          ]
        : []),
    ];
  }

  #take({ kind, text, line, column, isDebris }: LogRecord): void {
    const place = { file: this.file, line, column };
    if (text !== undefined && (kind === 'json' ? this.#json(text, place) : this.#postfix.take(text, place))) {
      this.read += 1;
      return;
    }
    // Told once a line, and of a broken record once in all.
    if (isDebris || line === this.#lastUnread) return;
    this.#lastUnread = line;
    this.#unread += 1;
    if (this.#lines.length < MOST_LINES) this.#lines.push(line);
  }

  #json(text: string, place: Place): boolean {
    const events = eventsOfJson(text);
    for (const event of events ?? []) this.#emails.add(event, place);
    this.#events += events?.length ?? 0;
    return events !== undefined;
  }

  /** A large file of another kind is not read to its end. */
  #refuseOther(): void {
    if (this.read === 0 && this.#unread > MOST_STRANGE) this.#refuse();
  }

  #refuse(): never {
    throw new UsageError(
      'usage',
      `--delivery-log "${this.file}": none of its lines could be read as a record of ${FORMS}.`,
    );
  }
}

const MOST_STRANGE = 10_000;
