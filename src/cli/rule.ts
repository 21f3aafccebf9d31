import { UsageError } from '../core/errors.js';
import { type RuleSaid, ruleJson, ruleReport } from '../report/rule-report.js';
import { evaluateRule } from '../rules/evaluate-rule.js';
import { explainRule } from '../rules/explain-rule.js';
import { forecastRule } from '../rules/forecast-rule.js';
import { readable } from '../rules/print.js';
import { type ReadRule, readRule } from '../rules/read-rule.js';
import { type RuleValue, text as textValue } from '../rules/value.js';
import { humanOptions, type OutputFlags } from './outputs.js';

/** The options of `mailcheck rule`. */
export interface RuleFlags extends Pick<OutputFlags, 'format' | 'color' | 'ascii'> {
  readonly set: readonly string[];
}

const DAYS = 60;
const GROWING = new Set(['status-days-past-due', 'status-loan-recency']);

/**
 * Runs `mailcheck rule`: works one rule out with values given by hand. Returns the exit code: 0 true, 1 false, 3 open.
 * @throws UsageError for a rule that cannot be read, or a value that is none.
 */
export function runRule(expression: string, flags: RuleFlags): number {
  if (flags.format !== 'human' && flags.format !== 'json')
    throw new UsageError('usage', `--format "${flags.format}": rule prints human or json.`);
  const read = readRule(expression);
  if (read.status !== 'read') throw unreadable(read);
  const { rule } = read;
  const variables = new Map(flags.set.map(valueSet));
  const verdict = evaluateRule(rule, variables);
  const explanation = explainRule(rule, variables);
  const growing = [...variables.keys()].filter((name) => GROWING.has(name));
  const forecast = verdict.truth === false ? forecastRule(rule, variables, growing, DAYS) : undefined;
  const said: RuleSaid = {
    rule: expression,
    truth: verdict.truth,
    value: verdict.value && readable(verdict.value),
    variables: new Map([...variables].map(([name, value]) => [name, readable(value)])),
    decidedBy: (explanation?.ways[0] ?? []).map(({ text, at, says }) => ({
      text,
      line: at.line,
      column: at.column,
      says,
    })),
    settledBy: explanation?.settledBy ?? [],
    obstacles: [
      ...new Set(
        verdict.causes.flatMap((cause) => {
          if (cause.kind === 'variable') return [];
          return [cause.kind === 'unsupported' ? `${cause.what} is not worked out` : cause.says];
        }),
      ),
    ],
    inDays: forecast?.status === 'becomes-true' ? forecast.day : undefined,
    mixedNumbers: verdict.numberKinds.map(({ left, right }) => [readable(left), readable(right)]),
    isUnconfirmed: verdict.isManyNotEqual,
  };
  process.stdout.write(
    flags.format === 'json'
      ? `${ruleJson(said)}\n`
      : ruleReport(said, humanOptions({ ...flags, verbose: false }, true)),
  );
  if (verdict.truth === undefined) return 3;
  return verdict.truth ? 0 : 1;
}

function unreadable(read: Exclude<ReadRule, { status: 'read' }>): UsageError {
  if (read.status === 'too-large') return new UsageError('usage', `The rule is not looked at: ${read.says}.`);
  const { at, says } = read.problem;
  return new UsageError('usage', `The rule cannot be read: ${says} (line ${at.line}, column ${at.column}).`);
}

/** `name=value`, the value as it would stand in a rule; what is no literal of Clojure's is a text. */
function valueSet(given: string): readonly [string, RuleValue] {
  const [, name, value] = /^([^=\s]+)=(.*)$/s.exec(given) ?? [];
  if (name === undefined || value === undefined)
    throw new UsageError('usage', `--set "${given}": expected name=value, such as status-days-past-due=4.`);
  const read = readRule(value);
  if (read.status !== 'read') return [name, textValue(value)];
  return [name, evaluateRule(read.rule, new Map()).value ?? textValue(value)];
}
