import { lstatSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../core/errors.js';

const CONFIG = '.mailcheck.yaml';
const WORKFLOW = '.github/workflows/mailcheck.yml';
/** Also a configuration: with two in a folder one would go unread. */
const OTHER_CONFIGS = ['.mailcheck.yml', '.mailcheck.json'];

/** A line with one # is a setting that is switched off, one with two explains. */
const STARTER = `## Settings of mailcheck. Without the one # in front a line takes effect.
## Flags and environment variables go before this file; "mailcheck check --show-config" says what holds and why.

## Files, folders or globs to check, each file an account of its own. Paths are taken from this file's folder.
exports:
  - exports

## What makes a run fail (exit code 1): fail, or also warn.
failOn: fail

## What a run comes to that cannot tell because a fact is missing: pass or fail. Left out: exit code 3.
# onUnknown: pass

## What is printed: human, short, json, junit, sarif, github, gitlab, tap, markdown or html.
# format: human

## Copies of the report; the extension says the format.
# outputs:
#   - mailcheck.sarif
#   - mailcheck.html

## Take the names and addresses of people out. Left out: only in junit, sarif, github and gitlab.
# mask: true

## Run these checks alone, or leave some out; "mailcheck checks" lists them.
# only:
#   - message-present
#   - from-address
# skip:
#   - send-limits

## What a check, or one finding of it, weighs: fail, warn or off.
# levels:
#   connections-balance: warn
#   from-address/not-verified: fail

## Findings to live with: why, until which day, and for which notification (id or name).
# suppressions:
#   - finding: message-enabled/off
#     reason: kept for the holidays
#     until: 2099-12-31
#     notification: Season's greetings

## Accept what was found on the day this file was written: mailcheck check --write-baseline mailcheck-baseline.json
# baseline: mailcheck-baseline.json

## Modules with checks of your own.
# plugins:
#   - checks/my-check.js
`;

function workflow(version: string): string {
  return `# Checks the exports in this repository, so that a change that would silence an email goes red.
name: mailcheck

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read
  # To show the findings on the line that causes them, under Security > Code scanning.
  security-events: write

jobs:
  mailcheck:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5

      # The settings are in ${CONFIG}. Put the owner and name of the repository you have mailcheck from here.
      - id: mailcheck
        uses: OWNER/loanpro-mailcheck@v${version}
        with:
          sarif-file: mailcheck.sarif
          summary: true

      # A pull request from a fork may not upload.
      - if: \${{ !cancelled() && steps.mailcheck.outputs.sarif-file != '' && github.event.pull_request.head.repo.fork != true }}
        uses: github/codeql-action/upload-sarif@v4
        with:
          sarif_file: \${{ steps.mailcheck.outputs.sarif-file }}
          category: mailcheck
`;
}

/**
 * Writes a starter configuration and a workflow into the working folder, both or neither.
 * @param version of mailcheck, whose tag the workflow uses.
 * @returns what to do next.
 * @throws UsageError when one of them exists, or cannot be written.
 */
export async function init(version: string): Promise<string> {
  const files = [
    { file: CONFIG, text: STARTER },
    { file: WORKFLOW, text: workflow(version) },
  ];
  const taken = [CONFIG, ...OTHER_CONFIGS, WORKFLOW].filter(exists);
  if (taken.length > 0) {
    throw new UsageError(
      'usage',
      `init: ${taken.join(' and ')} ${taken.length === 1 ? 'exists' : 'exist'} already; nothing was written.`,
    );
  }
  await writeAll(files);
  return `${CONFIG} and ${WORKFLOW} are written.

1. Put your exports into the folder exports/, or change "exports" in ${CONFIG}.
2. Run mailcheck check.
3. In ${WORKFLOW}, put the repository you have mailcheck from in the place of OWNER/loanpro-mailcheck.
`;
}

/** Also a link that leads nowhere is in the way. */
function exists(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Where a folder cannot even be looked into, writing says why.
    return false;
  }
}

async function writeAll(files: readonly { readonly file: string; readonly text: string }[]): Promise<void> {
  const made: string[] = [];
  try {
    for (const { file, text } of files) {
      const folder = await mkdir(path.dirname(file), { recursive: true });
      if (folder !== undefined) made.push(folder);
      made.push(temporary(file));
      await writeFile(temporary(file), text, { flag: 'wx' });
    }
    for (const { file } of files) {
      await rename(temporary(file), file);
      made.push(file);
    }
  } catch (error) {
    for (const one of made.toReversed()) await rm(one, { recursive: true, force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError('usage', `init: nothing was written: ${why}`, [], { cause: error });
  }
}

function temporary(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
}
