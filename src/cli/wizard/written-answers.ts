import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fromPointer } from '../../account/pointer.js';
import type { StatusRef } from '../../account/types.js';
import type { Known } from '../../sources/answers/known.js';
import { type FactQuestion, questionAbout } from '../../sources/answers/question.js';
import { isSymptom, type Symptom } from '../../sources/answers/symptoms.js';
import { writeExport } from '../../sources/export/write-export.js';
import type { Subjects } from './doors.js';

/** A session that was left, as far as the export format has no place for it. */
export interface LeftOff extends Subjects {
  readonly symptom?: Symptom;
  readonly isFromScratch: boolean;
  /** What the person did not know. */
  readonly unknown: readonly {
    readonly pointer: string;
    readonly asksWhether: boolean;
    readonly row?: StatusRef;
  }[];
}

const MARK = 'session: ';

/** The file that holds the session that was left: `MAILCHECK_STATE_DIR`, else below `XDG_STATE_HOME`, else below the home folder. */
export function stateFile(): string {
  const { MAILCHECK_STATE_DIR: own, XDG_STATE_HOME: state } = process.env;
  // https://specifications.freedesktop.org/basedir-spec/latest/: a path that is not absolute does not count.
  const base = state && path.isAbsolute(state) ? state : path.join(os.homedir(), '.local', 'state');
  return path.join(own || path.join(base, 'mailcheck'), 'session.yaml');
}

/** The answers as an export. Secrets are left out. */
export function answersText({ account, customer }: Known, comments: readonly string[] = []): string {
  return writeExport(account, [customer], {
    lines: ['Answers given to mailcheck wizard. Secrets are left out.', ...comments],
  });
}

/** Writes a session that was left; the file is for its owner alone. */
export async function leave(file: string, known: Known, leftOff: LeftOff): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await replaceWhole(file, answersText(known, [`${MARK}${asciiJson(leftOff)}`]), 0o600);
}

/** What a file says of the session that was left; undefined where it says nothing of one that can be gone on with. */
export function leftOffIn(text: string): LeftOff | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`# ${MARK}`));
  if (line === undefined) return undefined;
  try {
    const read: unknown = JSON.parse(line.slice(MARK.length + 2));
    return isLeftOff(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isText = (value: unknown) => typeof value === 'string';
const isTextOrAbsent = (value: unknown) => value === undefined || isText(value);

const isStatus = (value: unknown) =>
  isObject(value) &&
  isText(value['status']) &&
  (value['subStatus'] === null || isTextOrAbsent(value['subStatus']));

// Somebody may have changed the file, or another version have written it.
function isLeftOff(value: unknown): value is LeftOff {
  if (!isObject(value)) return false;
  const { symptom, message, loan, isFromScratch, unknown } = value;
  const isQuestion = (one: unknown) =>
    isObject(one) &&
    isText(one['pointer']) &&
    typeof one['asksWhether'] === 'boolean' &&
    (one['row'] === undefined || isStatus(one['row']));
  return (
    (symptom === undefined || isSymptom(symptom)) &&
    [message, loan].every(isTextOrAbsent) &&
    typeof isFromScratch === 'boolean' &&
    Array.isArray(unknown) &&
    unknown.every(isQuestion)
  );
}

/** The questions a person could not answer, asked about what is known now. */
export function unknownsOf({ unknown }: LeftOff, known: Known): FactQuestion[] {
  return unknown.map(({ pointer, asksWhether, row }) =>
    questionAbout({ path: fromPointer(pointer), checks: [], row }, known, !asksWhether),
  );
}

/** What is to be written of the questions a person could not answer; the customer becomes the only one. */
export function unknownsToLeave(questions: readonly FactQuestion[]): LeftOff['unknown'] {
  return questions.map(({ pointer, asksWhether, row }) => ({
    pointer: pointer.replace(/^\/customers\/\d+(?=\/)/, '/customers/0'),
    asksWhether,
    ...(row && { row }),
  }));
}

/** Writes a file whole or not at all: beside it, then renamed. */
export async function replaceWhole(file: string, text: string, mode = 0o666): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
  try {
    await writeFile(temporary, text, { flag: 'wx', mode });
    if (mode === 0o600) await chmod(temporary, mode);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Why a file could not be written, in the words of the system, without the name of the file beside it. */
export function whyNotWritten(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^[A-Z]+: /, '').replace(/, \w+ '.*$/s, '');
}

/** Names may hold anything; in a comment of YAML they stand as escapes, on one line. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\u0020-\u007e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
