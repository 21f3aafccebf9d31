import type { Form } from './form.js';
import type { Expression, Machine, Scope } from './machine.js';
import { Refusal } from './refusal.js';
import { inTurn } from './special-forms.js';
import { isUnknown, type Outcome, unknownFrom } from './unknown.js';
import type { FunctionValue } from './value.js';

// Clojure allows %1 to %20.
const MOST_PLACES = 20;
let lastId = 0;

/** A function by what it does with its arguments. */
export function functionOf(invoke: FunctionValue['invoke']): FunctionValue {
  lastId += 1;
  return { kind: 'function', id: lastId, invoke };
}

/** `(fn [names] body)`: plain names, one list of them. Throws `Refusal` for the rest of what `fn` can do. */
export function anonymous(
  [params, ...body]: readonly Expression[],
  scope: Scope | undefined,
  machine: Machine,
): FunctionValue {
  if (params?.type !== 'vector')
    throw new Refusal('a function with a name of its own or with several lists of arguments', 'unsupported');
  const names = params.items.map((param) => {
    if (param.type !== 'symbol' || param.name === '&')
      throw new Refusal('taking arguments apart, or & in them', 'unsupported');
    return [param.name];
  });
  return closure(names, body, scope, machine);
}

/** `#(… % …)`, with as many arguments as the highest place named in it. */
export function shortFunction(
  items: readonly Form[],
  { start, end }: Form,
  scope: Scope | undefined,
  machine: Machine,
): FunctionValue {
  const names: string[][] = [];
  for (let place = 1; place <= highestPlace(items); place += 1)
    names.push(place === 1 ? ['%', '%1'] : [`%${place}`]);
  return closure(names, [{ type: 'list', items, start, end }], scope, machine);
}

function highestPlace(forms: readonly Form[]): number {
  let highest = 0;
  for (const form of forms) {
    if (form.type === 'short-fn') throw new Refusal('#() within #()', 'unsupported');
    if (form.type === 'quote') highest = Math.max(highest, highestPlace([form.form]));
    else if ('items' in form) highest = Math.max(highest, highestPlace(form.items));
    else if (form.type === 'symbol' && form.name.startsWith('%'))
      highest = Math.max(highest, placeOf(form.name));
  }
  return highest;
}

function placeOf(name: string): number {
  const place = name === '%' ? 1 : Number(/^%([1-9][0-9]?)$/.exec(name)?.[1] ?? MOST_PLACES + 1);
  if (place > MOST_PLACES) throw new Refusal(`${name} in a function`, 'unsupported');
  return place;
}

/** `names` has what each argument is called within the body. */
function closure(
  names: readonly (readonly string[])[],
  body: readonly Expression[],
  outer: Scope | undefined,
  machine: Machine,
): FunctionValue {
  return functionOf((args) => {
    if (args.length !== names.length)
      throw new Refusal(`a function of ${names.length} arguments is given ${args.length}`);
    let scope = outer;
    for (const [i, aliases] of names.entries()) {
      const outcome = args[i];
      for (const name of aliases) if (outcome) scope = { name, outcome, outer: scope };
    }
    const outcome = inTurn(body, scope, machine);
    const stops = args.filter((arg) => isUnknown(arg) && arg.stops);
    return stops.length > 0 ? unknownFrom([...stops, outcome] satisfies Outcome[], { stops: true }) : outcome;
  });
}
