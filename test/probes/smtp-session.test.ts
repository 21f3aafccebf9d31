import { getEventListeners } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cancelled } from '../../src/core/errors.js';
import { envelopeKey, type SmtpProbed } from '../../src/core/probed-smtp.js';
import type { SmtpAsk } from '../../src/probes/smtp/attempt.js';
import { probeSmtp } from '../../src/probes/smtp/handshake.js';
import { certificate, certificateKinds } from '../servers/certificates.js';
import { closedPort, fullBacklog } from '../servers/no-smtp.js';
import { until } from '../servers/process.js';
import { type Act, type Script, type ScriptedServer, scriptedSmtp } from '../servers/scripted-smtp.js';
import { askOf, inWords, RECIPIENT, resultsOf, SENDER } from '../support/ask-smtp.js';
import { attempts, standBeforeConnect } from '../support/unreachable.js';

const BILLING = 'billing@cedar-credit.example';
const SILENCE: Act = { does: 'silence' };

// Making a certificate holds everything up for a third of a second.
beforeAll(() => {
  for (const kind of certificateKinds) certificate(kind);
}, 30_000);

interface Tried {
  readonly probed: SmtpProbed;
  readonly ask: SmtpAsk;
  readonly server: ScriptedServer;
  /** Milliseconds. */
  readonly took: number;
}

async function tried(script: Script, changes: Partial<SmtpAsk> = {}): Promise<Tried> {
  const server = await scriptedSmtp(script);
  try {
    const ask = askOf(server.port, changes);
    const before = performance.now();
    const probed = await probeSmtp(ask);
    const took = performance.now() - before;
    // QUIT is said without waiting for what the server says to it.
    await until('the connection is closed', () => server.connections().open === 0);
    return { probed, ask, server, took };
  } finally {
    await server.stop();
  }
}

const answerTo = ({ envelopes }: SmtpProbed, sender: string, recipient?: string) => {
  const answer = envelopes.get(envelopeKey(sender, recipient));
  return answer && [answer.reached ?? 'none', answer.trouble?.cause ?? 'no trouble'].join(', ');
};
const first = ({ probed, ask }: Tried) => resultsOf(probed, ask).map(inWords)[0];

describe.concurrent('a healthy session', () => {
  it('goes through every stage, and keeps what it saw', async () => {
    const { probed, server, ask } = await tried({}, { recipient: RECIPIENT });
    expect(probed.stages.map(({ stage, status }) => `${stage} ${status}`)).toEqual(
      'resolve,connect,greeting,EHLO,STARTTLS,TLS,EHLO,certificate,AUTH,MAIL FROM,RCPT TO,QUIT'
        .split(',')
        .map((stage) => `${stage} pass`),
    );
    for (const { ms } of probed.stages) expect(ms).toBeGreaterThanOrEqual(0);
    const sum = probed.stages.reduce((total, { ms }) => total + ms, 0);
    expect(probed.ms).toBeGreaterThanOrEqual(sum - probed.stages.length);
    expect(probed).toMatchObject({
      target: `mail.lender.example:${ask.port}`,
      provider: undefined,
      addresses: ['127.0.0.1'],
      capabilities: ['AUTH PLAIN LOGIN'],
      warnings: [],
      trouble: undefined,
    });
    expect(probed.tls?.version).toBe('TLSv1.3');
    expect(probed.tls?.cipher).toMatch(/^TLS_/);
    expect(probed.tls?.certificate).toMatchObject({
      subject: 'localhost',
      names: expect.arrayContaining(['localhost', 'mail.lender.example', '127.0.0.1']),
      issuer: 'mailcheck tests',
      validFrom: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      validTo: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    expect(probed.transcript.map(({ from, text }) => `${from === 'client' ? '>' : '<'} ${text}`)).toEqual([
      '< 220 mail.lender.example ESMTP',
      expect.stringMatching(/^> EHLO /),
      '< 250-mail.lender.example',
      '< 250 STARTTLS',
      '> STARTTLS',
      '< 220 2.0.0 Ready to start TLS',
      expect.stringMatching(/^> EHLO /),
      '< 250-mail.lender.example',
      '< 250 AUTH PLAIN LOGIN',
      '> AUTH PLAIN',
      '< 235 2.7.0 Authentication successful',
      `> MAIL FROM:<${SENDER}>`,
      '< 250 2.1.0 Ok',
      `> RCPT TO:<${RECIPIENT}>`,
      '< 250 2.1.5 Ok',
      '> RSET',
      '< 250 2.0.0 Ok',
      '> QUIT',
    ]);
    expect(server.commands()).toEqual('EHLO STARTTLS EHLO AUTH MAIL RCPT RSET QUIT'.split(' '));
    expect(server.connections().all).toBe(1);
  });

  it('over TLS from the first byte does without STARTTLS', async () => {
    const { probed, server } = await tried({ tls: 'implicit' }, { security: 'tls' });
    expect(probed.stages.map(({ stage }) => stage)).toEqual(
      'resolve,connect,TLS,greeting,EHLO,certificate,AUTH,MAIL FROM,QUIT'.split(','),
    );
    expect(server.received().clear).toBe('');
    expect(answerTo(probed, SENDER)).toBe('mail, no trouble');
  });

  it('warns of a certificate that ends soon, and of blanks around the login', async () => {
    const outcome = await tried(
      { certificate: certificate('expiring') },
      { user: ' notices@lender.example', password: 'correct-horse ' },
    );
    const { probed, ask } = outcome;
    expect(resultsOf(probed, ask).map(inWords)).toEqual([
      'pass',
      'warn config-whitespace',
      'warn tls-cert-expires-soon',
    ]);
  });

  it('says when the login is offered in clear text too, and when it goes there', async () => {
    const offered = await tried({ offers: { before: ['STARTTLS', 'AUTH PLAIN'] } });
    expect(resultsOf(offered.probed, offered.ask).map(inWords)).toEqual([
      'pass',
      'warn auth-offered-without-tls',
    ]);
    expect(offered.server.received().clear).not.toContain('AUTH');
    const clear = await tried({ tls: 'none' }, { security: 'none' });
    const [pass, warning] = resultsOf(clear.probed, clear.ask);
    expect(pass?.summary).toContain('without TLS');
    expect(warning?.summary).toContain('in clear text');
    expect(clear.server.received().clear).toMatch(/^AUTH PLAIN /m);
    expect(clear.probed.tls).toBeUndefined();
  });
});

describe.concurrent('what is sent', () => {
  it('is nothing but EHLO and QUIT over a certificate that does not verify', async () => {
    for (const kind of ['expired', 'wrong-name', 'self-signed', 'unknown-issuer'] as const) {
      for (const tls of ['starttls', 'implicit'] as const) {
        const security = tls === 'implicit' ? 'tls' : 'starttls';
        const { server } = await tried({ certificate: certificate(kind), tls }, { security });
        expect(server.received().encrypted).toMatch(/^EHLO \S+\r\nQUIT\r\n$/);
        expect(server.received().clear).not.toContain('AUTH');
      }
    }
  });

  it('is one login, whatever is said to it', async () => {
    for (const auth of ['454 4.7.0 Later', '421 4.7.0 Later', '535 5.7.8 No', '504 5.5.4 Another way']) {
      const { server } = await tried({ at: { auth } });
      // Who leaves without a word after a refused login may be taken for an attacker.
      const goodbye = auth.startsWith('421') ? [] : ['QUIT'];
      expect(server.commands().slice(3)).toEqual(['AUTH', ...goodbye]);
      expect(server.connections().all).toBe(1);
    }
  });

  it('is an envelope for each sender, reset after each, in one session', async () => {
    const { probed, server } = await tried(
      { at: { mail: (line) => (line.includes(BILLING) ? '553 5.7.1 Not yours' : '250 2.1.0 Ok') } },
      { senders: [SENDER, BILLING, 'third@cedar-credit.example'], recipient: RECIPIENT },
    );
    expect(server.commands().slice(3)).toEqual(
      'AUTH MAIL RCPT RSET MAIL RSET MAIL RCPT RSET QUIT'.split(' '),
    );
    expect(server.connections().all).toBe(1);
    expect(answerTo(probed, SENDER)).toBe('mail, no trouble');
    expect(answerTo(probed, SENDER, RECIPIENT)).toBe('rcpt, no trouble');
    expect(answerTo(probed, BILLING)).toBe('none, sender-not-allowed');
    expect(answerTo(probed, BILLING, RECIPIENT)).toBe('none, sender-not-allowed');
    expect(answerTo(probed, 'third@cedar-credit.example', RECIPIENT)).toBe('rcpt, no trouble');
    expect(probed.trouble).toBeUndefined();
  });

  it('is no envelope without a sender, and at most twenty', async () => {
    const none = await tried({}, { senders: [] });
    expect(none.server.commands().slice(3)).toEqual(['AUTH', 'QUIT']);
    const senders = Array.from({ length: 30 }, (_, i) => `s${i}@cedar-credit.example`);
    const many = await tried({}, { senders });
    expect(many.server.commands().filter((command) => command === 'MAIL')).toHaveLength(20);
    expect(many.probed.envelopes.size).toBe(20);
  });

  it.each([
    ['a line break', 'a@b.example>\r\nRCPT TO:<x@y.example'],
    ['a bracket', 'a@b.example> SIZE=1'],
    ['a blank', 'a b@c.example'],
    ['no at sign', 'office'],
    ['too much', `${'a'.repeat(250)}@b.example`],
  ])('holds no address with %s', async (_, sender) => {
    const outcome = await tried({}, { senders: [sender] });
    const { probed, server } = outcome;
    expect(probed.envelopes.get(envelopeKey(sender))?.trouble?.cause).toBe('sender-not-tried');
    expect(server.received().encrypted).not.toMatch(/MAIL|RCPT/);
  });

  it('writes addresses as the server can read them', async () => {
    const { server } = await tried(
      { offers: { after: ['AUTH PLAIN', 'SMTPUTF8'] } },
      { senders: ['büro@bücher.example', 'office@bücher.example'] },
    );
    const lines = Buffer.from(server.received().encrypted, 'latin1').toString('utf8');
    expect(lines).toContain('MAIL FROM:<büro@xn--bcher-kva.example> SMTPUTF8\r\n');
    expect(lines).toContain('MAIL FROM:<office@xn--bcher-kva.example>\r\n');
  });
});

describe.concurrent('a session that breaks off', () => {
  it('keeps what was said to the senders before', async () => {
    const { probed, ask } = await tried(
      { at: { mail: (_, before) => (before === 0 ? '250 2.1.0 Ok' : { does: 'close' }) } },
      { senders: [SENDER, BILLING, 'third@cedar-credit.example'] },
    );
    expect(answerTo(probed, SENDER)).toBe('mail, no trouble');
    expect(answerTo(probed, BILLING)).toBe('none, sender-dropped');
    expect(answerTo(probed, 'third@cedar-credit.example')).toBeUndefined();
    const third = { ...ask, senders: ['third@cedar-credit.example'] };
    expect(resultsOf(probed, third).map(inWords)).toEqual(['unknown sender-not-tried']);
  });

  it('ends with 421', async () => {
    const { probed, server } = await tried(
      { at: { mail: '421 4.7.0 Goodbye' } },
      { senders: [SENDER, BILLING] },
    );
    expect(answerTo(probed, SENDER)).toBe('none, sender-temporary');
    expect(answerTo(probed, BILLING)).toBeUndefined();
    expect(server.commands().filter((command) => command === 'MAIL')).toHaveLength(1);
  });

  it.each<[string, Act]>([
    ['silent', SILENCE],
    ['closed', { does: 'close' }],
    ['refused', '502 5.5.1 No'],
  ])('at RSET (%s) spoils nothing', async (_, rset) => {
    const outcome = await tried({ at: { rset } }, { senders: [SENDER, BILLING], timeoutMs: 4_000 });
    expect(first(outcome)).toBe('pass');
    expect(answerTo(outcome.probed, BILLING)).toBeUndefined();
    expect(outcome.took).toBeLessThan(7_000);
  });

  it.each<[string, Act]>([
    ['silent', SILENCE],
    ['closed', { does: 'close' }],
    ['late', { does: 'late', text: '221 Bye', afterMs: 400 }],
  ])('at QUIT (%s) spoils nothing, and costs no time', async (_, quit) => {
    const server = await scriptedSmtp({ at: { quit } });
    const ask = askOf(server.port);
    const before = performance.now();
    const probed = await probeSmtp(ask);
    expect(performance.now() - before).toBeLessThan(ask.timeoutMs);
    expect(resultsOf(probed, ask).map(inWords)).toEqual(['pass']);
    await server.stop();
  });

  it('after the login leaves the sender open', async () => {
    const outcome = await tried({ at: { auth: { does: 'close', text: '235 2.7.0 Ok\r\n' } } });
    expect(['fail sender-dropped', 'unknown sender-not-tried']).toContain(first(outcome));
  });

  it('blames no sender for the time that others took', async () => {
    const slow: Act = { does: 'late', text: '250 2.1.0 Ok', afterMs: 500 };
    const senders = Array.from({ length: 10 }, (_, i) => `s${i}@cedar-credit.example`);
    const { probed, took } = await tried({ at: { mail: slow } }, { senders, timeoutMs: 4_000 });
    expect(answerTo(probed, 's0@cedar-credit.example')).toBe('mail, no trouble');
    const causes = [...probed.envelopes.values()].flatMap(({ trouble }) => trouble?.cause ?? []);
    // The end may also come while RSET waits for its answer, and then it is no sender's.
    expect([[], ['sender-timeout']]).toContainEqual(causes);
    const ended = probed.stages.find(({ status }) => status !== 'pass')?.status;
    expect(ended).toBe(causes.length > 0 ? 'unknown' : undefined);
    expect(probed.envelopes.size).toBeLessThan(senders.length);
    expect(took).toBeLessThan(7_000);
  });
});

describe.concurrent('the time for the whole', () => {
  it('holds against a server that takes its time at every step', async () => {
    const late = (text: string): Act => ({ does: 'late', text, afterMs: 900 });
    const outcome = await tried(
      { tls: 'none', at: { greeting: late('220 a'), ehlo: late('250 AUTH PLAIN'), auth: late('235 Ok') } },
      { security: 'none', timeoutMs: 2_000 },
    );
    expect(outcome.took).toBeLessThan(5_000);
    expect(outcome.probed.stages.at(-1)?.status).not.toBe('pass');
  });

  it('holds where other ports are silent too', async () => {
    const others = await Promise.all([1, 2].map(() => scriptedSmtp({ at: { greeting: SILENCE } })));
    const outcome = await tried(
      { at: { greeting: SILENCE } },
      { timeoutMs: 3_000, usualPorts: others.map(({ port }) => port) },
    );
    expect(first(outcome)).toBe('unknown greeting-silent');
    expect(outcome.took).toBeLessThan(5_500);
    await Promise.all(others.map(({ stop }) => stop()));
  });
});

describe.concurrent('the addresses of a server', () => {
  let endStandIn = () => {};
  beforeAll(() => {
    endStandIn = standBeforeConnect();
  });
  afterAll(() => endStandIn());

  it.each([
    ['::1', '127.0.0.1', '::1'],
    ['127.0.0.1', '::1', '127.0.0.1'],
    ['::1', '::1', '127.0.0.1'],
  ] as const)('are tried in order: a server at %s is found', async (host, one, other) => {
    const { probed } = await tried({ host }, { lookup: async () => [one, other] });
    expect(probed.trouble).toBeUndefined();
    expect(probed.addresses).toEqual([one, other]);
    const connect = probed.stages.find(({ stage }) => stage === 'connect');
    expect(connect?.detail).toContain(host);
  });

  it('each have a share of the time: one that is silent does not hide the next', async () => {
    const full = await fullBacklog();
    const script: Script = { host: '::1', port: full.port };
    try {
      const outcome = await tried(script, {
        lookup: async () => ['127.0.0.1', '::1'],
        timeoutMs: 10_000,
      });
      expect(first(outcome)).toBe('pass');
    } finally {
      await full.stop();
    }
  });

  it('that refuse say more than those that are silent or out of reach', async () => {
    const port = await closedPort();
    const ask = askOf(port, { lookup: async () => ['192.0.2.10', '127.0.0.1'] });
    expect((await probeSmtp(ask)).trouble).toMatchObject({ cause: 'tcp-refused', stage: 'connect' });
  });

  it('are left alone where they may not be contacted, and the others tried', async () => {
    const { probed } = await tried({}, { lookup: async () => ['169.254.169.254', '127.0.0.1'] });
    expect(probed.trouble).toBeUndefined();
    const refused = await tried({}, { allowPrivate: false, lookup: async () => ['127.0.0.1', '::1'] });
    expect(first(refused)).toBe('unknown address-not-allowed');
    expect(refused.server.connections().all).toBe(0);
    const literal = await tried({}, { host: '169.254.169.254' });
    expect(first(literal)).toBe('unknown address-not-allowed');
  });

  it('are tried once more after a reset, and no more', async () => {
    const once = await tried({}, { lookup: async () => ['192.0.2.12'] });
    expect(first(once)).toBe('pass');
    expect(attempts.get('192.0.2.12')).toBe(2);
    const ask = askOf(1, { lookup: async () => ['192.0.2.11'] });
    expect((await probeSmtp(ask)).trouble?.cause).toBe('tcp-reset');
    expect(attempts.get('192.0.2.11')).toBe(2);
    await probeSmtp({ ...ask, lookup: async () => ['192.0.2.10'] });
    expect(attempts.get('192.0.2.10')).toBeGreaterThan(0);
  });

  it('are looked up once more where the name server was in trouble', async () => {
    const codes = ['EAI_AGAIN', 'ENOTFOUND'];
    for (const [i, code] of codes.entries()) {
      let times = 0;
      const lookup = async () => {
        times += 1;
        if (times === 1) throw Object.assign(new Error(code), { code });
        return ['127.0.0.1'];
      };
      const { probed } = await tried({}, { lookup });
      expect(times).toBe(2 - i);
      expect(probed.trouble?.cause).toBe(i === 0 ? undefined : 'dns-not-found');
    }
  });
});

describe.concurrent('Ctrl-C', () => {
  const everywhere: [string, Script, Partial<SmtpAsk>][] = [
    ['while the name is looked up', {}, { lookup: () => new Promise<never>(() => {}) }],
    ['at the greeting', { at: { greeting: SILENCE } }, {}],
    ['at EHLO', { at: { ehlo: SILENCE } }, {}],
    ['at STARTTLS', { at: { starttls: SILENCE } }, {}],
    ['in TLS after STARTTLS', { at: { tls: SILENCE } }, {}],
    ['in TLS from the first byte', { tls: 'implicit', at: { tls: SILENCE } }, { security: 'tls' }],
    ['at AUTH', { at: { auth: SILENCE } }, {}],
    ['at MAIL FROM', { at: { mail: SILENCE } }, {}],
    ['at RCPT TO', { at: { rcpt: SILENCE } }, { recipient: RECIPIENT }],
    ['at RSET', { at: { rset: SILENCE } }, {}],
  ];
  const CUT = 150; // milliseconds

  async function cancelled(port: number, changes: Partial<SmtpAsk>, after: number): Promise<number> {
    const cancel = new AbortController();
    const { signal } = cancel;
    const running = probeSmtp(askOf(port, { ...changes, signal, timeoutMs: 20_000 }));
    let at = 0;
    setTimeout(() => {
      at = performance.now();
      cancel.abort();
    }, after);
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    return performance.now() - at;
  }

  it.each(everywhere)('%s', async (_, script, changes) => {
    const server = await scriptedSmtp(script);
    expect(await cancelled(server.port, changes, CUT)).toBeLessThan(5_000);
    await until('the connection is closed', () => server.connections().open === 0, 5_000);
    await server.stop();
  });

  it('while connecting', async () => {
    const full = await fullBacklog();
    expect(await cancelled(full.port, {}, CUT)).toBeLessThan(5_000);
    await full.stop();
  });

  it('while other ports are looked at', async () => {
    const silent = await scriptedSmtp({ at: { greeting: SILENCE } });
    const took = await cancelled(await closedPort(), { usualPorts: [silent.port] }, CUT);
    expect(took).toBeLessThan(5_000);
    expect(silent.connections().all).toBe(1);
    await until('the connection is closed', () => silent.connections().open === 0, 5_000);
    await silent.stop();
  });

  it('before it begins', async () => {
    const server = await scriptedSmtp();
    const running = probeSmtp(askOf(server.port, { signal: AbortSignal.abort() }));
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    expect(server.connections().all).toBe(0);
    await server.stop();
  });
});
