import { type FinalResults, Parser } from 'tap-parser';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Report } from '../../src/report/report.js';
import { tapReport } from '../../src/report/tap.js';
import { ACTIVE } from '../support/hostile.js';
import { blockedReport, HOSTILE, hostileReport, sampleReport } from '../support/sample-report.js';
import { spelled } from '../support/spelled.js';

interface Point {
  readonly ok: boolean;
  readonly name: string;
  readonly skip: string | boolean;
  readonly todo: string | boolean;
  readonly diag: unknown;
}

/** What a strict parser makes of it: anything that is not TAP is a failure. */
function read(tap: string): { readonly points: Point[]; readonly results: FinalResults } {
  const points: Point[] = [];
  let results: FinalResults | undefined;
  const parser = new Parser({ strict: true }, (final) => {
    results = final;
  });
  parser.on('assert', ({ ok, name, skip, todo, diag }: Point) => points.push({ ok, name, skip, todo, diag }));
  parser.end(tap);
  if (!results) throw new Error('the parser did not end');
  return { points, results };
}

const blockOf = (report: Report) => /^ {2}---\n(.*?)^ {2}\.\.\.\n/ms.exec(tapReport(report))?.[1] ?? '';

describe('tapReport', () => {
  it('is TAP 14 with a point a check', () => {
    const tap = tapReport(blockedReport());
    expect(tap.split('\n').slice(0, 2)).toEqual(['TAP version 14', '1..15']);
    const { points, results } = read(tap);
    expect(results.failures.filter(({ tapError }) => tapError)).toEqual([]);
    expect({ count: results.count, fail: results.fail, skip: results.skip, todo: results.todo }).toEqual({
      count: 15,
      // An accepted finding is a `not ok` that fails no run.
      fail: 4,
      skip: 4,
      todo: 2,
    });
    expect(points.filter(({ ok, todo }) => !ok && !todo).map(({ name }) => name)).toEqual([
      'acme.yaml: Account settings: send-limits',
      'acme.yaml: "Payment due": message-present',
    ]);
    expect(points.filter(({ todo }) => todo).map(({ todo }) => todo)).toEqual([
      'Accepted by the baseline (message-present/from-empty)',
      'The email of "Old promotion" is switched off. (message-enabled/disabled; not counted)',
    ]);
    expect(points[2]?.skip).toBe('Not tried: --probe was not given. (offline)');
  });

  it('says why in YAML', () => {
    expect(read(tapReport(blockedReport())).points[7]?.diag).toEqual({
      findings: [
        {
          name: 'message-present/body-empty',
          status: 'fail',
          message: 'The body of "Payment due" is empty.',
          why: 'LoanPro sends no message without a body.',
          at: 'acme.yaml:44:13',
          steps: [
            'Open Settings > Communications > Email > Notifications.',
            'Choose "Payment due".',
            'Write the body and choose Save.',
          ],
        },
      ],
    });
  });

  it('passes where nothing was found, and where nothing was looked at', () => {
    expect(read(tapReport(sampleReport())).results.ok).toBe(true);
    const empty = read(tapReport(sampleReport({ accounts: [] }))).results;
    expect({ ok: empty.ok, count: empty.count }).toEqual({ ok: true, count: 0 });
  });

  it.each(HOSTILE.map((text) => [text.slice(0, 40), text]))(
    '%j comes through and does nothing',
    (_, text) => {
      const report = hostileReport([text]);
      const tap = tapReport(report);
      expect(tap).not.toMatch(ACTIVE);
      const { points, results } = read(tap);
      expect(results.bailout).toBe(false);
      expect(results.failures.filter(({ tapError }) => tapError)).toEqual([]);
      expect(points.map(({ ok, skip, todo }) => [ok, skip !== false, todo !== false])).toEqual([
        [false, false, false], // message-present
        [true, false, false], // connections-balance, a warning
        [true, false, false], // do-not-disturb, a delay
        [true, true, false], // message-trigger, unknown
        [true, true, false], // ses-settings, not tried
        [false, false, false], // send-limits, a crash
        [true, false, false], // message-enabled
        [true, false, false], // suppressions
      ]);
      expect(points[6]?.name).toBe(`${spelled(text)}: ${spelled(`"${text}"`)}: message-enabled`.trim());
      expect(points[3]?.skip).toBe(`${spelled(`It says ${text}.`)} (unknown)`);
      // Read by another YAML parser than that of the TAP parser.
      expect(parse(blockOf(report)).findings[0]).toMatchObject({
        message: spelled(`It says ${text}.`),
        why: spelled(text),
        steps: [spelled(text), spelled(`Then ${text}`)],
      });
    },
  );
});
