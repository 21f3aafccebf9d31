import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** The calls it knows, by the names of their permissions. */
export type SesAction = 'ses:GetAccount' | 'ses:GetEmailIdentity' | 'ses:GetSuppressedDestination';

/** An access key as IAM has it. */
export interface StandInKey {
  readonly secretAccessKey: string;
  /** Given: a temporary key, which needs it. */
  readonly sessionToken?: string;
  readonly isExpired?: boolean;
}

/** What an account has in one Region, in the field names of Amazon's answers. */
export interface StandInRegion {
  readonly account: object;
  /** By address or domain. */
  readonly identities?: Readonly<Record<string, object>>;
  /** By address. */
  readonly suppressed?: Readonly<
    Record<string, { readonly Reason: string; readonly LastUpdateTime: number }>
  >;
}

export interface StandInData {
  /** By access key id. */
  readonly keys: Readonly<Record<string, StandInKey>>;
  readonly regions: Readonly<Record<string, StandInRegion>>;
}

/** What no healthy Amazon SES does, or does only to some. */
export interface StandInFaults {
  /** Calls the key's user may not make. */
  readonly denied?: readonly SesAction[];
  readonly throttled?: readonly SesAction[];
  /** An error of this name and status to every call, after the signature was found right. */
  readonly error?: { readonly name: string; readonly status: number; readonly message?: string };
  /** Milliseconds its clock is ahead of this machine's. */
  readonly clock?: number;
  /** Only to these calls; to all unless given. */
  readonly only?: readonly SesAction[];
  /** How it answers instead: never, a byte now and then, a web page, half of the JSON, bytes without end ... */
  readonly manner?: Manner;
  /** So many connections are dropped before it answers. */
  readonly drops?: number;
}

type Manner =
  | 'hang'
  | 'drip'
  | 'html'
  | 'html-403'
  | 'truncated'
  | 'cut-off'
  | 'endless'
  | 'empty'
  | 'other-json'
  | 'not-http'
  /** Every text of the answer is the session token it was sent, or else all headers. */
  | 'echo'
  | 'echo-error';

export interface SesStandIn {
  readonly url: string;
  readonly data: StandInData;
  /** Takes effect with the next request. */
  faults: StandInFaults;
  /** The calls made so far, as `<Region> <action> <what for>`. */
  readonly asked: readonly string[];
  readonly stop: () => Promise<void>;
}

const MOST_SKEW = 5 * 60_000; // milliseconds

/** An account in good order, as GetAccount gives it; with some fields changed. */
export const accountAnswer = (changed: object = {}) => ({
  DedicatedIpAutoWarmupEnabled: false,
  EnforcementStatus: 'HEALTHY',
  ProductionAccessEnabled: true,
  SendingEnabled: true,
  SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 1_204 },
  SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
  ...changed,
});

/** A verified identity, as GetEmailIdentity gives it; with some fields changed. */
export const identityAnswer = (changed: object = {}) => ({
  IdentityType: 'DOMAIN',
  VerifiedForSendingStatus: true,
  VerificationStatus: 'SUCCESS',
  FeedbackForwardingStatus: true,
  DkimAttributes: {
    SigningEnabled: true,
    Status: 'SUCCESS',
    Tokens: ['a', 'b', 'c'],
    SigningAttributesOrigin: 'AWS_SES',
  },
  MailFromAttributes: { BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
  ...changed,
});

/**
 * Starts a server on a free port of 127.0.0.1 that answers as Amazon SES v2 does to the three calls, and checks
 * Signature Version 4 (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 * The Region is that of the credential scope, so one server stands for all.
 * @param tls a certificate and its key, in PEM, to speak https
 */
export async function startSesStandIn(
  data: StandInData,
  faults: StandInFaults = {},
  tls?: { readonly cert: string; readonly key: string },
): Promise<SesStandIn> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  let dropped = 0;

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const now = Date.now() + (standIn.faults.clock ?? 0);
    response.setHeader('date', new Date(now).toUTCString());
    const call = callOf(request);
    const { only, drops = 0, manner } = standIn.faults;
    const isMeant = call === undefined || (only?.includes(call.action) ?? true);
    if (isMeant && dropped < drops) {
      dropped += 1;
      request.socket.destroy();
      return;
    }
    const answer = answerTo(request, call, data, standIn.faults, now);
    if (call) asked.push(`${answer.region} ${call.action} ${call.subject}`.trim());
    if (isMeant && manner !== undefined) misbehave(manner, request, response, answer, timers);
    else send(response, answer.status, answer.body, answer.error);
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const standIn: SesStandIn = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    data,
    faults,
    asked,
    stop: () =>
      new Promise<void>((resolve) => {
        for (const timer of timers) clearInterval(timer);
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
  return standIn;
}

interface Call {
  readonly action: SesAction;
  /** The identity or address asked for. */
  readonly subject: string;
}

function callOf({ method, url = '' }: IncomingMessage): Call | undefined {
  const [path = ''] = url.split('?');
  if (method !== 'GET') return undefined;
  if (path === '/v2/email/account') return { action: 'ses:GetAccount', subject: '' };
  const [, kind, name] = /^\/v2\/email\/(identities|suppression\/addresses)\/([^/]+)$/.exec(path) ?? [];
  if (name === undefined) return undefined;
  return {
    action: kind === 'identities' ? 'ses:GetEmailIdentity' : 'ses:GetSuppressedDestination',
    subject: decodeURIComponent(name),
  };
}

interface Answer {
  readonly region: string;
  readonly status: number;
  readonly body: unknown;
  /** Name of the exception. */
  readonly error?: string;
}

function answerTo(
  request: IncomingMessage,
  call: Call | undefined,
  data: StandInData,
  faults: StandInFaults,
  now: number,
): Answer {
  const scope = scopeOf(request.headers.authorization ?? '');
  const { region } = scope;
  const fail = (status: number, error: string, message: string): Answer => ({
    region,
    status,
    error,
    body: { message },
  });

  const key = Object.hasOwn(data.keys, scope.keyId) ? data.keys[scope.keyId] : undefined;
  const token = request.headers['x-amz-security-token'];
  if (scope.keyId === '') {
    return fail(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  if (!key || key.sessionToken !== token) {
    return fail(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  if (key.isExpired) {
    return fail(403, 'ExpiredTokenException', 'The security token included in the request is expired');
  }
  const skew = sentAt(request) - now;
  if (Math.abs(skew) > MOST_SKEW) {
    const message =
      skew < 0
        ? 'Signature expired: the request is too old'
        : 'Signature not yet current: the request is too new';
    return fail(403, 'InvalidSignatureException', message);
  }
  if (!isSigned(request, scope, key.secretAccessKey)) {
    const message = 'The request signature we calculated does not match the signature you provided.';
    return fail(403, 'SignatureDoesNotMatch', message);
  }
  const here = Object.hasOwn(data.regions, region) ? data.regions[region] : undefined;
  if (!here)
    return fail(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.');
  if (!call) return fail(404, 'UnknownOperationException', 'No such operation');

  const isMeant = faults.only?.includes(call.action) ?? true;
  if (faults.error && isMeant) {
    return fail(faults.error.status, faults.error.name, faults.error.message ?? 'As the test wants it.');
  }
  if (faults.denied?.includes(call.action)) {
    const user = 'arn:aws:iam::111122223333:user/mail';
    return fail(403, 'AccessDeniedException', `User: ${user} is not authorized to perform: ${call.action}`);
  }
  if (faults.throttled?.includes(call.action)) {
    return fail(429, 'TooManyRequestsException', 'Rate exceeded');
  }
  return found(call, here, fail);
}

function found(
  { action, subject }: Call,
  { account, identities = {}, suppressed = {} }: StandInRegion,
  fail: (status: number, error: string, message: string) => Answer,
): Answer {
  const missing = fail(404, 'NotFoundException', `${subject} does not exist.`);
  switch (action) {
    case 'ses:GetAccount':
      return { region: missing.region, status: 200, body: account };
    case 'ses:GetEmailIdentity':
      if (!Object.hasOwn(identities, subject)) return missing;
      return { region: missing.region, status: 200, body: identities[subject] };
    case 'ses:GetSuppressedDestination': {
      if (!Object.hasOwn(suppressed, subject)) return missing;
      const SuppressedDestination = { EmailAddress: subject, ...suppressed[subject] };
      return { region: missing.region, status: 200, body: { SuppressedDestination } };
    }
  }
}

interface Scope {
  readonly keyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

function scopeOf(authorization: string): Scope {
  const part = (name: string) => new RegExp(`${name}=([^,\\s]+)`).exec(authorization)?.[1] ?? '';
  const [keyId = '', date = '', region = '', service = ''] = part('Credential').split('/');
  return {
    keyId,
    date,
    region,
    service,
    signedHeaders: part('SignedHeaders').split(';'),
    signature: part('Signature'),
  };
}

/** When the request was signed: `20261103T173000Z`. */
function sentAt(request: IncomingMessage): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(request.headers['x-amz-date'])) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Whether the signature is the one that this secret makes of the request. All these calls have an empty body. */
function isSigned(request: IncomingMessage, scope: Scope, secret: string): boolean {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const header = (name: string) =>
    String(request.headers[name] ?? '')
      .trim()
      .replace(/ +/g, ' ');
  const canonical = [
    request.method,
    // Every service but S3 signs the path encoded once more than it is sent.
    path.split('/').map(encoded).join('/'),
    query.split('&').sort().join('&'),
    ...scope.signedHeaders.map((name) => `${name}:${header(name)}`),
    '',
    scope.signedHeaders.join(';'),
    sha256(''),
  ].join('\n');
  const toSign = [
    'AWS4-HMAC-SHA256',
    header('x-amz-date'),
    `${scope.date}/${scope.region}/${scope.service}/aws4_request`,
    sha256(canonical),
  ].join('\n');
  const key = [scope.date, scope.region, scope.service, 'aws4_request'].reduce<string | Buffer>(
    (last, part) => createHmac('sha256', last).update(part).digest(),
    `AWS4${secret}`,
  );
  const expected = createHmac('sha256', key).update(toSign).digest();
  const given = Buffer.from(scope.signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
/** As RFC 3986 has it, which is stricter than encodeURIComponent. */
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

function send(response: ServerResponse, status: number, body: unknown, error?: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-amzn-requestid': 'f0e1d2c3-0000-4000-8000-000000000000',
    ...(error !== undefined && { 'x-amzn-errortype': `${error}:http://internal.amazon.com/coral/` }),
  });
  response.end(JSON.stringify(body));
}

function misbehave(
  manner: Manner,
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  timers: Set<NodeJS.Timeout>,
): void {
  const json = { 'content-type': 'application/json' };
  const every = (ms: number, write: () => void) => {
    const timer = setInterval(write, ms);
    timers.add(timer);
    response.on('close', () => clearInterval(timer));
  };
  switch (manner) {
    case 'hang':
      return;
    case 'drip':
      response.writeHead(200, json);
      every(50, () => response.write(' '));
      return;
    case 'endless':
      response.writeHead(200, json);
      every(1, () => response.write(' '.repeat(64 * 1024)));
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Sign in to this network</title>');
      return;
    case 'html-403':
      response.writeHead(403, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Blocked</title>');
      return;
    case 'truncated':
      response.writeHead(200, json);
      response.end(JSON.stringify(answer.body).slice(0, 20));
      return;
    case 'cut-off':
      response.writeHead(200, { ...json, 'content-length': '1000' });
      response.write(JSON.stringify(answer.body).slice(0, 20), () => request.socket.destroy());
      return;
    case 'empty':
      response.writeHead(200, json);
      response.end();
      return;
    case 'other-json':
      response.writeHead(200, json);
      response.end(
        '{"SendingEnabled":"yes","VerifiedForSendingStatus":1,"SuppressedDestination":{"Reason":7}}',
      );
      return;
    case 'not-http':
      request.socket.end('220 mail.example ESMTP\r\n');
      return;
    case 'echo':
      send(response, answer.status, echoed(answer.body, heard(request)), answer.error);
      return;
    case 'echo-error':
      response.writeHead(400, json);
      response.end(JSON.stringify({ __type: heard(request), message: JSON.stringify(request.headers) }));
      return;
  }
}

const heard = ({ headers }: IncomingMessage) =>
  String(headers['x-amz-security-token'] ?? JSON.stringify(headers));

/** The same answer with every text replaced. */
function echoed(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map((item) => echoed(item, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, echoed(item, text)]));
}
