import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  formatInstant,
  isDate,
  isZone,
  localDate,
  offsetMinutes,
  parseInstant,
} from '../../src/calendar/zone.js';

describe('isZone', () => {
  it.each([
    'America/New_York',
    'america/new_york',
    'Asia/Kathmandu',
    'Pacific/Kiritimati',
    'America/Argentina/Buenos_Aires',
    'US/Eastern',
    'Etc/GMT+5',
    'UTC',
    'EST',
    'PST8PDT',
  ])('knows %s', (name) => {
    expect(isZone(name)).toBe(true);
    expect(isZone(name)).toBe(true);
  });

  it.each([
    '',
    ' ',
    '+05:30',
    '-08',
    '+0530',
    'GMT+5',
    ' UTC',
    'UTC ',
    'America/New York',
    'Mars/Base',
    'Etc/GMT+05',
    'Nowhere+05:00',
    'PST',
    'AST',
    'BST',
    'SystemV/AST4',
    'Z',
    'local',
    'constructor',
    '__proto__',
  ])('refuses "%s"', (name) => {
    expect(isZone(name)).toBe(false);
  });
});

describe('offsetMinutes', () => {
  it.each([
    ['UTC', '2026-07-01T00:00Z', 0],
    ['Etc/GMT+12', '2026-07-01T00:00Z', -720],
    ['Pacific/Kiritimati', '2026-07-01T00:00Z', 840],
    ['Asia/Kathmandu', '2026-07-01T00:00Z', 345],
    ['America/St_Johns', '2026-01-01T00:00Z', -210],
    ['America/New_York', '2026-03-08T06:59:59Z', -300],
    ['America/New_York', '2026-03-08T07:00Z', -240],
    ['Europe/London', '2026-10-25T00:59:59Z', 60],
    ['Europe/London', '2026-10-25T01:00Z', 0],
    ['Australia/Lord_Howe', '2026-04-04T14:59:59Z', 660],
    ['Australia/Lord_Howe', '2026-04-04T15:00Z', 630],
    ['Pacific/Apia', '2011-12-30T09:59:59Z', -600],
    ['Pacific/Apia', '2011-12-30T10:00Z', 840],
  ])('%s at %s is %d', (zone, at, expected) => {
    expect(offsetMinutes(zone, Date.parse(at))).toBe(expected);
  });

  it.each(['Mars/Base', '+05:30', 'Nowhere+05:00', 'constructor'])(
    'throws for the unknown zone %s',
    (zone) => {
      expect(() => offsetMinutes(zone, 0)).toThrow(RangeError);
    },
  );

  it('throws for an instant out of range', () => {
    expect(() => offsetMinutes('UTC', Number.NaN)).toThrow(RangeError);
    expect(() => offsetMinutes('UTC', 9e15)).toThrow(RangeError);
  });
});

describe('formatInstant and localDate', () => {
  it.each([
    ['2026-11-03T16:00:00Z', -420, '2026-11-03T09:00:00-07:00'],
    ['2026-11-03T16:00:00.999Z', 0, '2026-11-03T16:00:00+00:00'],
    ['2026-12-31T18:20:05Z', 345, '2027-01-01T00:05:05+05:45'],
    ['2026-03-01T03:00:00Z', -210, '2026-02-28T23:30:00-03:30'],
    ['2026-01-01T00:00:00Z', 840, '2026-01-01T14:00:00+14:00'],
    ['2026-01-01T00:10:00Z', -30, '2025-12-31T23:40:00-00:30'],
    ['1969-12-31T23:59:59.500Z', 0, '1969-12-31T23:59:59+00:00'],
  ])('%s at offset %d reads %s', (at, offset, expected) => {
    expect(formatInstant(Date.parse(at), offset)).toBe(expected);
    expect(localDate(Date.parse(at), offset)).toBe(expected.slice(0, 10));
  });
});

describe('parseInstant', () => {
  it.each([
    ['2026-11-03T09:00:00-07:00', '2026-11-03T16:00:00.000Z', -420],
    ['2026-11-03T09:00-07:00', '2026-11-03T16:00:00.000Z', -420],
    ['2026-11-03T09:00:00-0700', '2026-11-03T16:00:00.000Z', -420],
    ['2026-11-03T09:00:00-07', '2026-11-03T16:00:00.000Z', -420],
    ['2026-11-03T16:00Z', '2026-11-03T16:00:00.000Z', 0],
    ['2026-11-03t16:00z', '2026-11-03T16:00:00.000Z', 0],
    ['2026-11-03T16:00:01.5Z', '2026-11-03T16:00:01.500Z', 0],
    ['2026-11-03T16:00:01,123456Z', '2026-11-03T16:00:01.123Z', 0],
    ['2026-01-01T00:05+05:45', '2025-12-31T18:20:00.000Z', 345],
    ['2026-11-03T09:00:00-00:00', '2026-11-03T09:00:00.000Z', 0],
    ['2024-02-29T00:00:00+14:00', '2024-02-28T10:00:00.000Z', 840],
    ['0050-01-01T00:00:00Z', '0050-01-01T00:00:00.000Z', 0],
  ])('reads %s', (text, utc, offset) => {
    const instant = parseInstant(text);
    expect(instant?.offsetMinutes).toBe(offset);
    expect(new Date(instant?.epochMs ?? Number.NaN).toISOString()).toBe(utc);
  });

  it.each([
    '',
    '2026-11-03',
    '2026-11-03T09:00:00',
    '2026-11-03 09:00:00Z',
    '2026-02-29T09:00:00Z',
    '2026-04-31T09:00:00Z',
    '2026-13-01T09:00:00Z',
    '2026-11-03T24:00:00Z',
    '2026-11-03T09:60:00Z',
    '2026-11-03T23:59:60Z',
    '2026-11-03T09Z',
    '2026-11-03T09:00:00.Z',
    '2026-11-03T09:00.5Z',
    '2026-11-03T09:00:00+24:00',
    '2026-11-03T09:00:00+07:60',
    '2026-11-03T09:00:00+7:00',
    '2026-11-03T09:00:00Z ',
    '2026-11-03T09:00:00Z\n',
    ' 2026-11-03T09:00:00Z',
    '26-11-03T09:00:00Z',
    '+012026-11-03T09:00:00Z',
    '20261103T090000Z',
    'tomorrow',
  ])('refuses "%s"', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('reads back what formatInstant writes', () => {
    const seconds = fc.integer({
      min: Date.parse('1000-01-01') / 1000,
      max: Date.parse('9000-01-01') / 1000,
    });
    fc.assert(
      fc.property(seconds, fc.integer({ min: -1439, max: 1439 }), (second, offset) => {
        const epochMs = second * 1000;
        expect(parseInstant(formatInstant(epochMs, offset))).toEqual({ epochMs, offsetMinutes: offset });
      }),
    );
  });
});

describe('dates', () => {
  it.each(['2026-11-03', '2024-02-29', '2000-02-29', '2026-12-31', '0001-01-01'])('%s is a date', (text) => {
    expect(isDate(text)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-00-10',
    '2026-13-01',
    '2026-01-00',
    '2026-01-32',
    '2026-1-1',
    '2026-11-03T00:00Z',
    ' 2026-11-03',
    '2026-11-03\n',
    '03/11/2026',
    '',
  ])('"%s" is no date', (text) => {
    expect(isDate(text)).toBe(false);
  });
});

describe('near zones', () => {
  // A module of its own each time, because the quick way is taken only for the first questions of a process.
  const fresh = async () => {
    vi.resetModules();
    return (await import('../../src/calendar/zone.js')).offsetMinutes;
  };
  const byIntl = (zone: string, epochMs: number) => {
    const said = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).format(
      epochMs,
    );
    const [, sign, hours = '0', minutes = '0'] = /GMT(?:([+-])(\d\d):(\d\d))?$/.exec(said) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) || 0;
  };

  it.each(['America/New_York', 'America/Denver', 'America/St_Johns', 'America/Phoenix', 'Pacific/Honolulu'])(
    'have the offsets of Intl: %s',
    async (zone) => {
      const offsetOf = await fresh();
      const { TZ } = process.env;
      for (let i = 0; i < 150; i += 1) {
        const moment = Date.UTC(2026, 0, 1) + i * 5 * 86_400_000 + i * 1_800_000;
        expect([i, offsetOf(zone, moment)]).toEqual([i, byIntl(zone, moment)]);
      }
      expect(process.env['TZ']).toBe(TZ);
    },
  );

  it('have their offset in a worker too, where the process has another zone', async () => {
    const said = await new Promise((resolve, reject) => {
      const worker = new Worker(
        `process.env.TZ = 'Asia/Tokyo'; require('node:worker_threads').parentPort.postMessage(new Date(0).getTimezoneOffset())`,
        { eval: true },
      );
      worker.on('message', resolve);
      worker.on('error', reject);
    });
    // What the quick way has to notice: the variable of a worker has no effect.
    expect(said).toBe(new Date(0).getTimezoneOffset());
  });
});
