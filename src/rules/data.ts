import type { Expression } from './machine.js';
import { Refusal } from './refusal.js';
import { mapOf, named, type RuleValue, sequence, setOf } from './value.js';

/** A form as data, unevaluated: what quote gives, and what `case` compares with. Throws `Refusal`. */
export function dataOf(form: Expression): RuleValue {
  switch (form.type) {
    case 'value':
      return form.value;
    case 'symbol':
      return named('symbol', form.name);
    case 'list':
    case 'vector':
      return sequence(form.type, form.items.map(dataOf));
    case 'map':
      return mapFrom(form.items.map(dataOf));
    case 'set':
      return setFrom(form.items.map(dataOf));
    case 'quote':
      return sequence('list', [named('symbol', 'quote'), dataOf(form.form)]);
    case 'short-fn':
      throw new Refusal('a quoted #()', 'unsupported');
    case 'unsupported':
      throw new Refusal(form.what, 'unsupported');
    case 'held':
      throw new Refusal('quote as a step of ->', 'unsupported');
  }
}

/** Keys and values in turn. Throws `Refusal` where a key is repeated. */
export function mapFrom(items: readonly RuleValue[]): RuleValue {
  const pairs: [RuleValue, RuleValue][] = [];
  for (let i = 0; i + 1 < items.length; i += 2) {
    const [key, value] = [items[i], items[i + 1]];
    if (key && value) pairs.push([key, value]);
  }
  const made = mapOf(pairs);
  if (!made) throw new Refusal('a map has the same key twice');
  return made;
}

/** Throws `Refusal` where a member is repeated. */
export function setFrom(items: readonly RuleValue[]): RuleValue {
  const made = setOf(items);
  if (!made) throw new Refusal('a set has the same member twice');
  return made;
}
