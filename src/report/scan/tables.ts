import type { Check } from '../../core/check.js';
import { counted } from '../../core/words.js';
import { type Funnel, funnelOf } from '../../scan/funnel.js';
import { csvLine } from '../csv.js';
import { code, text } from '../markdown-text.js';
import { shardWords } from './headline.js';
import type { ScannedNotification, ScanReport } from './report.js';

const VERDICTS = ['sends', 'delayed', 'unknown', 'blocked'] as const;
const MOST_LISTED = 5;

/**
 * The report of `scan` as CSV: for each notification a line a verdict, then a line a finding
 * that stops emails; at the end a line for what could not be counted.
 */
export function scanCsv(report: ScanReport, checks: readonly Check[]): string {
  const head = [
    'notification',
    'name',
    'row',
    'finding',
    'pairs',
    'reached',
    'stopped first',
    'stopped only',
  ];
  const lines = report.notifications.flatMap((one) => {
    const funnel = funnelOf(one.tally, checks);
    const of = [one.notification?.id ?? null, one.notification?.name ?? null];
    return [
      [...of, 'pairs', null, funnel.pairs, null, null, null],
      ...VERDICTS.map((verdict) => [...of, verdict, null, funnel[verdict], null, null, null]),
      ...funnel.gates.map((gate) => [
        ...of,
        'gate',
        `${gate.check}/${gate.code}`,
        gate.stopped,
        gate.reached,
        gate.stoppedFirst,
        gate.stoppedOnly,
      ]),
      ...(funnel.crashed > 0 ? [[...of, 'crashed', null, funnel.crashed, null, null, null]] : []),
    ];
  });
  const broken = [
    ...(report.badLines.count > 0
      ? [[null, null, 'bad lines', null, report.badLines.count, null, null, null]]
      : []),
    ...(report.partial ? [[null, null, 'ended early', null, null, null, null, null]] : []),
  ];
  return [head, ...lines, ...broken].map(csvLine).join('');
}

/** The report of `scan` in Markdown: a table for each notification. */
export function scanMarkdown(report: ScanReport, checks: readonly Check[]): string {
  const { asOf, sources, customers, badLines, partial, shard, assumptions } = report;
  const blocks = [
    '# Portfolio scan',
    `${counted(customers, 'customer')}, as of ${text(asOf)}, from ${sources.map(({ name }) => code(name)).join(', ')}.`,
    ...(partial ? ['**The scan was ended early: this is a part of the whole.**'] : []),
    ...(shard ? [shardWords({ shard }).trim()] : []),
    ...report.notifications.flatMap((one) => notificationBlocks(one, funnelOf(one.tally, checks))),
    ...(badLines.count > 0
      ? [
          `## Left out: ${counted(badLines.count, 'line')}`,
          badLines.first
            .map(({ file, line, message }) => `- ${code(`${file}:${line}`)} ${text(message)}`)
            .join('\n'),
        ]
      : []),
    ...(assumptions.length > 0 ? ['## Assumed', assumptions.map((one) => `- ${text(one)}`).join('\n')] : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function notificationBlocks({ notification, enabled }: ScannedNotification, funnel: Funnel): string[] {
  const name = notification ? (notification.name ?? notification.id ?? 'without a name') : 'Direct mail';
  const totals = VERDICTS.map((verdict) => `${funnel[verdict]} ${WORDS[verdict]}`).join(', ');
  const gates = funnel.gates.map(
    (gate) =>
      `| ${code(`${gate.check}/${gate.code}`)} | ${gate.reached} | ${gate.stoppedFirst} | ${gate.stopped} | ${gate.stoppedOnly} |`,
  );
  const both = funnel.overlaps
    .slice(0, MOST_LISTED)
    .map(({ findings: [one, other], pairs }) => `- ${code(one)} and ${code(other)}: ${pairs}`);
  const missing = funnel.missing.slice(0, MOST_LISTED).map(({ fact, pairs }) => `- ${code(fact)}: ${pairs}`);
  return [
    `## ${text(name)}${enabled ? '' : ' (switched off)'}`,
    `${counted(funnel.pairs, 'email')}: ${totals}.`,
    ...(gates.length > 0
      ? [
          [
            '| stopped by | reached | stopped first | stopped | stopped by nothing else |',
            '| --- | ---: | ---: | ---: | ---: |',
            ...gates,
          ].join('\n'),
        ]
      : []),
    ...(both.length > 0 ? ['Stopped by both:', both.join('\n')] : []),
    ...(missing.length > 0 ? ['Missing most often:', missing.join('\n')] : []),
    ...(funnel.crashed > 0
      ? [`In ${counted(funnel.crashed, 'email')} a check stopped on a bug of mailcheck; please report it.`]
      : []),
  ];
}

const WORDS = { sends: 'send', delayed: 'send later', unknown: 'cannot be told', blocked: 'are stopped' };
