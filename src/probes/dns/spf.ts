import type { Spf, SpfCoverage, Told } from '../../core/probed-dns.js';
import { isWithin } from './address-within.js';
import type { Answer, Questions } from './questions.js';
import { hasMacro, isSpf, type Mechanism, parseSpf } from './spf-record.js';

/** How the mail leaves: through a provider whose includes are known, or a server with these addresses. */
export interface Way {
  /** Names of which one suffices, such as `_spf.google.com`. */
  readonly includes: readonly string[];
  readonly addresses: readonly string[];
}

// Far beyond the 10 that are allowed it makes no difference how many there are, and a record that leads back to
// itself never ends.
const MOST_COUNTED = 40;
// RFC 7208, section 4.6.4.
const MOST_MAIL_SERVERS = 10;

/**
 * Evaluates the SPF record of a domain as a receiver does (RFC 7208, section 4.6), but to its end, so that every
 * look-up it may cost is counted.
 * @param way absent where the mail does not leave in the domain's own name, so that there is nothing to cover.
 */
export async function readSpf(domain: string, ask: Questions, way: Way | undefined): Promise<Told<Spf>> {
  const answer = await ask.txt(domain);
  if (answer.kind === 'failed') return { isKnown: false, words: answer.words };
  const records = spfIn(answer);
  const found = { domainExists: answer.kind !== 'no-name', records };
  const [record] = records;
  if (record === undefined || records.length > 1)
    return { isKnown: true, value: { ...found, lookups: 0, isCounted: true, voidLookups: 0 } };
  const walk = new Walk(ask, way ?? { includes: [], addresses: [] });
  const end = await walk.evaluate(domain, record);
  const value: Spf = {
    ...found,
    fault: end.kind === 'fault' ? end.how : undefined,
    lookups: walk.lookups,
    isCounted: walk.isCounted,
    voidLookups: walk.voidLookups,
    coverage: way && coverageOf(end, way),
  };
  return { isKnown: true, value };
}

/** What a record comes to for mail that leaves this way. */
type End =
  | { readonly kind: 'pass' | 'fault' | 'unclear'; readonly how: string }
  /** `by`: the term that says no; without one it says nothing. */
  | { readonly kind: 'no'; readonly by?: Mechanism };

/** Whether a term is about mail that leaves this way; `how` repeats the term, or says why it is not certain. */
type Match = { readonly kind: 'yes' | 'maybe' | 'fault'; readonly how: string } | { readonly kind: 'no' };

const NO: Match = { kind: 'no' };
const maybe = (how: string): Match => ({ kind: 'maybe', how });

function coverageOf(end: End, { includes, addresses }: Way): SpfCoverage | undefined {
  switch (end.kind) {
    case 'pass':
      return { verdict: 'covered', how: end.how };
    case 'fault':
      return undefined;
    case 'unclear':
      return { verdict: 'unclear', how: end.how };
    case 'no': {
      if (end.by && end.by.kind !== 'all')
        return { verdict: 'not-covered', how: `${end.by.text} excludes it` };
      const [include] = includes;
      if (include !== undefined) return { verdict: 'not-covered', how: `include:${include} is missing` };
      if (addresses.length === 0)
        return { verdict: 'unclear', how: 'the addresses of the mail server are not known' };
      return { verdict: 'not-covered', how: `it does not allow ${addresses.slice(0, 3).join(', ')}` };
    }
  }
}

const spfIn = (answer: Answer<string>) => (answer.kind === 'found' ? answer.records.filter(isSpf) : []);

class Walk {
  readonly #ask: Questions;
  readonly #addresses: readonly string[];
  readonly #includes: ReadonlySet<string>;
  lookups = 0;
  voidLookups = 0;
  isCounted = true;

  constructor(ask: Questions, { includes, addresses }: Way) {
    this.#ask = ask;
    this.#addresses = addresses;
    this.#includes = new Set(includes.map((name) => name.toLowerCase()));
  }

  /** The first term that decides counts; those after it cost look-ups where it does not decide. */
  async evaluate(domain: string, text: string): Promise<End> {
    const record = parseSpf(text);
    if (typeof record === 'string') return { kind: 'fault', how: record };
    let end: End | undefined;
    let doubt: string | undefined;
    for (const mechanism of record.mechanisms) {
      const match = await this.#match(mechanism, domain);
      if (match.kind === 'maybe') doubt ??= match.how;
      else if (match.kind !== 'no') end ??= endOf(match, mechanism);
    }
    if (record.redirect !== undefined) {
      const name = record.redirect;
      const redirected = await this.#other(name, `redirect=${name}`);
      end ??= redirected;
    }
    end ??= { kind: 'no' };
    // A term that may have matched before makes all but a pass uncertain.
    return doubt === undefined || end.kind === 'pass' ? end : { kind: 'unclear', how: doubt };
  }

  async #match(mechanism: Mechanism, domain: string): Promise<Match> {
    const { text } = mechanism;
    if (mechanism.kind === 'all') return { kind: 'yes', how: text };
    if (mechanism.kind === 'ip')
      return this.#isOurs([mechanism.network], mechanism.bits) ? { kind: 'yes', how: text } : NO;
    if (mechanism.kind === 'include') return this.#include(mechanism.domain, text);
    // The others cost one look-up each (RFC 7208, section 4.6.4).
    if (!this.#count()) return maybe('it needs too many look-ups');
    if (mechanism.kind === 'ptr') return maybe(`${text} depends on the name of the sending server`);
    const name = mechanism.domain ?? domain;
    if (hasMacro(name)) return maybe(`${text} depends on the mail`);
    if (mechanism.kind === 'exists') return this.#exists(name, text);
    return mechanism.kind === 'a' ? this.#a(name, mechanism) : this.#mx(name, mechanism);
  }

  async #include(name: string, text: string): Promise<Match> {
    const end = await this.#other(name, text);
    switch (end.kind) {
      case 'no':
        return NO;
      case 'pass':
        return { kind: 'yes', how: end.how === text ? text : `${end.how} in ${text}` };
      case 'unclear':
        return maybe(end.how);
      case 'fault':
        return { kind: 'fault', how: end.how };
    }
  }

  /** The record of another domain (sections 5.2 and 6.1); one of those looked for passes, whatever else it says. */
  async #other(name: string, text: string): Promise<End> {
    if (!this.#count()) return { kind: 'unclear', how: 'it needs too many look-ups' };
    if (hasMacro(name)) {
      this.isCounted = false;
      return { kind: 'unclear', how: `${text} depends on the mail` };
    }
    const answer = await this.#ask.txt(name);
    const isSought = this.#includes.has(name.toLowerCase().replace(/\.$/, ''));
    if (answer.kind === 'failed') {
      this.isCounted = false;
      return isSought ? { kind: 'pass', how: text } : { kind: 'unclear', how: `${text}: ${answer.words}` };
    }
    if (answer.kind !== 'found') this.voidLookups += 1;
    const records = spfIn(answer);
    const [record] = records;
    if (record === undefined) return { kind: 'fault', how: `${text} leads to no SPF record` };
    if (records.length > 1) return { kind: 'fault', how: `${text} leads to ${records.length} SPF records` };
    const end = await this.evaluate(name, record);
    if (end.kind === 'fault') return { kind: 'fault', how: `${text}: ${end.how}` };
    return isSought ? { kind: 'pass', how: text } : end;
  }

  async #exists(name: string, text: string): Promise<Match> {
    const answer = await this.#ask.ipv4(name);
    if (answer.kind === 'failed') return maybe(`${text}: ${answer.words}`);
    if (answer.kind === 'found') return { kind: 'yes', how: text };
    this.voidLookups += 1;
    return NO;
  }

  async #a(name: string, term: HostTerm): Promise<Match> {
    const answers = await Promise.all([this.#ask.ipv4(name), this.#ask.ipv6(name)]);
    if (answers.every(({ kind }) => kind === 'no-record' || kind === 'no-name')) this.voidLookups += 1;
    return this.#isAt(answers, term);
  }

  async #mx(name: string, term: HostTerm): Promise<Match> {
    const answer = await this.#ask.mx(name);
    if (answer.kind === 'failed') return maybe(`${term.text}: ${answer.words}`);
    if (answer.kind !== 'found') {
      this.voidLookups += 1;
      return NO;
    }
    if (answer.records.length > MOST_MAIL_SERVERS)
      return { kind: 'fault', how: `${term.text} finds more than ${MOST_MAIL_SERVERS} mail servers` };
    // Who they are matters only where an address is looked for among them.
    if (this.#addresses.length === 0) return NO;
    const names = answer.records.map(({ exchange }) => exchange).filter((exchange) => exchange !== '');
    const answers = await Promise.all(
      names.flatMap((exchange) => [this.#ask.ipv4(exchange), this.#ask.ipv6(exchange)]),
    );
    return this.#isAt(answers, term);
  }

  #isAt(answers: readonly Answer<string>[], { text, bits4, bits6 }: HostTerm): Match {
    const found = answers.flatMap((answer) => (answer.kind === 'found' ? answer.records : []));
    if (this.#isOurs(found, bits4, bits6)) return { kind: 'yes', how: text };
    const failed = answers.find((answer) => answer.kind === 'failed');
    return failed?.kind === 'failed' && this.#addresses.length > 0 ? maybe(`${text}: ${failed.words}`) : NO;
  }

  #isOurs(networks: readonly string[], bits4: number, bits6 = bits4): boolean {
    return this.#addresses.some((address) =>
      networks.some((network) => isWithin(address, network, address.includes(':') ? bits6 : bits4)),
    );
  }

  /** @returns false where no more are counted. */
  #count(): boolean {
    if (this.lookups >= MOST_COUNTED) {
      this.isCounted = false;
      return false;
    }
    this.lookups += 1;
    return true;
  }
}

type HostTerm = Extract<Mechanism, { kind: 'a' | 'mx' }>;

function endOf(match: Exclude<Match, { kind: 'no' }>, mechanism: Mechanism): End {
  if (match.kind === 'fault') return { kind: 'fault', how: match.how };
  return mechanism.qualifier === '+' ? { kind: 'pass', how: match.how } : { kind: 'no', by: mechanism };
}
