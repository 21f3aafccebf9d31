import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  type DeliveryLogOptions,
  type DeliveryLogs,
  readDeliveryLogs,
} from '../../../src/sources/delivery-log/read-delivery-logs.js';

/** The moment before which times without a year lie in these tests. */
export const NOW = Date.parse('2026-11-04T12:00:00Z');

/** Reads logs given as texts or bytes, as files of their own; `places` are `file:line`. */
export async function readLogs(
  contents: string | Buffer | readonly (string | Buffer)[],
  options: Partial<DeliveryLogOptions> = {},
): Promise<DeliveryLogs> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mailcheck-log-'));
  try {
    const files = [contents].flat().map((content, i) => {
      const file = path.join(folder, `${i}.log`);
      writeFileSync(file, content);
      return file;
    });
    return await readDeliveryLogs(files, { now: NOW, ...options });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Each email in short: its recipient, its status, and its events as `name time reason`. */
export function inShort({ rows }: DeliveryLogs): string[] {
  return rows.map(({ row }) => {
    const events = (row.delivery?.events ?? []).map(({ event, at, reason }) =>
      [event, at?.slice(5), reason && `(${reason})`].filter((part) => part).join(' '),
    );
    return `${row.to} ${row.delivery?.status ?? '-'}: ${events.join(', ')}`;
  });
}

/** A list in an order of no meaning, but always the same. */
export function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item, index) => ({ item, rank: (index * 7919 + 13) % 101 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
