import { EXIT_BROKEN, EXIT_INTERRUPTED, EXIT_USAGE } from '../core/exit-code.js';
import { standardError, standardOutput } from './standard-streams.js';

declare const MAILCHECK_VERSION: string;

const EXITS = {
  usage: EXIT_USAGE,
  source: EXIT_BROKEN,
  interrupted: EXIT_INTERRUPTED,
  bug: EXIT_BROKEN,
};

/** Commands that may have asked the network or run a plugin; without a command a person may have been asked. */
const ENDED: ReadonlySet<string | undefined> = new Set(['probe', 'check', 'wizard', undefined]);

/**
 * Runs the command line and returns the exit code.
 * @param argv the arguments after the command's name.
 * @param root the folder of the package, where the pages of the checks are.
 */
export async function main(argv: readonly string[], root: string): Promise<number> {
  // Ahead of everything else: nothing has to be loaded to say a number.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    standardOutput.write(`${MAILCHECK_VERSION}\n`);
    return 0;
  }
  try {
    const { runProgram } = await import('./program.js');
    return await runProgram(argv, root, MAILCHECK_VERSION);
  } catch (error) {
    const { reportFailure } = await import('./commands.js');
    return EXITS[reportFailure(error, argv)];
  } finally {
    if (ENDED.has(argv[0]) || argv.includes('--probe') || argv.includes('--ask')) endOnceWritten();
  }
}

/**
 * The system's look-up of a name cannot be cancelled, and a plugin may have left something open: both would keep the
 * process long after the report.
 */
function endOnceWritten(): void {
  // One turn later, since a promise of a plugin that failed is an error too, and is seen at the end of this one.
  standardOutput.whenWritten(() => standardError.whenWritten(() => setImmediate(() => process.exit())));
}
