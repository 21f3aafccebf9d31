import net from 'node:net';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cancelled } from '../../src/core/errors.js';
import type { SmtpStage } from '../../src/core/probed-smtp.js';
import { probeSmtp } from '../../src/probes/smtp/handshake.js';
import { masker } from '../../src/probes/smtp/reply.js';
import { Session, SessionLost } from '../../src/probes/smtp/session.js';
import { Stages } from '../../src/probes/stages.js';
import { resultJson } from '../../src/report/json.js';
import { certificate, certificateKinds } from '../servers/certificates.js';
import { type Act, type Script, type Stage, scriptedSmtp } from '../servers/scripted-smtp.js';
import { askOf, inWords, pooled, RECIPIENT, resultsOf, wholeOf } from '../support/ask-smtp.js';
import { canary, expectNone, formsOf } from '../support/canary.js';
import { standBeforeConnect } from '../support/unreachable.js';
import { type Fault, faults, started } from './smtp-fault-table.js';

const USER = 'notices@lender.example';
const PLAIN = canary('canary-');
/** Other letters in base64, in addresses and in JSON, with a blank at its end. */
const ODD = `${canary('cänary+/=%&"\\ ~?')} `;

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

beforeAll(() => {
  for (const kind of certificateKinds) certificate(kind);
}, 30_000);

/** A server that says an act in its own words, and the password besides. */
function echoing(act: Act, password: string): Act {
  const echo = ` ${formsOf(USER, password).join(' ')}`;
  if (typeof act === 'string') return act + echo;
  return 'text' in act && act.does !== 'drip' ? { ...act, text: act.text + echo } : act;
}

describe.concurrent('a password is nowhere in what is reported', () => {
  let endStandIn = () => {};
  beforeAll(() => {
    endStandIn = standBeforeConnect();
  });
  afterAll(() => endStandIn());

  it('over all faults, the servers repeating it', async () => {
    const password = ODD;
    const told = (fault: Fault): Fault => {
      if (typeof fault.server === 'function') return fault;
      const at = Object.entries(fault.server?.at ?? {}).map(([stage, act]) => [
        stage,
        typeof act === 'function' ? act : echoing(act, password),
      ]);
      return { ...fault, server: { ...fault.server, at: Object.fromEntries(at) } };
    };
    await pooled(faults, 16, async (fault) => {
      const { port, usualPorts = [], stop } = await started(told(fault));
      try {
        const ask = askOf(port, {
          password,
          usualPorts,
          ...fault.ask,
          timeoutMs: fault.isSlow ? 800 : 8_000,
        });
        const probed = await probeSmtp(ask);
        const results = resultsOf(probed, ask);
        expect(results.length).toBeGreaterThan(0);
        expectNone(password, {
          [`probe: ${fault.name}`]: wholeOf(probed),
          [`results: ${fault.name}`]: JSON.stringify(results.map(resultJson)),
        });
      } finally {
        await stop();
      }
    });
  });

  it.each([
    ['plain', PLAIN],
    ['odd', ODD],
  ])(
    'when a server says it at every stage, healthy or not (%s)',
    async (_, password) => {
      const stages: [Stage, healthy: string, bad: string][] = [
        ['greeting', '220', '554'],
        ['ehlo', '250-mail.lender.example', '550'],
        ['starttls', '220', '454'],
        ['auth', '235', '535 5.7.8'],
        ['mail', '250', '553 5.7.1'],
        ['rcpt', '250', '550 5.1.1'],
        ['rset', '250', '502'],
        ['quit', '221', '500'],
      ];
      const forms = formsOf(USER, password);
      const scripts = stages.flatMap(([stage, healthy, bad]): Script[] => {
        const folded = forms.map((form, i) => `${i < forms.length - 1 ? '535-' : '535 '}${form}`).join('\n');
        const capabilities = [healthy, ...forms.map((form) => `250-X-${form}`), '250 AUTH PLAIN LOGIN'].join(
          '\n',
        );
        const good = stage === 'ehlo' ? capabilities : `${healthy} ${forms.join(' ')}`;
        // The kit goes over to TLS after its own words alone.
        const tls = stage === 'starttls' ? 'starttls' : 'none';
        return [good, `${bad} ${forms.join(' ')}`, folded, forms.join(' ')].map((act) => ({
          tls,
          at: { [stage]: act },
        }));
      });
      await pooled(scripts, 12, async (script) => {
        const server = await scriptedSmtp(script);
        const ask = askOf(server.port, {
          security: script.tls === 'none' ? 'none' : 'starttls',
          password,
          recipient: RECIPIENT,
        });
        const probed = await probeSmtp(ask);
        await server.stop();
        const results = JSON.stringify(resultsOf(probed, ask).map(resultJson));
        const which = JSON.stringify(script.at).slice(0, 60);
        expectNone(password, { [`probe: ${which}`]: wholeOf(probed), [`results: ${which}`]: results });
      });
    },
    30_000,
  );

  it.each(['PLAIN', 'LOGIN', 'CRAM-MD5'])('in the transcript of %s', async (mechanism) => {
    const server = await scriptedSmtp({
      offers: { after: [`AUTH ${mechanism}`] },
      at: { auth: (line) => `535 5.7.8 You said ${line}` },
    });
    const probed = await probeSmtp(askOf(server.port, { password: ODD }));
    await server.stop();
    expect(probed.trouble?.cause).toBe('auth-bad-credentials');
    const login = probed.transcript.filter(({ from }) => from === 'client').map(({ text }) => text);
    const rest = mechanism === 'PLAIN' ? 0 : mechanism === 'LOGIN' ? 2 : 1;
    expect(login.slice(3)).toEqual([`AUTH ${mechanism}`, ...Array(rest).fill('[redacted]'), 'QUIT']);
    expectNone(ODD, { transcript: wholeOf(probed) });
  });

  it('in an error, cancelled or lost', async () => {
    const echo = `535 5.7.8 ${formsOf(USER, PLAIN).join(' ')}`;
    const cancel = new AbortController();
    const waiting = await scriptedSmtp({ at: { mail: { does: 'silence' } } });
    setTimeout(() => cancel.abort(), 150);
    const cancelled = await probeSmtp(askOf(waiting.port, { password: PLAIN, signal: cancel.signal })).catch(
      (error: unknown) => error,
    );
    await waiting.stop();
    expect(cancelled).toBeInstanceOf(Cancelled);

    const refusing = await scriptedSmtp({ tls: 'none', at: { auth: echo } });
    const socket = net.connect(refusing.port, '127.0.0.1');
    const stages = new Stages<SmtpStage>({ total: 5_000, stage: () => 5_000 });
    const session = new Session({
      socket,
      host: 'mail.lender.example',
      port: refusing.port,
      isSecured: false,
      isClear: true,
      ca: undefined,
      stages,
      mask: masker(PLAIN),
    });
    await session.open();
    const lost = await session.login(USER, PLAIN, 'PLAIN').catch((error: unknown) => error);
    session.close();
    stages.close();
    await refusing.stop();
    expect(lost).toBeInstanceOf(SessionLost);
    for (const error of [cancelled, lost])
      expectNone(PLAIN, { error: inspect(error, { depth: 20, showHidden: true }) });
  });
});

describe('masking', () => {
  const mask = masker('correct-horse');
  it.each([
    ['Wrong: correct-horse', 'Wrong: [redacted]'],
    ['correct-horsecorrect-horse', '[redacted][redacted]'],
    [`AUTH PLAIN ${base64(`\0${USER}\0correct-horse`)}.`, 'AUTH PLAIN [redacted].'],
    ['The horse is correct.', 'The horse is correct.'],
    ['', ''],
  ])('%s', (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  it('leaves all else as it is, and takes any password there can be', () => {
    expect(masker(undefined)('correct-horse')).toBe('correct-horse');
    expect(masker('')('correct-horse')).toBe('correct-horse');
    expect(masker('half \ud800 a pair')('half \ufffd a pair')).toBe('[redacted]');
    expect(masker('a\nb\\"c')(`${JSON.stringify({ x: 'y' })} a\nb\\"c`)).toBe('{"x":"y"} [redacted]');
  });

  it('finds a password in base64, whatever stands around it', () => {
    const password = fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme' });
    fc.assert(
      fc.property(password, fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(secret.trim().length >= 6);
        const coded = base64(before + secret + after);
        const left = masker(secret)(`535 ${coded} no`);
        const decoded = Buffer.from(left.replace(/^535 | no$/g, '').replaceAll('[redacted]', ''), 'base64');
        expect(decoded.toString('utf8')).not.toContain(secret.trim());
        expect(left).not.toContain(coded);
      }),
    );
  });

  it('does not keep a refusal from being understood', async () => {
    // Weak passwords are words that refusals are made of.
    for (const [password, auth, cause, provider] of [
      ['password', '534 5.7.9 Application-specific password required', 'auth-app-password-required', 'Gmail'],
      ['limit', '454 4.7.0 Daily limit reached', 'limit-daily', undefined],
      ['5.7.8', '535 5.7.8 Username and Password not accepted', 'auth-bad-credentials', 'Gmail'],
      ['535', '535 5.7.8 Username and Password not accepted', 'auth-bad-credentials', 'Gmail'],
    ] as const) {
      const server = await scriptedSmtp({ tls: 'none', at: { auth } });
      const ask = askOf(server.port, { host: 'smtp.gmail.com', security: 'none', password });
      const probed = await probeSmtp(ask);
      await server.stop();
      expect(probed.trouble).toMatchObject({ cause, ...(provider && { meaning: { provider } }) });
      expect(JSON.stringify(probed.trouble?.reply?.text)).not.toContain(password);
      expect(resultsOf(probed, ask).map(inWords)[0]).toBe(`fail ${cause}`);
    }
  });
});
