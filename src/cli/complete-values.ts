import { statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { checks, settingsChecks } from '../../checks/index.js';
import { cut } from '../core/words.js';
import { visible } from '../report/harmless.js';
import { type LoadedExport, loadExport } from '../sources/export/load.js';
import type { Line } from './complete.js';
import { topics } from './explain.js';
import { exportsAsked } from './exports-asked.js';
import { FORMATS } from './format-names.js';

/** A word that may stand here, and what it means. */
export interface Candidate {
  readonly value: string;
  readonly about?: string;
}

/** The shell itself knows best which files there are. */
export const FILES = 'files';
export type Values = readonly Candidate[] | typeof FILES;

/** More than that takes longer to read than a person waits for the TAB key. */
const LARGEST = 2 ** 20;

const files = (): Values => FILES;

/** The values of an option without choices, by the word its usage has for them. */
export const OPTION_VALUES: Readonly<Record<string, (line: Line) => Values | Promise<Values>>> = {
  file: files,
  folder: files,
  check: () => [...checks, ...settingsChecks].map(({ id, title }) => ({ value: id, about: title })),
  'id|name': messages,
  format: () => FORMATS.map((value) => ({ value })),
};

/** The values of an argument without choices, by its name. */
export async function valuesOfArgument(name: string, line: Line, program: Command): Promise<Values> {
  switch (name) {
    case 'exports':
      return FILES;
    case 'customer':
    case 'customers':
      return customers(line);
    case 'topic':
      return (await topics()).map((value) => ({ value }));
    case 'command':
      return program.commands.map((command) => ({ value: command.name() }));
    default:
      return [];
  }
}

/** Notifications by name; by id where the name is not one of its own, or cannot be typed. */
async function messages(line: Line): Promise<Values> {
  const all = (await accountsOf(line)).flatMap(({ account }) => account.notifications ?? []);
  const count = new Map<string, number>();
  for (const { name } of all) if (name) count.set(name, (count.get(name) ?? 0) + 1);
  return all.flatMap(({ id, name }): Candidate[] => {
    if (name && count.get(name) === 1 && visible(name) === name) return [{ value: name }];
    return id === undefined ? [] : [{ value: String(id), ...(name && { about: cut(name) }) }];
  });
}

async function customers(line: Line): Promise<Values> {
  const all = (await accountsOf(line)).flatMap((loaded) => loaded.customers);
  return all.flatMap(({ customer }): Candidate[] => {
    const id = customer.id ?? customer.customId;
    if (id === undefined || id === null) return [];
    const about = [customer.firstName, customer.lastName].filter(Boolean).join(' ') || customer.companyName;
    return [{ value: String(id), ...(about && { about: cut(about) }) }];
  });
}

/** The accounts that the line asks about: that of --export or found by itself, and for `check` each file named. */
async function accountsOf({ command, given, operands }: Line): Promise<LoadedExport[]> {
  const named = (given.get('--export') ?? []).map(fromHome);
  const apart = command.name() === 'check' ? operands.map((file) => [fromHome(file)]) : [];
  const groups = named.length > 0 || apart.length === 0 ? [exportsAsked(named, false), ...apart] : apart;
  const loaded: LoadedExport[] = [];
  for (const group of groups.filter((one) => one.length > 0)) {
    if (group.every((file) => !/\.gz$/i.test(file)) && sizeOf(group) <= LARGEST) {
      loaded.push(await loadExport({ files: group, strict: false }));
    }
  }
  return loaded;
}

/** The bytes of files; of standard input, a folder or a pipe too many. */
function sizeOf(group: readonly string[]): number {
  return group
    .map((file) => statSync(file))
    .reduce((sum, stats) => sum + (stats.isFile() ? stats.size : Number.POSITIVE_INFINITY), 0);
}

/** The shells leave ~ in a word they only pass on. */
function fromHome(file: string): string {
  return file.startsWith('~/') ? path.join(os.homedir(), file.slice(2)) : file;
}
