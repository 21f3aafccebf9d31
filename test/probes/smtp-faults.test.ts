import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EnvelopeAnswer, envelopeKey, type SmtpProbed } from '../../src/core/probed-smtp.js';
import type { SmtpAsk } from '../../src/probes/smtp/attempt.js';
import { probeSmtp, STAGE_NAMES } from '../../src/probes/smtp/handshake.js';
import { resultJson } from '../../src/report/json.js';
import { certificate, certificateKinds } from '../servers/certificates.js';
import { askOf, inWords, pooled, resultsOf, wholeOf } from '../support/ask-smtp.js';
import { canary, expectNone } from '../support/canary.js';
import { standBeforeConnect } from '../support/unreachable.js';
import { type Fault, type FaultyServer, faults, started } from './smtp-fault-table.js';

/** In milliseconds: for faults that have to be waited for, for all others, and what a busy machine may add. */
const SHORT = 2_000;
const LONG = 10_000;
const SLACK = 900;
const PASSWORD = canary('canary-');

interface Tried {
  readonly ask: SmtpAsk;
  readonly probed: SmtpProbed;
  /** Wall-clock time in milliseconds. */
  readonly took: number;
  readonly scripted: FaultyServer['scripted'];
}

async function tried(fault: Fault): Promise<Tried> {
  const { port, usualPorts, scripted, stop } = await started(fault);
  try {
    const timeoutMs = fault.isSlow ? SHORT : LONG;
    const ask = askOf(port, {
      password: PASSWORD,
      timeoutMs,
      ...(usualPorts && { usualPorts }),
      ...fault.ask,
    });
    const before = performance.now();
    const probed = await probeSmtp(ask);
    return { ask, probed, took: performance.now() - before, scripted };
  } finally {
    await stop();
  }
}

let outcomes: ReadonlyMap<string, Tried>;
let endStandIn = () => {};
beforeAll(async () => {
  // Making a certificate holds everything up for a third of a second, which would count as the server's time.
  for (const kind of certificateKinds) certificate(kind);
  endStandIn = standBeforeConnect();
  // What has to be waited for begins first, and the rest is done meanwhile.
  const order = [...faults].sort((a, b) => Number(b.isSlow ?? false) - Number(a.isSlow ?? false));
  const all = await pooled(order, 16, tried);
  outcomes = new Map(all.map((outcome, i) => [order[i]?.name ?? '', outcome]));
}, 60_000);
afterAll(() => endStandIn());

const answersOf = ({ envelopes }: SmtpProbed): EnvelopeAnswer[] => [...envelopes.values()];

describe('faults of an SMTP server', () => {
  it('are named once each, and are many', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    expect(faults.length).toBeGreaterThanOrEqual(45);
  });

  it.each(faults)('$name', (fault) => {
    const { ask, probed, took, scripted } = outcomes.get(fault.name) ?? expect.fail('not tried');
    const results = resultsOf(probed, ask);
    expect(results.map(inWords)).toEqual([fault.says, ...(fault.beside ?? [])]);

    const answer =
      probed.envelopes.get(envelopeKey(ask.senders[0] ?? '', ask.recipient)) ?? answersOf(probed)[0];
    const trouble = probed.trouble ?? answer?.trouble;
    expect(trouble?.cause).toBe(fault.says.split(' ')[1]);
    expect(trouble?.stage).toBe(fault.stage);
    expect([trouble?.reply?.code, trouble?.reply?.enhanced].join(' ').trim()).toBe(fault.reply ?? '');
    expect(trouble?.meaning?.provider).toBe(fault.provider);
    expect(trouble?.isTemporary).toBe(fault.says.startsWith('warn') || fault.reply?.startsWith('4') === true);

    // The stage that ended it is the last one that did not pass, with the same weight as the finding.
    const [status] = fault.says.split(' ');
    const ends = probed.stages.filter((stage) => stage.status !== 'pass');
    expect(ends.map(({ stage }) => stage)).toEqual([STAGE_NAMES[fault.stage]]);
    expect(ends[0]?.detail).not.toBe('');
    expect(ends[0]?.status).toBe(status);

    // Within its time, and no slower than it has to be.
    expect(took).toBeLessThan(ask.timeoutMs + SLACK);
    expect(probed.ms).toBeLessThanOrEqual(ask.timeoutMs + SLACK);
    if (!fault.isSlow) expect(took).toBeLessThan(LONG / 2);

    for (const result of results) expectWords(result);
    expectNone(PASSWORD, { probe: wholeOf(probed), results: JSON.stringify(results.map(resultJson)) });
    if (fault.naming) expect(results[0]?.summary).toContain(fault.naming);
    if (scripted) expectHarmless(ask, scripted);
  });

  it('have every stage but QUIT among them', () => {
    const stages = Object.keys(STAGE_NAMES).filter((stage) => stage !== 'quit');
    expect([...new Set(faults.map(({ stage }) => stage))].sort()).toEqual(stages.sort());
  });
});

/** Sentences for a person, with something to do. */
function expectWords(result: ReturnType<typeof resultsOf>[number]): void {
  const { summary, remediation, why, status } = result;
  expect(summary).toMatch(/^[A-Z"a-z].{20,}\.$/s);
  // No message of Node, nodemailer or OpenSSL, and no name of an error in place of a sentence.
  const own = JSON.stringify(resultJson(result)).replace(/it said [^"]*\\".*?\\"/g, '');
  expect(own).not.toMatch(
    /\bError:|error:[0-9A-F]{6}|routines|node:|node_modules|connect E[A-Z]+|getaddrinfo|undefined|\[object/,
  );
  expect(summary).not.toMatch(/^\W*E[A-Z_]+\W*$/);
  expect(remediation?.steps.length).toBeGreaterThanOrEqual(1);
  if (status !== 'unknown') expect(why).toMatch(/\.$/);
}

/** One login at most, no password in clear text, and never a message. */
function expectHarmless(ask: SmtpAsk, { commands, received }: NonNullable<FaultyServer['scripted']>): void {
  expect(commands().filter((command) => command === 'AUTH').length).toBeLessThanOrEqual(1);
  expect(commands()).not.toContain('DATA');
  if (ask.security !== 'none') expect(received().clear).not.toMatch(/AUTH|canary/);
}
