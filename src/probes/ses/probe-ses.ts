import { GetAccountCommand, GetSuppressedDestinationCommand } from '@aws-sdk/client-sesv2';
import { Cancelled } from '../../core/errors.js';
import type { ProbeStage } from '../../core/probed.js';
import {
  addressKey,
  type SesAccount,
  type SesAnswer,
  type SesIdentities,
  type SesProbed,
  type SesRefusal,
  type SesStage,
  type SesSuppression,
  standingOf,
} from '../../core/probed-ses.js';
import { type Lookup, systemLookup } from '../resolve-host.js';
import { guardedLookup } from './guarded-lookup.js';
import {
  type AskIdentity,
  type IdentityAnswer,
  identitiesOf,
  identityCommand,
  toIdentity,
} from './identities.js';
import { type Judged, judgeReply, type Refused } from './judge-reply.js';
import { NOT_AN_ANSWER, type ReadWord, readAccount, readSuppression } from './read-answer.js';
import { hostOf, isRegion, nearestRegion, OLDEST_REGION } from './region.js';
import { type Reply, Session } from './session.js';
import { type Told, tellAccount, tellIdentities, tellRefusal, tellSuppressions } from './tell-stages.js';
import { withinLimit } from './within-limit.js';

/** What is to be asked. */
export interface SesAsk {
  /** As the export has them; the secrets as they are, not where they are to be found. */
  readonly settings: {
    readonly region: string;
    readonly accessKeyId: string;
    /** Absent: known to be set but not here; `withheld` says why. */
    readonly secretAccessKey: string | undefined;
    /** Only with temporary keys. */
    readonly sessionToken?: string | undefined;
  };
  /** Why a secret is not here, in a few words: nothing is asked then. */
  readonly withheld?: string | undefined;
  /** A URL to ask instead of Amazon's own, in every Region; its address is not looked at, as the person gave it. */
  readonly endpoint?: string | undefined;
  /** Regions to look in for a from address that is not verified in the one set. */
  readonly otherRegions: readonly string[];
  /** The from addresses messages would use. */
  readonly senders: readonly string[];
  readonly recipients: readonly string[];
  readonly allowPrivate?: boolean | undefined;
  /** Certificates trusted beside the usual ones, in PEM. */
  readonly ca?: readonly string[] | undefined;
  readonly lookup?: Lookup | undefined;
  /** Milliseconds for the whole. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onStage?: ((stage: SesStage) => void) | undefined;
}

/**
 * Asks Amazon SES whether an account may send, from these addresses and to these recipients. It only reads: GetAccount,
 * GetEmailIdentity and GetSuppressedDestination. Whatever the network does ends in a result, within the time given.
 * @throws Cancelled when the signal is aborted, TypeError for an `endpoint` that is no URL.
 */
export async function probeSes(ask: SesAsk): Promise<SesProbed> {
  return new Probe(ask).run();
}

class Probe {
  readonly #ask: SesAsk;
  readonly #region: string;
  readonly #keyId: string;
  readonly #find: Lookup;
  readonly #start = performance.now();
  readonly #stages: ProbeStage[] = [];
  readonly #sessions: Session[] = [];

  constructor(ask: SesAsk) {
    this.#ask = ask;
    // Blanks around them are for the ses-settings check to tell.
    this.#region = ask.settings.region.trim();
    this.#keyId = ask.settings.accessKeyId.trim();
    this.#find = ask.lookup ?? systemLookup;
  }

  async run(): Promise<SesProbed> {
    const unasked = this.#lookBeforehand();
    if (unasked) return this.#refused(unasked);
    try {
      return await this.#askAll(this.#session(this.#region));
    } finally {
      for (const session of this.#sessions) session.close();
    }
  }

  /** What is wrong before anything is sent. */
  #lookBeforehand(): SesRefusal | undefined {
    const { settings, withheld } = this.#ask;
    const { secretAccessKey, sessionToken } = settings;
    if (!isRegion(this.#region)) {
      const detail = 'it is not written as Regions are';
      return { cause: 'region-unknown', detail, nearest: nearestRegion(this.#region) };
    }
    if (secretAccessKey === undefined || withheld !== undefined) {
      const field = secretAccessKey === undefined ? 'secretAccessKey' : 'sessionToken';
      return { cause: 'secret-withheld', field, detail: withheld ?? 'it is not here' };
    }
    // What cannot stand in an HTTP header cannot be a key either.
    if (!/^\w+$/.test(this.#keyId)) {
      return { cause: 'key-unknown', detail: 'it holds characters that no access key id has' };
    }
    if (sessionToken !== undefined && !/^[\x21-\x7e]+$/.test(sessionToken)) {
      return { cause: 'key-unknown', detail: 'its session token holds characters that no session token has' };
    }
    return undefined;
  }

  async #askAll(session: Session): Promise<SesProbed> {
    const judged = await this.#stage('account', () => this.#account(session), tellAccount);
    if (judged.kind === 'refused') return this.#refused(judged.refusal);

    const { senders, recipients, otherRegions } = this.#ask;
    const askIdentity = this.#identityAsker(session);
    const sendersFound = await this.#identities('sender', senders, askIdentity);
    const isSandbox = judged.kind === 'answered' && !judged.value.production;
    const recipientsFound = await this.#identities('recipient', isSandbox ? recipients : [], askIdentity);
    const suppressed = await this.#suppressions(session, recipients);
    return {
      ...this.#frame(),
      account: judged,
      senders: await this.#lookElsewhere(sendersFound, senders, otherRegions),
      recipients: recipientsFound,
      suppressed,
      stages: this.#stages,
      ms: this.#elapsed(),
    };
  }

  async #account(session: Session): Promise<SesAnswer<SesAccount> | Refused> {
    const reply = await session.ask((client, options) => client.send(new GetAccountCommand({}), options));
    const judged = this.#judge(reply, 'ses:GetAccount');
    switch (judged.kind) {
      case 'refused':
      case 'denied':
        return judged;
      case 'not-found':
        return refusedBy('an answer that is not from Amazon SES');
      case 'failed':
        // Where the server does not speak for Amazon SES, no other call would bring more.
        return reply.kind === 'error'
          ? judged
          : ((await this.#noSuchRegion(reply)) ?? refusedBy(judged.detail));
      case 'answered': {
        const value = readAccount(judged.value, this.#word);
        return value ? { kind: 'answered', value } : refusedBy(NOT_AN_ANSWER.detail);
      }
    }
  }

  /** A name that does not exist is a Region without Amazon SES, unless this machine's resolver finds no name at all. */
  async #noSuchRegion(reply: Reply<unknown>): Promise<Refused | undefined> {
    if (this.#ask.endpoint !== undefined || reply.kind !== 'none' || !NOT_THERE.has(reply.code))
      return undefined;
    if (this.#region === OLDEST_REGION || !(await this.#finds(hostOf(OLDEST_REGION)))) return undefined;
    const detail = `there is no ${hostOf(this.#region)}`;
    return {
      kind: 'refused',
      refusal: { cause: 'region-unknown', detail, nearest: nearestRegion(this.#region) },
    };
  }

  async #finds(host: string): Promise<boolean> {
    const left = Math.max(0, this.#start + this.#ask.timeoutMs - performance.now());
    try {
      return (await withinLimit(left, this.#ask.signal, () => this.#find(host))).length > 0;
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      return false;
    }
  }

  /** Asks for each identity once, however many addresses share a domain. */
  #identityAsker(session: Session): AskIdentity {
    const known = new Map<string, IdentityAnswer>();
    return async (name) => {
      if (known.has(name)) return known.get(name);
      const reply = await session.ask((client, options) => client.send(identityCommand(name), options));
      const answer = toIdentity(name, this.#judge(reply, 'ses:GetEmailIdentity'), this.#word);
      known.set(name, answer);
      return answer;
    };
  }

  async #identities(
    stage: 'sender' | 'recipient',
    addresses: readonly string[],
    ask: AskIdentity,
  ): Promise<Map<string, SesIdentities>> {
    const all = new Map<string, SesIdentities>();
    if (addresses.length === 0) return all;
    await this.#stage(
      stage,
      async () => {
        for (const address of addresses)
          all.set(addressKey(address), await identitiesOf(address.trim(), ask));
      },
      () => tellIdentities(all),
    );
    return all;
  }

  async #suppressions(
    session: Session,
    addresses: readonly string[],
  ): Promise<Map<string, SesAnswer<SesSuppression | undefined>>> {
    const all = new Map<string, SesAnswer<SesSuppression | undefined>>();
    if (addresses.length === 0) return all;
    await this.#stage(
      'suppression',
      async () => {
        for (const address of addresses)
          all.set(addressKey(address), await this.#suppression(session, address.trim()));
      },
      () => tellSuppressions(all),
    );
    return all;
  }

  async #suppression(session: Session, address: string): Promise<SesAnswer<SesSuppression | undefined>> {
    const reply = await session.ask((client, options) =>
      client.send(new GetSuppressedDestinationCommand({ EmailAddress: address }), options),
    );
    const judged = this.#judge(reply, 'ses:GetSuppressedDestination');
    switch (judged.kind) {
      case 'not-found':
        return { kind: 'answered', value: undefined };
      case 'refused':
        return NOT_AN_ANSWER;
      case 'answered': {
        const value = readSuppression(judged.value);
        return value ? { kind: 'answered', value } : NOT_AN_ANSWER;
      }
      default:
        return judged;
    }
  }

  /** Identities belong to one Region each, so a from address may be verified in another. */
  async #lookElsewhere(
    found: ReadonlyMap<string, SesIdentities>,
    senders: readonly string[],
    regions: readonly string[],
  ): Promise<ReadonlyMap<string, SesIdentities>> {
    const others = regions.filter((region) => isRegion(region) && region !== this.#region);
    const isLost = (address: string) => {
      const identities = found.get(addressKey(address));
      const state = identities && standingOf(identities).state;
      return state === 'missing' || state === 'unverified';
    };
    const lost = senders.filter(isLost);
    if (lost.length === 0 || others.length === 0) return found;
    const all = new Map(found);
    await this.#stage(
      'other-regions',
      async () => {
        for (const region of others) {
          const ask = this.#identityAsker(this.#session(region));
          for (const address of lost) {
            const there = await identitiesOf(address.trim(), ask);
            const here = all.get(addressKey(address));
            if (here && standingOf(there).state === 'verified') {
              all.set(addressKey(address), { ...here, elsewhere: [...here.elsewhere, region] });
            }
          }
        }
      },
      () => ({ status: 'pass', detail: others.join(', ') }),
    );
    return all;
  }

  #judge<T>(reply: Reply<T>, action: string): Judged<T> {
    return judgeReply(reply, action, this.#ask.settings.secretAccessKey ?? '');
  }

  /** A word of the server's, such as PENDING or a domain, which may instead echo a secret or hold anything. */
  readonly #word: ReadWord = (value: unknown): string | undefined => {
    if (typeof value !== 'string') return undefined;
    const { secretAccessKey, sessionToken } = this.#ask.settings;
    const holdsSecret = [secretAccessKey, sessionToken].some((secret) => secret && value.includes(secret));
    return /^[\w.-]{1,253}$/.test(value) && !holdsSecret ? value : '[unreadable]';
  };

  #session(region: string): Session {
    const { settings, endpoint, allowPrivate = false, ca = [], timeoutMs, signal } = this.#ask;
    const session = new Session({
      region,
      endpoint: endpoint ?? `https://${hostOf(region)}`,
      accessKeyId: this.#keyId,
      secretAccessKey: settings.secretAccessKey ?? '',
      sessionToken: settings.sessionToken,
      lookup: endpoint === undefined ? guardedLookup(this.#find, allowPrivate) : undefined,
      ca,
      deadline: this.#start + timeoutMs,
      callLimit: timeoutMs / 2,
      signal,
    });
    this.#sessions.push(session);
    return session;
  }

  async #stage<T>(stage: SesStage, work: () => Promise<T>, tell: (result: T) => Told): Promise<T> {
    this.#ask.onStage?.(stage);
    const since = performance.now();
    const result = await work();
    const ms = Math.round(performance.now() - since);
    this.#stages.push({ stage, ms, ...tell(result) });
    return result;
  }

  #elapsed(): number {
    return Math.round(performance.now() - this.#start);
  }

  #frame(): Pick<SesProbed, 'target' | 'region'> {
    const { endpoint } = this.#ask;
    if (endpoint !== undefined)
      return { target: `${new URL(endpoint).host} for ${this.#region}`, region: this.#region };
    const isAsked = isRegion(this.#region);
    return { target: isAsked ? hostOf(this.#region) : `Amazon SES in ${this.#region}`, region: this.#region };
  }

  #refused(refusal: SesRefusal): SesProbed {
    const nothing = new Map<string, never>();
    return {
      ...this.#frame(),
      refused: refusal,
      senders: nothing,
      recipients: nothing,
      suppressed: nothing,
      stages: this.#stages.length > 0 ? this.#stages : [{ stage: 'account', ms: 0, ...tellRefusal(refusal) }],
      ms: this.#elapsed(),
    };
  }
}

const refusedBy = (detail: string): Refused => ({
  kind: 'refused',
  refusal: { cause: 'unreachable', detail },
});

const NOT_THERE: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA']);
