import { exportFields } from '../../src/account/derived/fields.js';
import type { Field } from '../../src/account/fields.js';
import { type Path, toPointer, valueAt } from '../../src/account/pointer.js';
import type { Shown, WizardTerminal } from './wizard-terminal.js';

/** What the person has before them: LoanPro's screens, as an export. */
export type Everything = object;

interface Fact {
  readonly text: string;
  readonly asksWhether: boolean;
  readonly field: Field;
  readonly path: Path;
  readonly value: unknown;
}

/**
 * Reads the question from the screen and answers it as somebody does who sees the whole account, until the session
 * asks what is to be done in the end. Returns the questions about facts, in their order.
 * @param everything undefined for somebody who knows nothing.
 */
export async function answerAll(
  terminal: WizardTerminal,
  everything: Everything | undefined,
  symptom: string,
): Promise<string[]> {
  const asked: string[] = [];
  for (;;) {
    const shown = await terminal.shown();
    if (!shown || shown.text.startsWith('? What now?')) return asked;
    if (shown.text.startsWith('? What do you see?')) await terminal.pick(symptom);
    else if (shown.text.startsWith('? This is certain.')) await terminal.pick('No');
    else if (shown.text.startsWith('? Try to log in now?')) await terminal.pick('No');
    else {
      asked.push(shown.text);
      if (asked.length > 60) throw new Error(`the session does not end: ${asked.slice(-3).join('\n')}`);
      terminal.answer(everything ? answerTo(shown, everything) : unknownTo(shown));
    }
  }
}

/** Keys for "I don't know". */
export function unknownTo({ items }: Shown): string {
  return items.length === 0 ? '?' : String(items.indexOf("I don't know") + 1);
}

/** The keys that answer a question truly. */
export function answerTo(shown: Shown, everything: Everything): string {
  const fact = factAsked(shown.text, everything);
  if (!fact || fact.value === undefined) return unknownTo(shown);
  const { value, field, path, asksWhether } = fact;
  if (shown.items.length === 0) return linesOf(path, value);
  const wanted = namesOf(
    asksWhether ? (Array.isArray(value) ? value.length > 0 : value !== null) : value,
    field,
  );
  const at = shown.items.findIndex((item) => wanted.some((name) => item.startsWith(name)));
  if (at < 0) return String(shown.items.indexOf('Something else (type it)') + 1);
  return String(at + 1);
}

function namesOf(value: unknown, field: Field): string[] {
  if (value === true) return ['Yes'];
  if (value === false) return ['No'];
  const isEmpty = value === null || value === '';
  if (field.type === 'secret') return [isEmpty ? 'It is empty' : 'It is set'];
  if (isEmpty && field.empty !== undefined) return [field.empty];
  const choice = field.choices?.find((one) => one.value === value);
  if (Array.isArray(value)) return ['no email to this customer'];
  return [choice?.name ?? String(value)];
}

/** The fact a text asks for; of several with the same words the one whose row is named in it. */
function factAsked(text: string, everything: Everything): Fact | undefined {
  const hits = [...facts(exportFields, everything, [])].filter((fact) => text.includes(fact.text));
  const longest = Math.max(...hits.map((fact) => fact.text.length));
  const fitting = hits.filter((fact) => fact.text.length === longest);
  const named = fitting.find(({ path }) => {
    const { value: row } = valueAt(everything, path.slice(0, -1));
    const { email, status, subStatus } = Object(row) as Record<string, unknown>;
    const name = email ?? [status, subStatus].filter((part) => part != null).join(' / ');
    return typeof name === 'string' && name !== '' && text.startsWith(`? ${name}: `);
  });
  return named ?? fitting[0];
}

function* facts(field: Field, value: unknown, path: Path): Generator<Fact> {
  if (field.ask !== undefined) yield { text: field.ask, asksWhether: false, field, path, value };
  if (field.any !== undefined) yield { text: field.any, asksWhether: true, field, path, value };
  for (const [key, child] of Object.entries(field.keys ?? {})) {
    yield* facts(child, valueAt(value, [key]).value, [...path, key]);
  }
  if (!field.items || typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    yield* facts(field.items, valueAt(value, [key]).value, [...path, Number(key)]);
  }
}

const ENTER = '\r';

/** A value as a person types it; lines end with an empty one. */
function linesOf(path: Path, value: unknown): string {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return '-';
  const pointer = toPointer(path);
  if (Array.isArray(value)) {
    const lines = value.map((entry) => lineOf(pointer, entry));
    return lines.join(ENTER) + ENTER;
  }
  if (typeof value !== 'object') {
    const isLong = pointer.endsWith('/body') || pointer.endsWith('/rule');
    const text = String(value).trim();
    return isLong ? text.replaceAll('\n', ENTER) + ENTER : text;
  }
  if (pointer.endsWith('/event')) {
    const { builtIn } = value as { builtIn?: string };
    return `${builtIn ?? ''}${ENTER}`;
  }
  const { loanStatus, eBilling } = value as {
    loanStatus?: readonly { status: string }[];
    eBilling?: boolean;
  };
  const lines = [
    ...(loanStatus ? [`Loan Status: ${loanStatus.map(({ status }) => status).join(', ')}`] : []),
    ...(eBilling === undefined ? [] : [`E-Billing: ${eBilling ? 'yes' : 'no'}`]),
  ];
  return lines.join(ENTER) + ENTER;
}

function lineOf(pointer: string, entry: unknown): string {
  if (typeof entry === 'string') return entry;
  const row = Object(entry) as Record<string, unknown>;
  switch (pointer) {
    case '/doNotDisturb':
      return `${row['start']}-${row['stop']}`;
    case '/companyEmails':
      return `${row['email']} ${row['primary'] ? 'primary' : ''} ${row['validated'] ? 'verified' : 'not verified'}`;
    case '/enrollmentByStatus':
      return `${row['status']}${row['subStatus'] ? ` / ${row['subStatus']}` : ''}: ${row['emailEnroll'] ? 'on' : 'off'}`;
    default:
      throw new Error(`how is ${pointer} typed?`);
  }
}
