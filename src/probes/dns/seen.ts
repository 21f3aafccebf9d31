import type { ProbeStage } from '../../core/probed.js';
import {
  type DkimSelector,
  type Dmarc,
  hasTooManyLookups,
  type RecipientMail,
  type Spf,
  type Told,
} from '../../core/probed-dns.js';
import { counted, cut, listed } from '../../core/words.js';

/** What a stage saw, in a few words. */
type Seen = Pick<ProbeStage, 'status' | 'detail'>;

export function seenOfSpf(domain: string, told: Told<Spf>): Seen {
  return about(domain, told, (spf) => {
    if (!spf.domainExists) return warn('there is no such domain');
    if (spf.records.length !== 1) return warn(counted(spf.records.length, 'SPF record'));
    if (spf.fault !== undefined) return warn(`the SPF record is no use: ${spf.fault}`);
    const lookups = `${spf.isCounted ? '' : 'at least '}${counted(spf.lookups, 'look-up')}`;
    if (hasTooManyLookups(spf)) return warn(`${lookups}, ${spf.voidLookups} of them in vain`);
    if (!spf.coverage) return pass(`one SPF record, ${lookups}`);
    const { verdict, how } = spf.coverage;
    if (verdict === 'not-covered') return warn(`does not cover the server: ${how}`);
    return verdict === 'covered'
      ? pass(`covers the server by ${how}, ${lookups}`)
      : { status: 'unknown', detail: `one SPF record, ${lookups}; ${how}` };
  });
}

export function seenOfDkim(domain: string, selectors: readonly DkimSelector[]): Seen {
  if (selectors.length === 0) return { status: 'skip', detail: `${domain}: no selector is known` };
  const words = selectors.map(({ selector, key }) => `${selector} ${key.isKnown ? key.value : key.words}`);
  const isPresent = selectors.some(({ key }) => key.isKnown && key.value === 'present');
  const isUnknown = selectors.some(({ key }) => !key.isKnown);
  return {
    status: isPresent ? 'pass' : isUnknown ? 'unknown' : 'warn',
    detail: cut(`${domain}: ${listed(words)}`, 300),
  };
}

export function seenOfDmarc(domain: string, told: Told<Dmarc>): Seen {
  return about(domain, told, ({ record, passedOver }) =>
    record
      ? pass(`${record.policy}, by the record at ${record.at}`)
      : warn(['no DMARC record', ...passedOver].join('; ')),
  );
}

export function seenOfMail(domain: string, told: Told<RecipientMail>): Seen {
  return about(domain, told, (mail) => {
    switch (mail.kind) {
      case 'no-such-domain':
        return { status: 'fail', detail: 'there is no such domain' };
      case 'null-mx':
        return { status: 'fail', detail: 'it takes no mail (null MX)' };
      case 'no-mx':
        return warn(
          mail.addresses.length > 0
            ? `no MX record; mail goes to ${listed(mail.addresses)}`
            : 'neither an MX record nor an address',
        );
      case 'mx': {
        const names = listed(mail.servers.map(({ name }) => name));
        return mail.servers.some(({ addresses }) => addresses.length > 0)
          ? pass(names)
          : warn(`no mail server has an address: ${names}`);
      }
    }
  });
}

const pass = (detail: string): Seen => ({ status: 'pass', detail });
const warn = (detail: string): Seen => ({ status: 'warn', detail });

/** Names and records are strangers' texts, and may be long. */
function about<T>(domain: string, told: Told<T>, seen: (value: T) => Seen): Seen {
  const { status, detail } = told.isKnown
    ? seen(told.value)
    : ({ status: 'unknown', detail: told.words } as const);
  return { status, detail: cut(`${domain}: ${detail}`, 300) };
}
