import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checks, settingsChecks } from '../../checks/index.js';
import { exportFields } from '../account/derived/fields.js';
import { type Field, fieldAt } from '../account/fields.js';
import { nearest } from '../account/nearest.js';
import { fromPointer, type Path } from '../account/pointer.js';
import { codesOf } from '../core/check.js';
import { UsageError } from '../core/errors.js';

const allChecks = [...checks, ...settingsChecks];
const PROVIDER = 'provider/';
const isProviderTopic = (topic: string) => topic.startsWith(PROVIDER);

/**
 * Help that works offline: a check's page, what one finding means, a field of the export, or a mail provider.
 * @param root the folder of the package.
 * @throws UsageError for a topic that does not exist.
 */
export async function explain(topic: string | undefined, root: string): Promise<string> {
  if (topic === undefined) {
    return `${['mailcheck explain <topic>, where the topic is one of', ...(await topics()).map((name) => `  ${name}`)].join('\n')}\n`;
  }
  if (topic === 'export') return `${fieldLines(exportFields, []).join('\n')}\n`;
  if (topic.startsWith('/')) return explainField(topic);
  if (topic === 'provider') return `${(await topics()).filter(isProviderTopic).join('\n')}\n`;
  if (isProviderTopic(topic)) return explainProviderTopic(topic);
  const [id, code, ...rest] = topic.split('/');
  const check = allChecks.find((candidate) => candidate.id === id);
  if (!check || rest.length > 0 || (code !== undefined && !codesOf(check).includes(code)))
    throw await unknown(topic);
  const page = readFileSync(path.join(root, 'checks', `${check.id}.md`), 'utf8');
  return code === undefined ? page : findingText(page, `${check.id}/${code}`, code);
}

/** Everything that can be explained, but the fields of the export. */
export async function topics(): Promise<string[]> {
  const { providerIds } = await import('../providers/explain-provider.js');
  return [
    'export',
    ...allChecks.flatMap((check) => [check.id, ...codesOf(check).map((code) => `${check.id}/${code}`)]),
    ...providerIds().map((id) => `${PROVIDER}${id}`),
  ];
}

async function explainProviderTopic(topic: string): Promise<string> {
  // Read only now: no other command needs these pages.
  const { explainProvider } = await import('../providers/explain-provider.js');
  const page = explainProvider(topic.slice(PROVIDER.length));
  if (page === undefined) throw await unknown(topic);
  return page;
}

async function unknown(topic: string): Promise<UsageError> {
  const all = await topics();
  // "gmail" is meant for provider/gmail.
  const within = all.filter((name) => isProviderTopic(name) && name.includes(topic.replace(PROVIDER, '')));
  const near = within.length > 0 ? within.slice(0, 3) : nearest(topic, all, 3);
  return new UsageError(
    'not-found',
    `explain "${topic}": there is no such check, finding or provider${near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '.'} mailcheck explain lists them.`,
  );
}

/** What a page says of one finding: the entries that name its code, under their headings. */
function findingText(page: string, name: string, code: string): string {
  const lines: string[] = [`# ${name}`];
  for (const section of page.split(/^(?=## )/m).slice(1)) {
    const [heading = '', ...body] = section.split('\n');
    const entries = body
      .join('\n')
      .split(/\n(?=\s*(?:[-*] |\d+\. |\n))/)
      .filter((entry) => entry.includes(`\`${code}\``));
    if (entries.length > 0) lines.push('', heading, '', ...entries.map((entry) => entry.trim()));
  }
  return `${lines.join('\n')}\n`;
}

function explainField(pointer: string): string {
  // A list's entries are all alike, so * stands for any of them.
  const steps = fromPointer(pointer.replace(/\/\*/g, '/0'));
  const found = fieldAt(steps);
  if (!found)
    throw new UsageError(
      'not-found',
      `explain "${pointer}": the export has no such field. mailcheck explain export lists them.`,
    );
  const { field, menu } = found;
  const about = [
    `${pointer}: ${field.title ?? ''}`,
    field.description,
    `Expected: ${field.expected}`,
    menu && `In LoanPro: ${menu}`,
    field.ask,
  ];
  const below = fieldLines(field, steps).slice(1);
  return `${[...about.filter((line) => line), ...(below.length > 0 ? ['', ...below] : [])].join('\n')}\n`;
}

/** The field reference: one line a field. */
function fieldLines(field: Field, at: Path): string[] {
  const pointer = at.map((step) => `/${typeof step === 'number' ? '*' : step}`).join('') || '(root)';
  const line = `${pointer}  ${[field.title, field.expected].filter((part) => part).join(': ')}`;
  const below = field.items
    ? fieldLines(field.items, [...at, 0])
    : Object.entries(field.keys ?? {}).flatMap(([key, child]) => fieldLines(child, [...at, key]));
  return [field.menu ? `${line}  [${field.menu}]` : line, ...below];
}
