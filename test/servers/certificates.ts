import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import forge from 'node-forge';

/** What a server may show. All but the last three are signed by `authority()`. */
export const certificateKinds = [
  'good',
  /** For mail.other.example, with no address. */
  'wrong-name',
  'expired',
  'not-yet-valid',
  /** Good for five more days. */
  'expiring',
  'unknown-issuer',
  /** Unknown issuer too, which is sent along. */
  'private-chain',
  'self-signed',
] as const;
export type CertificateKind = (typeof certificateKinds)[number];

/** A certificate and its key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const DAY = 86_400_000;
const names = ['localhost', 'mail.lender.example'];
const addresses = ['127.0.0.1', '::1'];

/** The certificate of the issuer that a test is to trust, as PEM. */
export function authority(): string {
  return forge.pki.certificateToPem(issuer('mailcheck tests').certificate);
}

/** A certificate of a kind for localhost, 127.0.0.1, ::1 and mail.lender.example. Made once a test run. */
export const certificate = onceForEach((kind: CertificateKind): Certificate => {
  const { key, publicKey } = keyPair('a stranger');
  const subject = kind === 'wrong-name' ? 'mail.other.example' : 'localhost';
  const by = issuerOf(kind);
  const [from, to] = validity(kind);
  const made = forge.pki.createCertificate();
  made.publicKey = publicKey;
  made.serialNumber = serialNumber();
  made.validity.notBefore = from;
  made.validity.notAfter = to;
  made.setSubject(commonName(subject));
  made.setIssuer(by?.certificate.subject.attributes ?? commonName(subject));
  made.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'subjectAltName',
      altNames:
        kind === 'wrong-name'
          ? [{ type: 2, value: subject }]
          : [...names.map((value) => ({ type: 2, value })), ...addresses.map((ip) => ({ type: 7, ip }))],
    },
  ]);
  made.sign(by?.key ?? key, forge.md.sha256.create());
  const chain = kind === 'private-chain' && by ? [made, by.certificate] : [made];
  return {
    cert: chain.map((one) => forge.pki.certificateToPem(one)).join(''),
    key: forge.pki.privateKeyToPem(key),
  };
});

/** Writes `ca.crt` and for each kind `<kind>.crt` and `<kind>.key` into a folder; gives the path of `ca.crt`. */
export async function writeCertificates(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const ca = path.join(folder, 'ca.crt');
  await writeFile(ca, authority());
  for (const kind of certificateKinds) {
    const { cert, key } = certificate(kind);
    await writeFile(path.join(folder, `${kind}.crt`), cert);
    await writeFile(path.join(folder, `${kind}.key`), key);
  }
  return ca;
}

function validity(kind: CertificateKind): readonly [from: Date, to: Date] {
  const inDays = (days: number) => new Date(Date.now() + days * DAY);
  if (kind === 'expired') return [inDays(-60), inDays(-30)];
  if (kind === 'not-yet-valid') return [inDays(30), inDays(60)];
  // Half a day more, so that it stays five days for the whole of a test run.
  return [inDays(-30), inDays(kind === 'expiring' ? 5.5 : 365)];
}

interface Issuer {
  readonly certificate: forge.pki.Certificate;
  readonly key: forge.pki.rsa.PrivateKey;
}

function issuerOf(kind: CertificateKind): Issuer | undefined {
  if (kind === 'self-signed') return undefined;
  return issuer(kind === 'unknown-issuer' || kind === 'private-chain' ? 'a stranger' : 'mailcheck tests');
}

const issuer = onceForEach((name: string): Issuer => {
  const { key, publicKey } = keyPair(name);
  const made = forge.pki.createCertificate();
  made.publicKey = publicKey;
  made.serialNumber = serialNumber();
  made.validity.notBefore = new Date(Date.now() - 90 * DAY);
  made.validity.notAfter = new Date(Date.now() + 3_650 * DAY);
  made.setSubject(commonName(name));
  made.setIssuer(commonName(name));
  made.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ]);
  made.sign(key, forge.md.sha256.create());
  return { certificate: made, key };
});

/** One for each issuer, and servers share the stranger's: making one takes a third of a second. */
const keyPair = onceForEach((_owner: string) => {
  // node:crypto makes the keys: node-forge alone would take seconds.
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  return {
    key: forge.pki.privateKeyFromPem(pair.privateKey),
    publicKey: forge.pki.publicKeyFromPem(pair.publicKey),
  };
});

const commonName = (value: string) => [{ name: 'commonName', value }];

/** RFC 5280 4.1.2.2: positive, so the first digit keeps the sign bit clear. */
const serialNumber = () => `1${randomBytes(8).toString('hex').slice(1)}`;

function onceForEach<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
