import type { Argument, Command, Option } from 'commander';
import { visible } from '../report/harmless.js';
import { asTyped, type Typed, toInsert } from './bash-line.js';
import { type Candidate, FILES, OPTION_VALUES, type Values, valuesOfArgument } from './complete-values.js';

const MOST = 200;
const LONGEST = 200;

/** What the words before the one to complete come to. */
export interface Line {
  readonly command: Command;
  /** The values given to each option, by its long name. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
}

/**
 * What may stand at the end of a command line, for the scripts of `mailcheck completion`: a first line `files` or
 * `words`, then a candidate a line, with its meaning behind a tab. For bash the candidates are quoted to be inserted
 * as they are. Whatever is wrong, there are no candidates rather than an error: nobody asked for a report yet.
 * @param words what stands after the command's name, the last being the one to complete; of bash its own line, and
 * the part of it that it replaces.
 */
export async function complete(program: Command, shell: string, words: readonly string[]): Promise<string> {
  try {
    const [line = '', replaced = ''] = words;
    const bash = shell === 'bash' ? asTyped(line, replaced) : undefined;
    const found = await candidates(program, bash?.words ?? words);
    if (found === FILES) return 'files\n';
    return ['words', ...(bash ? inBash(found, bash) : found.map(described)), ''].join('\n');
  } catch {
    // An export that cannot be read is not what the person is being told about here.
    return 'words\n';
  }
}

async function candidates(program: Command, words: readonly string[]): Promise<Values> {
  const { line, waiting, isLiteral } = read(program, words.slice(0, -1));
  const word = words.at(-1) ?? '';
  if (waiting) return fitting(await valuesOfOption(waiting, line), word);
  const [, long, start] = (!isLiteral && /^(--[^=]+)=(.*)$/s.exec(word)) || [];
  if (long !== undefined && start !== undefined) {
    const option = optionNamed(line.command, long);
    if (!option || !takesValue(option)) return [];
    const values = fitting(await valuesOfOption(option, line), start);
    return values === FILES ? FILES : values.map((one) => ({ ...one, value: `${long}=${one.value}` }));
  }
  if (!isLiteral && word.startsWith('-')) return fitting(optionsOf(line), word);
  if (line.command === program) return fitting(commandsOf(program), word);
  const argument = nextArgument(line);
  if (!argument) return isLiteral ? [] : fitting(optionsOf(line), word);
  const values = argument.argChoices
    ? argument.argChoices.map((value) => ({ value }))
    : await valuesOfArgument(argument.name(), line, program);
  if (values === FILES) return FILES;
  // What begins with a dash would be taken for an option.
  return fitting(
    values.filter(({ value }) => isLiteral || !value.startsWith('-')),
    word,
  );
}

/** Reads the words as commander would, and forgives what it would refuse. */
function read(program: Command, words: readonly string[]) {
  let command = program;
  let isLiteral = false;
  let waiting: Option | undefined;
  const given = new Map<string, string[]>();
  const operands: string[] = [];
  const give = (option: Option, value: string) => {
    const name = option.long ?? option.flags;
    given.set(name, [...(given.get(name) ?? []), value]);
  };
  for (const word of words) {
    if (waiting) {
      give(waiting, word);
      waiting = undefined;
    } else if (isLiteral) {
      operands.push(word);
    } else if (word === '--') {
      isLiteral = true;
    } else if (word.startsWith('-') && word !== '-') {
      const [name = '', ...rest] = word.split('=');
      const option = optionNamed(command, name);
      if (!option) continue;
      if (!takesValue(option)) give(option, 'true');
      else if (rest.length > 0) give(option, rest.join('='));
      else waiting = option;
    } else if (command === program) {
      const named = program.createHelp().visibleCommands(program);
      const found = named.find((one) => one.name() === word);
      // Behind a command that does not exist there is nothing to complete.
      if (!found) throw new Error(`no command ${word}`);
      command = found;
    } else {
      operands.push(word);
    }
  }
  const line: Line = { command, given, operands };
  return { line, waiting, isLiteral };
}

const takesValue = ({ required, optional }: Option) => required || optional;

function visibleOptions(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command);
}

function optionNamed(command: Command, name: string): Option | undefined {
  return visibleOptions(command).find(({ long, short }) => long === name || short === name);
}

/** The options that may still be given: those for one value only once. */
function optionsOf({ command, given }: Line): readonly Candidate[] {
  return visibleOptions(command).flatMap((option) => {
    const { long, description: about } = option;
    const isRepeatable = Array.isArray(option.defaultValue);
    return long && (isRepeatable || !given.has(long)) ? [{ value: long, about }] : [];
  });
}

/** The commands of the program. */
function commandsOf(program: Command): readonly Candidate[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({ value: command.name(), about: command.summary() || command.description() }));
}

function nextArgument({ command, operands }: Line): Argument | undefined {
  const all = command.registeredArguments;
  const last = all.at(-1);
  return all[operands.length] ?? (last?.variadic ? last : undefined);
}

async function valuesOfOption(option: Option, line: Line): Promise<Values> {
  if (option.argChoices) return option.argChoices.map((value) => ({ value }));
  // The word in the usage says what it is: --export <file>.
  const [, placeholder = ''] = /[<[]([^\]>]+)[\]>]/.exec(option.flags) ?? [];
  return (await OPTION_VALUES[placeholder]?.(line)) ?? [];
}

/** Those that begin with what was typed and can be typed at all: a line break or an escape in them could act. */
function fitting(values: Values, word: string): Values {
  if (values === FILES) return FILES;
  const isFine = ({ value }: Candidate) =>
    value !== '' && value.startsWith(word) && value.length <= LONGEST && visible(value) === value;
  return values.filter(isFine).slice(0, MOST);
}

function described({ value, about }: Candidate): string {
  return about ? `${value}\t${visible(about)}` : value;
}

function inBash(found: readonly Candidate[], typed: Typed): string[] {
  return found.flatMap(({ value }) => toInsert(value, typed) ?? []);
}
