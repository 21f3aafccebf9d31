import { at, elements } from './arguments.js';
import type { Builtin, Helper } from './machine.js';
import { Refusal } from './refusal.js';
import { isUnknown, type Outcome, truthOf, unknownFrom } from './unknown.js';
import { FALSE, isTruthy, NIL, type RuleValue, sequence, TRUE } from './value.js';

const MANY = Number.POSITIVE_INFINITY;
const asTransducer = () => new Refusal('map or filter without a collection', 'unsupported');

function map([callee = NIL, ...collections]: readonly RuleValue[], helper: Helper): Outcome {
  if (collections.length === 0) throw asTransducer();
  const columns = collections.map(elements);
  const made: RuleValue[] = [];
  for (let row = 0; columns.every((column) => row < column.length); row += 1) {
    const result = helper.call(
      callee,
      columns.map((column) => at(column, row)),
    );
    if (isUnknown(result)) return result;
    made.push(result);
  }
  return sequence('list', made, true);
}

function filter([callee = NIL, collection]: readonly RuleValue[], helper: Helper): Outcome {
  if (collection === undefined) throw asTransducer();
  const kept: RuleValue[] = [];
  for (const item of elements(collection)) {
    const result = helper.call(callee, [item]);
    const truth = truthOf(result);
    if (truth === undefined) return result;
    if (truth) kept.push(item);
  }
  return sequence('list', kept, true);
}

function reduce(args: readonly RuleValue[], helper: Helper): Outcome {
  const callee = at(args, 0);
  const items = elements(args.length === 2 ? at(args, 1) : at(args, 2));
  const rest = args.length === 2 ? items.slice(1) : items;
  let result: Outcome = args.length === 3 ? at(args, 1) : (items[0] ?? helper.call(callee, []));
  for (const item of rest) {
    if (isUnknown(result)) return result;
    result = helper.call(callee, [result, item]);
  }
  return result;
}

/** The first result that counts as true; nil when there is none. */
function some([callee = NIL, collection = NIL]: readonly RuleValue[], helper: Helper): Outcome {
  for (const item of elements(collection)) {
    const result = helper.call(callee, [item]);
    if (isUnknown(result) ? result.truth !== false : isTruthy(result)) return result;
  }
  return NIL;
}

function every([callee = NIL, collection = NIL]: readonly RuleValue[], helper: Helper): Outcome {
  for (const item of elements(collection)) {
    const result = helper.call(callee, [item]);
    const truth = truthOf(result);
    if (truth === false) return FALSE;
    if (truth === undefined) return unknownFrom([result], { stops: isUnknown(result) && result.stops });
  }
  return TRUE;
}

/** Functions that call others. They do all their work at once, where Clojure waits until a result is asked for. */
export const SEQUENCE_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  map: { least: 1, most: MANY, run: map },
  filter: { least: 1, most: 2, run: filter },
  reduce: { least: 2, most: 3, run: reduce },
  some: { least: 2, most: 2, run: some },
  'every?': { least: 2, most: 2, run: every },
};
