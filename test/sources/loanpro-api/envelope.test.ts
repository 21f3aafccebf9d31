import { describe, expect, it } from 'vitest';
import { insideOf, readEnvelope, repeatable } from '../../../src/sources/loanpro-api/envelope.js';
import { fixtureBody } from './live.js';

const error = (message: string) => ({ kind: 'error', message });

describe('the envelope', () => {
  it.each([
    ['error-401', error('Unauthorized')],
    ['error-401-odata-shape', error('Unauthorized')],
    ['error-400', error('Syntax error in the filter expression')],
    ['error-200-not-found', error("Resource not found for the segment 'Customers'")],
    ['error-200-php-exception', error('Catchable Fatal Error: unexpected null given')],
    ['error-409-bad-tenant', error('Invalid tenant')],
    ['error-410-list-all', error('Access to retrieve all entities has been deprecated.')],
  ])('finds the error of %s', (name, expected) => {
    expect(readEnvelope(fixtureBody(name))).toEqual(expected);
  });

  it.each([
    ['data', '{"d": {"id": 7}}', { kind: 'data', d: { id: 7 } }],
    ['data after a byte order mark', '\ufeff{"d": []}', { kind: 'data', d: [] }],
    ['data that is null', '{"d": null}', { kind: 'data', d: null }],
    ['an error inside d', '{"d": {"error": {"message": {"value": "No"}}, "warnings": []}}', error('No')],
    ['an error that is a text', '{"error": "No"}', error('No')],
    ['an error without words', '{"error": {}}', error('')],
    // Warnings come along with good answers: https://developers.loanpro.io/docs/transaction-warnings
    [
      'data with a message of its own',
      '{"d": {"id": 7, "message": "x"}}',
      { kind: 'data', d: { id: 7, message: 'x' } },
    ],
    ['half of an answer', '{"d": {"results": [{"id":', { kind: 'unreadable' }],
    ['nothing', '', { kind: 'unreadable' }],
    ['a page', '<html></html>', { kind: 'unreadable' }],
    ['other JSON', '{"hello": "world"}', { kind: 'foreign' }],
    ['a text', '"d"', { kind: 'foreign' }],
  ])('reads %s', (_, text, expected) => {
    expect(readEnvelope(text)).toEqual(expected);
  });

  it('drops personal data however deep they stand', () => {
    const { kind, ...rest } = readEnvelope(fixtureBody('customer-with-loans'));
    expect(kind).toBe('data');
    expect(JSON.stringify(rest)).toContain('ilse.bergmann@mail.example');
    expect(JSON.stringify(rest)).not.toMatch(/ssn|birth|driver|password|customerIdType/i);
  });

  it('reads JSON inside a text, without the body of an email', () => {
    expect(insideOf('{"subject": "Hi", "body": "<p>secret</p>"}')).toEqual({ subject: 'Hi' });
    expect(insideOf({ subject: 'Hi' })).toEqual({ subject: 'Hi' });
    expect(insideOf('An email was sent')).toBeUndefined();
    expect(insideOf(null)).toBeUndefined();
  });

  it.each([
    ['Fatal error in /srv/www/autopal/Reader.php:118 on line 4', 'Fatal error in (path) on line 4'],
    ['in C:\\web\\autopal\\Reader.php', 'in (path)'],
    ['ssn 987-65-4329 and 987654329 are taken', 'ssn (number) and (number) are taken'],
    ['the token tok3n!x is old', 'the token (token) is old'],
    ['two\r\nlines\u001b[31m', 'two lines [31m'],
    ['x'.repeat(300), `${'x'.repeat(160)}…`],
    ["Resource not found for the segment 'Loans'", "Resource not found for the segment 'Loans'"],
  ])('repeats %j as %j', (message, expected) => {
    expect(repeatable(message, 'tok3n!x')).toBe(expected);
  });
});
