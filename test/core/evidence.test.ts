import { describe, expect, it } from 'vitest';
import { fromPointer } from '../../src/account/pointer.js';
import { tracer } from '../../src/core/evidence.js';

const CANARY = 'canary-in-a-coal-mine';

/** What evidence shows of a value at a place, and of the objects around it. */
function shownAt(pointer: string, value: unknown): string {
  const path = fromPointer(pointer);
  const account = path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
  const trace = tracer(account, () => ({ file: 'a.yaml', line: 1, column: 1 }));
  return JSON.stringify(path.map((_, i) => trace(path.slice(0, i + 1)).value));
}

describe('evidence', () => {
  it.each([
    ['/transport/smtp/password', CANARY],
    ['/transport/ses/secretAccessKey', CANARY],
    ['/transport/ses/sessionToken', CANARY],
    ['/transport/ses/accessKeyId', `wJalrXUtnFEMI/K7MDENG/${CANARY}`],
    ['/transport/smtp/user', `0f1e2d3c-4b5a-${CANARY}`],
    ['/transport/smtp/host', `user:${CANARY}@mail.example`],
    ['/transport/smtp/host', `smtp://user:p@${CANARY}@mail.example`],
    ['/notifications/webhook/url', `https://user:${CANARY}@hook.example/path`],
    ['/transport/smtp/password', [CANARY]],
    ['/transport/smtp/password', 7],
  ])('shows no secret at %s', (pointer, value) => {
    const seen = shownAt(pointer, value);
    expect(seen).not.toContain(CANARY);
    expect(seen).not.toContain('7');
  });

  it.each([
    ['/transport/smtp/password', ''],
    ['/transport/ses/accessKeyId', 'AKIAIOSFODNN7EXAMPLE'],
    ['/transport/smtp/user', 'billing@acme.example'],
    ['/transport/smtp/user', 'apikey'],
    ['/transport/smtp/host', 'billing@mail.example'],
    ['/transport/ses/accessKeyId', ''],
    ['/transport/ses/accessKeyId', 'AKIA-too-short'],
    ['/transport/smtp/host', 'smtp.mail.example'],
    ['/transport/smtp/password', { env: 'MAILCHECK_SMTP_PASSWORD' }],
    ['/customers/email', 'jane.roe@mail.example'],
  ])('shows %s as it is: %j', (pointer, value) => {
    expect(shownAt(pointer, value)).toContain(JSON.stringify(value));
  });

  it('is bounded in length, entries and depth', () => {
    expect(shownAt('/tenant/name', 'x'.repeat(10_000_000)).length).toBeLessThan(5000);
    expect(
      shownAt(
        '/customers',
        Array.from({ length: 100_000 }, () => 'x'),
      ).length,
    ).toBeLessThan(5000);
    let deep: unknown = 'x';
    for (let i = 0; i < 5000; i += 1) deep = { deep };
    expect(shownAt('/customers', deep).length).toBeLessThan(5000);
  });

  it('leaves out the value of an absent fact', () => {
    const trace = tracer({ tenant: {} }, () => ({ file: 'a.yaml', line: 2, column: 3 }));
    expect(trace(['tenant', 'timezone'])).toEqual({
      pointer: '/tenant/timezone',
      file: 'a.yaml',
      line: 2,
      column: 3,
    });
  });
});
