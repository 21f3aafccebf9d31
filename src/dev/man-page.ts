import type { Command, Help } from 'commander';
import { commandLine, EXAMPLES, EXIT_CODES } from '../cli/program.js';

/** That a flag is off unless it is given. */
const NO_NEWS = / \(default: false\)$/;

/** The manual page of `mailcheck` in roff, made from its command line. It has no date, so that it stays the same. */
export function manPage(): string {
  const program = commandLine('', '', () => {});
  const help = program.createHelp();
  const commands = help.visibleCommands(program).filter((command) => command.name() !== 'help');
  return `${[
    '.\\" Written by npm run docs from the command line itself.',
    '.TH MAILCHECK 1 "" loanpro-mailcheck "User Commands"',
    // A value must not be divided at the end of a line.
    '.nh',
    '.SH NAME',
    `mailcheck \\- ${text(withoutStop(lowerFirst(program.description())))}`,
    '.SH SYNOPSIS',
    ...commands.flatMap((command, i) => [...(i > 0 ? ['.br'] : []), usage(command)]),
    '.SH DESCRIPTION',
    ...paragraph(
      'Looks at every gate an email has to pass, and says which one stops it, on which line of the export, and what to click next. Nothing is ever sent, and the account is never changed.',
    ),
    '.SH COMMANDS',
    ...commands.flatMap((command) => commandLines(command, help)),
    '.SH EXIT STATUS',
    ...EXIT_CODES.flatMap((meaning, code) => entry(`.B ${code}`, meaning)),
    ...entry('.B 130', 'interrupted'),
    '.SH ENVIRONMENT',
    ...environment(commands).flatMap(([name, meaning]) => entry(`.B ${name}`, meaning)),
    '.SH FILES',
    ...entry(
      '.I mailcheck.yaml\\fR, \\fImailcheck.yml\\fR, \\fImailcheck.json',
      'the export that is read where none is named, from the working folder upwards',
    ),
    ...entry('.I .mailcheck.yaml', 'the configuration of mailcheck check; mailcheck init writes one'),
    '.SH EXAMPLES',
    '.nf',
    ...EXAMPLES.map(text),
    '.fi',
  ].join('\n')}\n`;
}

function commandLines(command: Command, help: Help): string[] {
  return [
    `.SS ${usage(command).replace(/^\.B /, '')}`,
    ...paragraph(command.description()),
    ...help
      .visibleArguments(command)
      .flatMap((argument) => entry(`.I ${text(argument.name())}`, help.argumentDescription(argument))),
    ...help
      .visibleOptions(command)
      .filter(({ long }) => long !== '--help')
      .flatMap((option) =>
        entry(`.B ${text(option.flags)}`, help.optionDescription(option).replace(NO_NEWS, '')),
      ),
  ];
}

function usage(command: Command): string {
  const words = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  const hasOptions = command.options.length > 0;
  return `.B ${text(['mailcheck', command.name(), ...words, ...(hasOptions ? ['[options]'] : [])].join(' '))}`;
}

/** The variables that stand for options, and those that name what no option may: where to read, and secrets. */
function environment(commands: readonly Command[]): [string, string][] {
  const ofOptions = commands
    .flatMap(({ options }) => options)
    .flatMap(({ envVar, long }): [string, string][] =>
      envVar && long ? [[envVar, `the same as ${long}`]] : [],
    );
  return [
    ['MAILCHECK_EXPORT', 'the export to read where none is named'],
    ...new Map(ofOptions),
    ['LOANPRO_API_KEY', "the key of LoanPro's API, for --live, snapshot and probe api"],
    ['LOANPRO_API_KEY_FILE', 'a file with that key'],
    ['LOANPRO_TENANT_ID', 'the tenant the key belongs to'],
    ['LOANPRO_API_URL', "the address of LoanPro's API"],
    ['MAILCHECK_STATE_DIR', 'the folder where mailcheck wizard keeps a session that was left'],
    ['NO_COLOR', 'set to anything: no colour'],
  ];
}

function entry(tag: string, meaning: string): string[] {
  return ['.TP', tag, ...paragraph(meaning)];
}

/** Lines of roff; one that begins with a dot or an apostrophe would be a request. */
function paragraph(words: string): string[] {
  const lines = words.replaceAll('\n', ' ').match(/\S(?:.{0,68}\S)?(?=\s|$)|\S+/g) ?? [];
  return lines.map((line) => text(line).replace(/^(?=[.\\])/, '\\&'));
}

/** https://man7.org/linux/man-pages/man7/man-pages.7.html and groff_char(7): what roff would read as its own. */
function text(words: string): string {
  return words
    .replaceAll('\\', '\\(rs')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('"', '\\(dq')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replaceAll('`', '\\(ga');
}

const lowerFirst = (words: string) => `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
const withoutStop = (words: string) => words.replace(/\.$/, '');
