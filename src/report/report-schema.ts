import * as z from 'zod';

const place = {
  file: z.string().meta({ description: 'a file, or an endpoint of the API of LoanPro' }),
  line: z.int().min(1).optional().meta({ description: 'of a file' }),
  column: z.int().min(1).optional().meta({ description: 'of a file, in UTF-16 code units' }),
  readAt: z.string().optional().meta({ description: 'when an endpoint was read' }),
};

const evidence = z
  .strictObject({
    pointer: z.string().meta({ description: 'JSON pointer (RFC 6901) into the merged export' }),
    ...place,
    contradicts: z
      .strictObject({ ...place, value: z.unknown() })
      .optional()
      .meta({ description: 'another source that says something else; the account counts' }),
    value: z
      .unknown()
      .optional()
      .meta({ description: 'left out where the fact is absent; secrets are withheld' }),
  })
  .meta({ description: 'A fact and where it stands; for an absent fact, its nearest parent.' });

const change = z.strictObject({ op: z.enum(['add', 'replace']), path: z.string(), value: z.unknown() });

const remediation = z.strictObject({
  steps: z.array(z.string()).min(1),
  menu: z.string().optional(),
  url: z.string().optional(),
  changes: z
    .array(change)
    .min(1)
    .optional()
    .meta({ description: 'JSON Patch (RFC 6902): the export after the steps were done' }),
});

const result = z.strictObject({
  check: z.string(),
  status: z.enum(['pass', 'warn', 'delay', 'fail', 'unknown', 'skip', 'crash']),
  code: z.string().optional().meta({ description: 'for warn, delay, fail, and a probe that could not tell' }),
  reason: z
    .string()
    .optional()
    .meta({ description: 'for skip: not-applicable, no-data, offline or blocked-by:<check>' }),
  summary: z.string().min(1),
  why: z.string().min(1).optional(),
  unconfirmed: z.literal(true).optional(),
  fingerprint: z
    .string()
    .optional()
    .meta({ description: 'check: the same for the same finding from run to run' }),
  accepted: z
    .strictObject({
      by: z.enum(['baseline', 'comment', 'configuration']),
      reason: z.string().optional(),
      until: z.string().optional(),
    })
    .optional()
    .meta({ description: 'check: there, but accepted, so it does not count' }),
  evidence: z.array(evidence),
  missing: z.array(z.string()).min(1).optional(),
  remediation: remediation.optional(),
});

const email = z.strictObject({
  notification: z.strictObject({ id: z.string().nullable(), name: z.string().nullable() }).nullable(),
  loan: z.strictObject({ id: z.string().nullable(), displayId: z.string().nullable() }).nullable(),
  verdict: z.enum(['sends', 'delayed', 'blocked', 'unknown']),
  firstBlocker: z.string().nullable(),
  blockers: z.array(z.string()),
  unknowns: z.array(z.string()),
  warnings: z.array(z.string()),
  nextSendAt: z.string().nullable(),
  assumptions: z.array(z.string()),
  results: z.array(result),
});

const source = z.strictObject({
  kind: z.enum(['export', 'live', 'delivery-log']),
  name: z.string(),
  exportedAt: z.string().nullable(),
});
const sources = z.array(source);

const stage = z.strictObject({
  stage: z.string(),
  status: z.enum(['pass', 'warn', 'fail', 'unknown', 'skip']),
  ms: z.int().min(0).meta({ description: 'wall-clock time in milliseconds' }),
  detail: z.string(),
});

const certificate = z.strictObject({
  subject: z.string(),
  names: z.array(z.string()),
  issuer: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
});

const asked = {
  kind: z.enum(['smtp', 'ses', 'dns', 'api']),
  target: z.string().meta({ description: 'who was asked' }),
  stages: z.array(stage),
  addresses: z.array(z.string()).optional().meta({ description: 'smtp: the addresses of the host' }),
  capabilities: z.array(z.string()).optional().meta({ description: 'smtp: the last EHLO reply' }),
  tls: z
    .strictObject({ version: z.string(), cipher: z.string(), certificate: certificate.optional() })
    .nullable()
    .optional()
    .meta({ description: 'smtp: null where the session was not encrypted' }),
  transcript: z
    .array(z.strictObject({ from: z.enum(['client', 'server']), text: z.string() }))
    .optional()
    .meta({ description: 'smtp: what was said, secrets masked' }),
};

const customer = z.strictObject({
  id: z.string().nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
});
const overall = z.enum(['sends', 'delayed', 'blocked', 'unknown', 'partial']);

const diagnosis = z.strictObject({
  schemaVersion: z.literal(1),
  command: z.literal('diagnose'),
  asOf: z.string(),
  sources,
  customer,
  verdict: overall,
  emails: z.array(email).min(1),
  probes: z.array(z.strictObject(asked)).optional().meta({ description: 'with --probe' }),
  notes: z.array(z.string()),
});

const check = z.strictObject({
  schemaVersion: z.literal(1),
  command: z.literal('check'),
  asOf: z.string(),
  sources,
  accounts: z
    .array(
      z.strictObject({
        source,
        verdict: overall,
        results: z.array(result).meta({ description: 'the gates that are the same for every email' }),
        notifications: z.array(
          z.strictObject({
            notification: email.shape.notification,
            enabled: z.boolean().meta({ description: 'one that is switched off never fails a run' }),
            verdict: email.shape.verdict,
            results: z.array(result),
          }),
        ),
        customers: z.array(z.strictObject({ customer, verdict: overall, emails: z.array(email) })),
      }),
    )
    .min(1),
  suppressions: z
    .array(result)
    .meta({ description: 'suppressions that are unused, expired or cannot be read' }),
  baseline: z
    .strictObject({
      vanished: z.array(z.strictObject({ fingerprint: z.string(), finding: z.string(), about: z.string() })),
    })
    .optional()
    .meta({ description: 'what the baseline has and this run has not' }),
  notes: z.array(z.string()),
});

const probe = z.strictObject({
  schemaVersion: z.literal(1),
  command: z.literal('probe'),
  asOf: z.string(),
  sources,
  probes: z.array(z.strictObject({ ...asked, results: z.array(result) })),
  notes: z.array(z.string()),
});

const rulePart = z.strictObject({
  text: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
  says: z.string(),
});

const rule = z.strictObject({
  schemaVersion: z.literal(1),
  command: z.literal('rule'),
  rule: z.string(),
  truth: z.boolean().nullable().meta({ description: 'null: not known' }),
  value: z.string().nullable().meta({ description: 'as Clojure prints it' }),
  variables: z.record(z.string(), z.string()),
  decidedBy: z.array(rulePart).meta({ description: 'the fewest parts which, each turned, turn the rule' }),
  alternatives: z
    .array(z.array(rulePart))
    .meta({ description: 'other parts, as few, that would do as well' }),
  settledBy: z.array(z.string()).meta({ description: 'the fewest unknown variables that would decide it' }),
  obstacles: z.array(z.string()),
  mixedNumbers: z.array(z.array(z.string())),
  trueInDays: z.int().min(1).nullable().meta({ description: 'by the passing of days alone' }),
  unconfirmed: z.literal(true).optional(),
});

const replayTally = {
  agrees: z.int().min(0),
  differs: z.int().min(0),
  notCompared: z.int().min(0).meta({ description: 'a fact is missing, or a rule cannot be worked out' }),
};
const loggedTally = z.strictObject({ ...replayTally, queued: z.int().min(0) });
const notLoggedTally = z.strictObject(replayTally);

const replay = z.strictObject({
  schemaVersion: z.literal(1),
  command: z.literal('replay'),
  asOf: z.string().meta({ description: 'the end of the period' }),
  since: z.string().nullable().meta({ description: 'its beginning; null: that of the log' }),
  sources,
  customer: customer.nullable().meta({ description: 'null: all' }),
  hasLog: z.boolean(),
  logged: loggedTally,
  notLogged: notLoggedTally.meta({ description: 'emails of nightly runs that are not logged' }),
  notifications: z.array(
    z.strictObject({
      notification: email.shape.notification,
      logged: loggedTally,
      notLogged: notLoggedTally,
    }),
  ),
  emails: z
    .array(
      z.strictObject({
        notification: email.shape.notification,
        customer,
        loan: email.shape.loan,
        at: z
          .string()
          .meta({ description: 'when it was logged, or the nightly run that should have made it' }),
        logged: z.enum(['sent', 'failed', 'not-logged']),
        outcome: z.enum(['agrees', 'differs', 'not-compared']),
        verdict: email.shape.verdict,
        gates: z.array(result).meta({ description: 'what stops or delays it, or what is not known' }),
        missing: z.array(z.string()),
        explanations: z.array(
          z.strictObject({
            kind: z.enum([
              'figures-changed',
              'settings-changed',
              'address-changed',
              'log-incomplete',
              'mail-server',
              'not-maintained',
              'taken-off-list',
              'open-question',
              'left-out',
            ]),
            text: z.string(),
            evidence: z.array(evidence),
          }),
        ),
        evidence,
      }),
    )
    .meta({ description: 'of those not logged, only the ones that do not agree or cannot be compared' }),
  nightlyGates: z
    .array(z.strictObject({ check: z.string(), code: z.string(), emails: z.int().min(1) }))
    .meta({ description: 'what stopped the emails of nightly runs that are rightly not logged' }),
  missing: z
    .array(z.strictObject({ fact: z.string(), emails: z.int().min(1) }))
    .meta({ description: 'the most often missing first' }),
  unjoined: z.array(
    z.strictObject({
      reason: z.enum(['no-time', 'no-customer', 'no-notification', 'no-loan', 'no-status', 'no-channel']),
      text: z.string(),
      evidence,
    }),
  ),
  aside: z
    .strictObject({ channels: z.int().min(0), lenderLog: z.int().min(0), outside: z.int().min(0) })
    .meta({ description: 'rows that are not in question' }),
  notJudged: z
    .array(
      z.strictObject({
        reason: z.enum(['no-zone', 'no-date', 'outside', 'log-ends', 'left-out']),
        loans: z.int().min(1),
      }),
    )
    .meta({ description: 'nightly runs that are not judged' }),
  assumptions: z.array(z.string()),
  notes: z.array(z.string()),
});

const log = z.strictObject({
  schemaVersion: z.literal(1),
  command: z.literal('log'),
  log: z.enum(['customer', 'lender']),
  asOf: z.string(),
  since: z.string().nullable(),
  zone: z.string().nullable().meta({ description: 'of the times; null: not known' }),
  sources,
  customer: customer.nullable().meta({ description: "null in the lender's log" }),
  hasLog: z.boolean(),
  messages: z
    .array(
      z.strictObject({
        id: z.string().nullable(),
        at: z.string().nullable(),
        channel: z.enum(['email', 'sms', 'system', 'mailHouse', 'webhook']).nullable(),
        notification: email.shape.notification,
        loan: z.string().nullable(),
        to: z.string().nullable(),
        subject: z.string().nullable(),
        status: z.enum(['queued', 'sent', 'failed']).nullable().meta({ description: 'what LoanPro did' }),
        deliveryStatus: z.enum(['DELIVERED', 'NOT_DELIVERED']).nullable(),
        fate: z
          .enum([
            'processed',
            'delivered',
            'deferred',
            'bounce',
            'blocked',
            'dropped',
            'not-delivered',
            'queued',
            'sent',
            'failed',
            'unknown',
          ])
          .meta({ description: 'what became of it, as far as it is logged' }),
        events: z.array(
          z.strictObject({
            event: z
              .enum(['processed', 'delivered', 'deferred', 'bounce', 'blocked', 'dropped', 'complaint'])
              .nullable(),
            at: z.string().nullable(),
            reason: z.string().nullable(),
            meaning: z.string().nullable(),
            evidence,
          }),
        ),
        evidence,
      }),
    )
    .meta({ description: 'the oldest first' }),
  leftOut: z.int().min(0).meta({ description: 'messages of this log that were not asked for' }),
  notes: z.array(z.string()),
});

const count = z.int().min(0);
const pair = z.strictObject({ customer: z.string().nullable(), loan: z.string().nullable() });

/** The document of `scan` and of `merge`, which also reads it. */
export const scanDocument = z.strictObject({
  schemaVersion: z.literal(1),
  command: z.literal('scan'),
  asOf: z.string(),
  sources,
  asked: z.strictObject({
    message: z.string().nullable(),
    loan: z.string().nullable(),
    event: z.string().nullable(),
    direct: z.boolean(),
    leftOut: z.array(z.string()).meta({ description: 'checks left out by --only or --skip' }),
    probe: z.boolean(),
    strict: z.boolean(),
  }),
  shard: z
    .strictObject({ parts: z.array(z.int().min(1)).min(1), of: z.int().min(1) })
    .optional()
    .meta({ description: 'with --shard: which parts of the customers these are' }),
  partial: z.literal(true).optional().meta({ description: 'the scan was ended early' }),
  broken: z.literal(true).optional().meta({ description: 'with --live: LoanPro’s API broke' }),
  customers: count,
  pairs: count.meta({ description: 'of a customer and a loan, for one notification' }),
  badLines: count,
  firstBadLines: z.array(z.strictObject({ file: z.string(), line: z.int().min(1), message: z.string() })),
  notifications: z
    .array(
      z.strictObject({
        notification: email.shape.notification,
        enabled: z.boolean().meta({ description: 'one that is switched off never fails a run' }),
        place: z.strictObject({ file: z.string(), line: z.int().min(1), column: z.int().min(1) }),
        pairs: count,
        sends: count,
        delayed: count,
        blocked: count,
        unknown: count,
        gates: z
          .array(
            z.strictObject({
              check: z.string(),
              code: z.string(),
              reached: count.meta({ description: 'pairs that no earlier finding stops' }),
              stopped: count,
              stoppedFirst: count.meta({ description: 'those that no earlier finding stops' }),
              stoppedOnly: count.meta({ description: 'those that nothing else stops' }),
              examples: z.array(pair).meta({ description: 'those with the lowest ids, at most five' }),
            }),
          )
          .meta({ description: 'the findings that stop emails, in the order of the checks' }),
        overlaps: z
          .array(z.strictObject({ findings: z.tuple([z.string(), z.string()]), pairs: count }))
          .meta({ description: 'findings of different checks that stop the same pairs' }),
        missing: z
          .array(z.strictObject({ fact: z.string(), pairs: count }))
          .meta({ description: 'facts that are absent where the verdict is unknown' }),
        others: z
          .array(z.strictObject({ finding: z.string(), status: z.enum(['warn', 'delay']), pairs: count }))
          .meta({ description: 'warnings and delays' }),
        crashed: count,
        combinations: z
          .array(
            z.strictObject({
              verdict: email.shape.verdict,
              stoppedBy: z.array(z.string()),
              pairs: count,
            }),
          )
          .meta({ description: 'what all the counts are made from; `mailcheck merge` adds it up' }),
        assumptions: z.array(z.string()),
      }),
    )
    .min(1),
  assumptions: z.array(z.string()),
  notes: z.array(z.string()),
});

const failure = z.strictObject({
  schemaVersion: z.literal(1),
  error: z.strictObject({
    code: z.enum([
      'usage',
      'export-invalid',
      'not-found',
      'ambiguous',
      'nothing-to-check',
      'source-failed',
      'interrupted',
      'bug',
    ]),
    message: z.string(),
    details: z.array(
      z.strictObject({
        message: z.string(),
        file: z.string().optional(),
        line: z.int().min(1).optional(),
        column: z.int().min(1).optional(),
        pointer: z.string().optional(),
        expected: z.string().optional(),
        found: z.string().optional(),
      }),
    ),
  }),
});

/** The documents that `--format json` prints, on success and on failure. */
export const reportSchema = z
  .union([diagnosis, check, scanDocument, probe, rule, replay, log, failure])
  .meta({ title: 'mailcheck report, schemaVersion 1' });

/** The JSON Schema of those documents. */
export function reportJsonSchema(): object {
  return z.toJSONSchema(reportSchema, { target: 'draft-2020-12' });
}
