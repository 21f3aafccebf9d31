import { UsageError } from '../core/errors.js';
import { type RuleSaid, ruleJson, ruleReport } from '../report/rule-report.js';
import { contextValue, growingOf } from '../rules/context-variables.js';
import { evaluateRule, obstaclesOf } from '../rules/evaluate-rule.js';
import { explainRule } from '../rules/explain-rule.js';
import { forecastRule } from '../rules/forecast-rule.js';
import { readable } from '../rules/print.js';
import { type RuleProblem, readRule } from '../rules/read-rule.js';
import { type RuleValue, text as textValue } from '../rules/value.js';
import { humanOptions, type OutputFlags } from './outputs.js';
import { standardOutput } from './standard-streams.js';

/** The options of `mailcheck rule`. */
export interface RuleFlags extends Pick<OutputFlags, 'format' | 'color' | 'ascii'> {
  readonly set: readonly string[];
}

/**
 * Runs `mailcheck rule`: works one rule out with values given by hand. Returns the exit code: 0 true, 1 false, 3 open.
 * @throws UsageError for a rule that cannot be read, or a value that is none.
 */
export function runRule(expression: string, flags: RuleFlags): number {
  if (flags.format !== 'human' && flags.format !== 'json')
    throw new UsageError('usage', `--format "${flags.format}": rule prints human or json.`);
  const variables = variablesSet(flags.set);
  const said = worked(expression, variables);
  standardOutput.write(
    flags.format === 'json'
      ? `${ruleJson(said)}\n`
      : ruleReport(said, humanOptions({ ...flags, verbose: false }, true)),
  );
  if (said.truth === undefined) return 3;
  return said.truth ? 0 : 1;
}

function worked(expression: string, variables: ReadonlyMap<string, RuleValue>): RuleSaid {
  const read = readRule(expression);
  if (read.status === 'unreadable') throw unreadable(read.problem);
  const shown = new Map([...variables].map(([name, value]) => [name, readable(value)]));
  const open = { rule: expression, variables: shown, settledBy: [], ways: [], mixedNumbers: [] };
  if (read.status === 'too-large') return { ...open, obstacles: [read.says] };
  const { rule } = read;
  const verdict = evaluateRule(rule, variables);
  const explanation = explainRule(rule, variables);
  const forecast =
    verdict.truth === false ? forecastRule(rule, variables, growingOf(rule, variables)) : undefined;
  return {
    ...open,
    truth: verdict.truth,
    value: verdict.value && readable(verdict.value),
    ways: (explanation?.ways ?? []).map((way) =>
      way.map(({ text, at: { line, column }, says }) => ({ text, line, column, says })),
    ),
    settledBy: explanation?.settledBy ?? [],
    obstacles: obstaclesOf(verdict),
    inDays: forecast?.status === 'becomes-true' ? forecast.day : undefined,
    mixedNumbers: verdict.numberKinds.map(({ left, right }) => [readable(left), readable(right)]),
    isUnconfirmed: verdict.isManyNotEqual,
  };
}

function unreadable({ at, says }: RuleProblem): UsageError {
  return new UsageError('usage', `The rule cannot be read: ${says} (line ${at.line}, column ${at.column}).`);
}

function variablesSet(given: readonly string[]): ReadonlyMap<string, RuleValue> {
  const variables = new Map<string, RuleValue>();
  for (const one of given) {
    const [name, value] = valueSet(one);
    if (variables.has(name)) throw new UsageError('usage', `--set "${one}": ${name} has a value already.`);
    variables.set(name, value);
  }
  return variables;
}

/** `name=value`, the value as it would stand in a rule; what is no literal of Clojure's is a text. */
function valueSet(given: string): readonly [string, RuleValue] {
  const [, name, written] = /^([^=\s]+)=(.*)$/s.exec(given) ?? [];
  const asked = name === undefined ? undefined : readRule(name);
  if (
    name === undefined ||
    written === undefined ||
    asked?.status !== 'read' ||
    asked.rule.form.type !== 'symbol'
  )
    throw new UsageError('usage', `--set "${given}": expected name=value, such as status-days-past-due=4.`);
  const read = readRule(written);
  const value = read.status === 'read' ? evaluateRule(read.rule, new Map()).value : undefined;
  // `min` or `count` is the name of a function, and meant as a text.
  return [name, contextValue(name, value && value.kind !== 'function' ? value : textValue(written))];
}
