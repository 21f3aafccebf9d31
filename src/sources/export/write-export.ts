import { Document, isMap, type Scalar, type YAMLMap } from 'yaml';
import { exportFields } from '../../account/derived/fields.js';
import type { Account, Customer } from '../../account/types.js';

/** What stands at the top of a written export. */
export interface Preface {
  /** Lines of a comment. */
  readonly lines: readonly string[];
}

const ORDER = Object.keys(exportFields.keys ?? {});

/**
 * An account as a YAML export, in the order of the format. What it does not hold is listed as comments, each with the
 * menu where a person can look it up. Secrets are never written: they are withheld as `[redacted]`.
 */
export function writeExport(account: Account, customers: readonly Customer[], { lines }: Preface): string {
  const whole: Record<string, unknown> = withoutSecrets({
    ...account,
    ...(customers.length > 0 && { customers }),
  });
  const keys = ORDER.filter((key) => whole[key] !== undefined);
  const document = new Document(Object.fromEntries(keys.map((key) => [key, whole[key]])), {
    // Without anchors: every value stands where a person would edit it.
    aliasDuplicateObjects: false,
  });
  document.commentBefore = lines.map((line) => ` ${line}`).join('\n');
  if (isMap(document.contents)) spread(document.contents);
  const absent = ORDER.filter((key) => whole[key] === undefined).map(aboutAbsent);
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  return absent.length === 0 ? text : `${text}\n# Not known:\n${absent.join('\n')}\n`;
}

/** An empty line before each part of the account. */
function spread(map: YAMLMap): void {
  for (const { key } of map.items.slice(1)) (key as Scalar).spaceBefore = true;
}

function aboutAbsent(key: string): string {
  const { title = key, menu, ask } = exportFields.keys?.[key] ?? {};
  return [`#   ${key}: ${title}.`, menu && `Look at ${menu}.`, ask].filter((part) => part).join(' ');
}

const SECRETS: ReadonlySet<string> = new Set(['password', 'secretAccessKey', 'sessionToken']);

function withoutSecrets<T>(value: T): T;
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) => {
      if (entry === undefined) return [];
      const isSecret = SECRETS.has(key) && typeof entry === 'string' && entry.trim() !== '';
      return [[key, isSecret ? '[redacted]' : withoutSecrets(entry)]];
    }),
  );
}
