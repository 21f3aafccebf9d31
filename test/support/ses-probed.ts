import type {
  SesAccount,
  SesAnswer,
  SesIdentities,
  SesIdentity,
  SesProbed,
  SesRefusal,
} from '../../src/core/probed-ses.js';

/** The from address and the customer of the compact account. */
export const OFFICE = 'office@cedar-credit.example';
export const NORA = 'nora.lindqvist@mail.example';

export const identity = (changed: Partial<SesIdentity> = {}): SesIdentity => ({
  name: 'cedar-credit.example',
  isVerified: true,
  status: 'SUCCESS',
  dkim: 'SUCCESS',
  ...changed,
});
export const identities = (...found: SesIdentity[]): SesIdentities => ({ found, elsewhere: [] });

/** An account that may send, as GetAccount tells it. */
export const account = (changed: Partial<SesAccount> = {}): SesAnswer<SesAccount> => ({
  kind: 'answered',
  value: {
    sendingEnabled: true,
    production: true,
    enforcement: 'HEALTHY',
    quota: { max: 50_000, sent: 1_204, perSecond: 14 },
    ...changed,
  },
});

/** What Amazon SES says of the compact account, with some of it changed. */
export const sesProbed = (changed: Partial<SesProbed> = {}): SesProbed => ({
  target: 'email.us-east-1.amazonaws.com',
  region: 'us-east-1',
  stages: [],
  ms: 312,
  account: account(),
  senders: new Map([[OFFICE, identities(identity())]]),
  recipients: new Map(),
  suppressed: new Map([[NORA, { kind: 'answered', value: undefined }]]),
  ...changed,
});

/** What there is when nothing could be asked. */
export const sesRefused = (refused: SesRefusal): SesProbed =>
  sesProbed({ refused, account: undefined, senders: new Map(), suppressed: new Map() });

/** Settings of one's own Amazon SES, invented but with the right shapes. */
export const sesTransport = (changed: object = {}) => ({
  mode: 'ses',
  ses: {
    region: 'us-east-1',
    accessKeyId: 'AKIAABCDEFGHIJ012345',
    secretAccessKey: { env: 'MAILCHECK_SES_SECRET' },
    ...changed,
  },
});
