import { isDate, offsetMinutes, parseInstant } from '../../calendar/zone.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;
/** A leap day may lie that many years back. */
const MOST_YEARS = 8;

/** Reads the times of mail logs, which may have neither a year nor an offset. */
export class LogClock {
  /** A time was read that has no year, or no offset, of its own. */
  isAssuming = false;
  readonly #now: number;
  readonly #zone: string;
  #hour = '';
  #offset = 0;

  /**
   * @param now the moment before which the times lie, in milliseconds since 1970; a day more is allowed.
   * @param zone the time zone of clocks that do not name theirs.
   */
  constructor(now: number, zone: string) {
    this.#now = now;
    this.#zone = zone;
  }

  /** Milliseconds since 1970; undefined for what is no time. */
  read(text: string): number | undefined {
    return (
      parseInstant(text)?.epochMs ?? (/^\d/.test(text) ? this.#withoutOffset(text) : this.#withoutYear(text))
    );
  }

  #withoutOffset(text: string): number | undefined {
    const { epochMs } = parseInstant(`${text}Z`) ?? {};
    return epochMs === undefined ? undefined : this.#inZone(text.slice(0, 13), epochMs);
  }

  /** `Nov  2 07:00:14`, as RFC 3164, section 4.1.2 has it, with or without a fraction. */
  #withoutYear(text: string): number | undefined {
    const [, name = '', day = '', time = ''] =
      /^([A-Z][a-z]{2}) ([ \d]\d) (\d\d:\d\d:\d\d(?:\.\d+)?)$/.exec(text) ?? [];
    const month = MONTHS.indexOf(name) + 1;
    if (month === 0) return undefined;
    const latest = new Date(this.#now + DAY_MS).getUTCFullYear();
    for (let year = latest; year > latest - MOST_YEARS; year -= 1) {
      const date = `${year}-${two(month)}-${two(Number(day))}`;
      const local = isDate(date) ? parseInstant(`${date}T${time}Z`)?.epochMs : undefined;
      if (local === undefined) continue;
      const at = this.#inZone(`${date}T${time.slice(0, 2)}`, local);
      if (at <= this.#now + DAY_MS) return at;
    }
    return undefined;
  }

  /** The instant at which the clocks of the zone show this; of two such, one. */
  #inZone(hour: string, local: number): number {
    this.isAssuming = true;
    if (hour !== this.#hour) {
      const near = local - offsetMinutes(this.#zone, local) * 60_000;
      this.#offset = offsetMinutes(this.#zone, near);
      this.#hour = hour;
    }
    return local - this.#offset * 60_000;
  }
}

const two = (number: number) => String(number).padStart(2, '0');
