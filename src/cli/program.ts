import { Argument, Command, CommanderError, Option, type OutputConfiguration } from 'commander';
import { UsageError } from '../core/errors.js';
import { LOGGED_STATUSES } from '../core/logged-status.js';
import type { ProbedPart } from '../core/probed.js';
import type { CheckFlags } from './check.js';
import type { DiagnoseFlags } from './diagnose.js';
import { FORMATS, SCAN_FORMATS } from './format-names.js';
import type { LogFlags } from './log.js';
import { mayAsk } from './may-ask.js';
import type { MergeFlags } from './merge.js';
import type { ProbeCommandFlags } from './probe.js';
import type { ReplayFlags } from './replay.js';
import type { RuleFlags } from './rule.js';
import type { ScanFlags } from './scan.js';
import { SHELLS, type Shell } from './shells.js';
import type { SnapshotFlags } from './snapshot.js';
import { standardError, standardOutput } from './standard-streams.js';
import type { WizardFlags } from './wizard.js';

const repeated = (value: string, earlier: readonly string[]) => [...earlier, value];

const exportOption = () =>
  new Option('--export <file>', 'export to read (repeatable; - is standard input)')
    .argParser(repeated)
    .default([], 'MAILCHECK_EXPORT, else the nearest mailcheck.yaml, .yml or .json');

const onlyOption = () =>
  new Option('--only <check>', 'run only this check (repeatable)').argParser(repeated).default([], 'all');

const skipOption = () =>
  new Option('--skip <check>', 'leave out this check (repeatable)').argParser(repeated).default([], 'none');

const colorOption = () =>
  new Option('--color <when>', 'colour').choices(['auto', 'always', 'never']).default('auto');

const asciiOption = () => new Option('--ascii', 'ASCII characters alone').default(false);

const deliveryLogOption = () =>
  new Option(
    '--delivery-log <file>',
    'log of SendGrid, Amazon SES or Postfix (repeatable; - is standard input)',
  )
    .argParser(repeated)
    .default([], 'none');

/** The options of a command that asks the network. */
function probing(command: Command): Command {
  return command
    .option(
      '--timeout <seconds>',
      'limit for one server in all (default: 20), for one request of --live (30)',
    )
    .option('--allow-private', 'also contact loopback and private addresses the export names', false)
    .addOption(
      new Option('--ca <file>', 'certificates to trust beside the usual ones, PEM (repeatable)')
        .argParser(repeated)
        .default([], 'none'),
    )
    .option('--dns-server <host:port>', 'resolver to ask (default: those of this machine)')
    .option('--ses-endpoint <url>', 'address of Amazon SES (default: that of the Region)')
    .addOption(
      new Option('--ses-region <region>', 'Region to look in beside the one set (repeatable)')
        .argParser(repeated)
        .default([], 'none'),
    )
    .option('--probe-recipient', "also name the customer's address to the server (RCPT TO)", false);
}

/** The options that say what the exit code is. */
function weighing(command: Command): Command {
  return command
    .addOption(
      new Option('--fail-on <level>', 'what makes exit code 1')
        .env('MAILCHECK_FAIL_ON')
        .choices(['fail', 'warn'])
        .default('fail'),
    )
    .addOption(
      new Option('--on-unknown <result>', 'what an undecided run comes to (default: exit code 3)')
        .env('MAILCHECK_ON_UNKNOWN')
        .choices(['pass', 'fail']),
    );
}

/** The options that say what is printed, in which of these formats, and where. */
function writing(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(
      new Option('--format <format>', `what is printed: ${formats.join(', ')}`)
        .env('MAILCHECK_FORMAT')
        .default('human'),
    )
    .addOption(
      new Option(
        '--output <file>',
        'also write the report to a file, in the format of its extension (repeatable)',
      )
        .argParser(repeated)
        .default([], 'none'),
    );
}

/** The options that say how much is printed, and how it looks. */
function showing(command: Command, evidence: string): Command {
  return command
    .option('--verbose', evidence, false)
    .option('--quiet', 'no notes on stderr', false)
    .option('--debug', 'timings and stacks on stderr', false)
    .addOption(colorOption())
    .addOption(asciiOption());
}

/** The options of a command that prints a report. */
function printing(command: Command): Command {
  writing(weighing(command), FORMATS)
    .option('--mask', 'take the names and addresses of people out (default: in junit, sarif, github, gitlab)')
    .option('--no-mask', 'leave them in');
  return showing(command, 'evidence of every gate, skipped ones too');
}

/** The options that say which emails are looked at, and how. */
function judging(command: Command): Command {
  return command
    .addOption(exportOption())
    .option('--message <id|name>', 'only this notification')
    .option('--loan <id>', 'only this loan, by id or display ID')
    .option(
      '--event <event>',
      'what happened, such as "status:Open/Repaying>Closed/Paid Off", "portfolio:+Auto", "builtin:payment posted"',
    )
    .option('--at <instant>', 'the moment asked about, with its offset (default: now)')
    .option('--direct', 'a manual email instead of a notification', false)
    .addOption(onlyOption())
    .addOption(skipOption())
    .option('--live', "read LoanPro's API; an export gives what it does not have", false)
    .option(
      '--probe',
      'also try the SMTP server, Amazon SES and DNS over the network; nothing is sent',
      false,
    )
    .option('--strict', 'unknown keys in the export are errors', false);
}

/** Command lines worth copying. */
export const EXAMPLES = [
  'mailcheck diagnose 1042 --export acme.yaml --message "Payment due"',
  'mailcheck diagnose jane.roe@mail.example --at 2026-11-03T07:00:00-07:00 --format json',
  'mailcheck wizard',
  'mailcheck check exports/ --output report.sarif --fail-on warn',
  'mailcheck explain customer-enrollment/not-enrolled',
];
/** What each exit code says, in the order of the numbers from 0. */
export const EXIT_CODES = [
  'nothing stops the mail',
  'something stops the mail',
  'could not start',
  'a fact is missing',
  'something broke',
];

const OUTPUT: OutputConfiguration = {
  writeOut: (text) => standardOutput.write(text),
  writeErr: (text) => standardError.write(text),
  // What is wrong is said in the words of mailcheck.
  outputError: () => {},
  getOutHelpWidth: () => standardOutput.terminal?.columns ?? 80,
  getErrHelpWidth: () => standardError.terminal?.columns ?? 80,
  // There is none in the help that would have to be taken out.
  getOutHasColors: () => true,
  getErrHasColors: () => true,
};

/** Parses the command line and runs its command. Each command loads what it needs when it runs. */
export async function runProgram(argv: readonly string[], root: string, version: string): Promise<number> {
  let exit = 0;
  // An empty input of a workflow is no value.
  for (const name of ['MAILCHECK_FORMAT', 'MAILCHECK_FAIL_ON', 'MAILCHECK_ON_UNKNOWN']) {
    if (process.env[name] === '') delete process.env[name];
  }
  const program = commandLine(root, version, (code) => {
    exit = code;
  });
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput(OUTPUT);
  }
  try {
    // A person who types the bare name is asked what is the matter.
    await program.parseAsync(argv.length === 0 && mayAsk() ? ['wizard'] : argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are printed by commander and end here too; without a command, help is all there is to say.
    if (error.exitCode === 0) return 0;
    if (error.code === 'commander.help') return 2;
    const said = error.message
      .replace(/^error: /, '')
      .replaceAll('\n', ' ')
      .replace(/\.$/, '');
    throw new UsageError('usage', `${said}. See mailcheck --help.`);
  }
  return exit;
}

/**
 * The command line: every command with its arguments and options. Help, completion and the man page come of it.
 * @param ended is told the exit code of a command that has one of its own.
 */
export function commandLine(root: string, version: string, ended: (code: number) => void): Command {
  const program = new Command('mailcheck')
    .description("Why didn't this email send? A diagnosis for lenders on the LoanPro platform.")
    .version(version);
  program.addHelpText(
    'after',
    `
Examples:
${EXAMPLES.map((line) => `  ${line}`).join('\n')}

Exit codes: ${EXIT_CODES.map((meaning, code) => `${code} ${meaning}`).join(', ')}.`,
  );

  const diagnose = program
    .command('diagnose')
    .argument('<customer>', 'id, custom id, email address or name')
    .summary("why this customer's email did not send, and what to click")
    .description("Why this customer's email did not send, and what to click.")
    .action(async (customer: string, flags: DiagnoseFlags) => {
      const { runDiagnose } = await import('./commands.js');
      ended(await runDiagnose(customer, flags));
    });
  printing(probing(judging(diagnose).addOption(deliveryLogOption())));
  diagnose.option('--ask', 'ask at the terminal for the facts the export or --live lacks', false);

  const check = program
    .command('check')
    .argument('[exports...]', 'files, folders or globs, each file an account of its own; - is standard input')
    .summary('smoke checks of exports for CI: settings, every notification, customers')
    .description(
      'Checks the settings of an account, every notification, and its customers where the export has any.',
    )
    .option('--baseline <file>', 'accept the findings it lists')
    .option('--write-baseline <file>', 'accept everything that is found now, and write it down')
    .option('--config <file>', 'configuration (default: the nearest .mailcheck.yaml)')
    .option('--no-config', 'read no configuration')
    .option('--show-config', 'print every setting with its origin, and end', false)
    .addOption(
      new Option('--plugin <file>', 'a module with checks of your own (repeatable)')
        .argParser(repeated)
        .default([], 'none'),
    )
    .action(async (exports: string[], flags: CheckFlags, command: Command) => {
      const { runCheck } = await import('./commands.js');
      ended(await runCheck(exports, flags, (option) => command.getOptionValueSource(option)));
    });
  printing(probing(judging(check)));

  const limitOption = () =>
    new Option(
      '--max-blocked <share>',
      'exit with 1 only above it: 2% of all emails, or customer-enrollment=1% (repeatable)',
    )
      .argParser(repeated)
      .default([], 'none');
  const scan = program
    .command('scan')
    .argument('[exports...]', 'an export and files of customers, read as one account; - is standard input')
    .summary('the whole portfolio: how many emails each gate stops')
    .description(
      'Judges every notification for every customer and loan, and counts how many emails each gate stops.',
    )
    .addOption(limitOption())
    .option('--list <check/code>', 'write all that it stops to the --output that ends in .ndjson or .csv')
    .option('--jobs <number>', 'threads to read and judge with (default: one a core, one for little)')
    .option(
      '--shard <part/all>',
      'only this part of the customers, such as 3/16; auto takes it from JOB_COMPLETION_INDEX and its like',
    )
    .option('--max-bad-lines <number>', 'end the scan at more lines than these that are no customers')
    .action(async (exports: string[], flags: ScanFlags) => {
      const { runScan } = await import('./portfolio.js');
      ended(await runScan(exports, flags, root));
    });
  showing(
    writing(weighing(probing(judging(scan))), SCAN_FORMATS),
    'all that overlaps and is missing, and examples',
  );

  const merge = program
    .command('merge')
    .argument('<reports...>', 'JSON reports of the shards of one scan')
    .summary('adds up the reports of the shards of a scan')
    .description(
      'Adds up the JSON reports of the shards of one scan; of all shards it is the report of the whole.',
    )
    .addOption(limitOption())
    .action(async (reports: string[], flags: MergeFlags) => {
      const { runMerge } = await import('./portfolio.js');
      ended(await runMerge(reports, flags));
    });
  showing(writing(weighing(merge), SCAN_FORMATS), 'all that overlaps and is missing, and examples');

  const probe = program
    .command('probe')
    .addArgument(new Argument('<what>', 'what to try').choices(['smtp', 'ses', 'dns', 'api']))
    .argument('[customer]', 'id, custom id, email address or name, for what depends on the recipient')
    .summary('only the live handshake, stage by stage; nothing is sent')
    .description(
      "Tries the SMTP server, Amazon SES, DNS or LoanPro's API, stage by stage. No message is sent.",
    )
    .addOption(exportOption())
    .option('--message <id|name>', 'the from address of this notification alone')
    .option('--direct', 'a manual email instead of a notification', false)
    .option('--strict', 'unknown keys in the export are errors', false)
    .action(async (what: ProbedPart | 'api', customer: string | undefined, flags: ProbeCommandFlags) => {
      const { runProbe, runProbeApi } = await import('./commands.js');
      ended(what === 'api' ? await runProbeApi(flags) : await runProbe(what, customer, flags));
    });
  printing(probing(probe));

  program
    .command('snapshot')
    .argument('[customers...]', 'ids, custom ids, email addresses or names (none: the account alone)')
    .summary("write what LoanPro's API shows into an export file")
    .description("Reads customers and account settings from LoanPro's API and writes them as an export.")
    .requiredOption('--output <file>', 'the export to write: .yaml or .yml')
    .option('--redact', 'replace names and addresses of people, the same ones alike', false)
    .option('--at <instant>', 'the moment whose daily figures are read (default: now)')
    .option('--timeout <seconds>', 'limit for one request (default: 30)')
    .option('--verbose', 'every request on stderr', false)
    .option('--quiet', 'no notes and no progress on stderr', false)
    .option('--debug', 'stacks on stderr', false)
    .action(async (customers: string[], flags: SnapshotFlags) => {
      const { runSnapshot } = await import('./commands.js');
      ended(await runSnapshot(customers, flags));
    });

  const wizard = program
    .command('wizard')
    .summary('the same diagnosis by questions: asks only for what decides the answer')
    .description(
      'Asks for what decides whether the email is sent, checks as it goes, and stops as soon as the answer is certain.',
    )
    .option('--resume', 'go on with the session that was left', false)
    .option('--debug', 'stacks on stderr', false)
    .action(async (flags: WizardFlags) => {
      const { runWizard } = await import('./commands.js');
      ended(await runWizard(flags));
    })
    .option('--event <event>', 'what happened, as for diagnose')
    .option('--at <instant>', 'the moment asked about, with its offset (default: now)')
    .option('--direct', 'a manual email instead of a notification', false)
    .addOption(onlyOption())
    .addOption(skipOption())
    .addOption(colorOption())
    .addOption(asciiOption());
  probing(weighing(wizard));

  program
    .command('checks')
    .description('Every check in its order.')
    .addOption(new Option('--format <format>', 'what is printed').choices(['human', 'json']).default('human'))
    .action(async (flags: { format: string }) => {
      const { listChecks } = await import('./commands.js');
      standardOutput.write(listChecks(flags.format));
    });

  program
    .command('new-check')
    .argument('<id>', 'lower-case words joined by hyphens, such as subject-length')
    .summary('writes a check of your own, with its test')
    .description('Writes a check of your own with its test, for `mailcheck check --plugin`.')
    .option('--dir <folder>', 'where to', '.')
    .action(async (id: string, flags: { dir: string }) => {
      const { newCheck } = await import('./commands.js');
      standardOutput.write(await newCheck(id, flags, root));
    });

  program
    .command('log')
    .argument('[customer]', 'id, custom id, email address or name (none: the log of the lender)')
    .summary('the communication log as a timeline, and what each event means')
    .description(
      "Prints a customer's communication log, or without a customer the lender's own, with what became of each message.",
    )
    .addOption(exportOption())
    .addOption(deliveryLogOption())
    .addOption(
      new Option('--status <status>', 'only messages with this status, or to which this happened').choices([
        ...LOGGED_STATUSES,
      ]),
    )
    .option('--message <id|name>', 'only this notification, or this subject')
    .option('--since <instant>', 'only messages of which something is logged from then on')
    .option('--at <instant>', 'leave out what is later (default: nothing)')
    .option('--live', "read LoanPro's API; an export gives what it does not have", false)
    .option('--timeout <seconds>', 'limit for one request of --live (default: 30)')
    .option('--strict', 'unknown keys in the export are errors', false)
    .addOption(new Option('--format <format>', 'what is printed').choices(['human', 'json']).default('human'))
    .option('--verbose', 'all messages, and where each event stands', false)
    .option('--quiet', 'no notes on stderr', false)
    .addOption(colorOption())
    .addOption(asciiOption())
    .action(async (customer: string | undefined, flags: LogFlags) => {
      const { runLog } = await import('./commands.js');
      ended(await runLog(customer, flags));
    });

  program
    .command('replay')
    .argument('[customer]', 'id, custom id, email address or name (none: all customers)')
    .summary('each logged email judged at its own moment, and compared with the log')
    .description(
      `Judges each email of the communication log at its own moment, and the emails of nightly runs that are not in it.
Says how far the log and the settings agree, and what may explain each difference.`,
    )
    .addOption(exportOption())
    .addOption(deliveryLogOption())
    .option('--message <id|name>', 'only this notification')
    .option('--since <instant>', 'the beginning of the period (default: that of the log)')
    .option('--until <instant>', 'the end of the period (default: when the export was made, else now)')
    .addOption(onlyOption())
    .addOption(skipOption())
    .option('--strict', 'unknown keys in the export are errors', false)
    .option('--format <format>', 'human or json', 'human')
    .option('--verbose', 'every difference with all its facts', false)
    .option('--quiet', 'no notes on stderr', false)
    .addOption(colorOption())
    .addOption(asciiOption())
    .action(async (customer: string | undefined, flags: ReplayFlags) => {
      const { runReplay } = await import('./commands.js');
      ended(await runReplay(customer, flags));
    });

  program
    .command('rule')
    .argument('<expression>', 'the rule of a trigger notification')
    .summary('work out one rule by hand, and say what decided it')
    .description('Works out the rule of a trigger notification with values given by hand. Runs no code.')
    .addOption(
      new Option('--set <name=value>', 'a context variable, as it would stand in a rule (repeatable)')
        .argParser(repeated)
        .default([], 'none is known'),
    )
    .option('--format <format>', 'human or json', 'human')
    .addOption(colorOption())
    .addOption(asciiOption())
    .action(async (expression: string, flags: RuleFlags) => {
      const { runRule } = await import('./commands.js');
      ended(runRule(expression, flags));
    });

  program
    .command('explain')
    .argument(
      '[topic]',
      'a check, a finding (check/code), provider/<name>, export, or a field such as /transport/mode',
    )
    .description('What a check, a finding, a mail provider or a field of the export means.')
    .action(async (topic: string | undefined) => {
      const { explain } = await import('./commands.js');
      standardOutput.write(await explain(topic, root));
    });

  program
    .command('schema')
    .addArgument(new Argument('[what]', 'of what').choices(['export', 'report']).default('export'))
    .description('The JSON Schema of the export or of the JSON report.')
    .action(async (what: string) => {
      const { schemaText } = await import('./commands.js');
      standardOutput.write(await schemaText(what));
    });

  program
    .command('init')
    .description('Writes a commented .mailcheck.yaml and a GitHub workflow into this folder.')
    .action(async () => {
      const { init } = await import('./commands.js');
      standardOutput.write(await init(version));
    });

  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'the shell that is to complete').choices([...SHELLS]))
    .summary('a script that lets the TAB key complete commands, checks, messages and customers')
    .description(
      `Prints a script for a shell. To use it now: source <(mailcheck completion bash), the same with zsh, or
mailcheck completion fish | source. To keep it, put that line into the file your shell starts with.`,
    )
    .action(async (shell: Shell) => {
      const { completionScript } = await import('./commands.js');
      standardOutput.write(completionScript(shell));
    });

  program
    .command('__complete', { hidden: true })
    .argument('<shell>')
    .argument('[words...]')
    .action(async (shell: string, words: string[]) => {
      const { complete } = await import('./commands.js');
      standardOutput.write(await complete(program, shell, words));
    });

  return program;
}
