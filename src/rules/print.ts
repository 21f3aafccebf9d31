import {
  type ExactDecimal,
  fullName,
  type MapValue,
  type RuleValue,
  type Sequence,
  type SetValue,
} from './value.js';

const NAMED_CHARACTERS: Readonly<Record<string, string>> = {
  '\n': 'newline',
  '\t': 'tab',
  ' ': 'space',
  '\b': 'backspace',
  '\f': 'formfeed',
  '\r': 'return',
};
const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
  '\f': '\\f',
  '\b': '\\b',
};

/** A value as Clojure's `pr-str` prints it: texts in quotes, `M` and `N` behind their numbers. */
export function readable(value: RuleValue): string {
  switch (value.kind) {
    case 'text':
      return `"${value.value.replace(/[\n\t\r"\\\f\b]/g, (found) => ESCAPES[found] ?? found)}"`;
    case 'character':
      return `\\${NAMED_CHARACTERS[value.value] ?? value.value}`;
    case 'integer':
      return value.isBig ? `${value.value}N` : String(value.value);
    case 'exact-decimal':
      return `${exactText(value)}M`;
    case 'nil':
      return 'nil';
    default:
      return plain(value);
  }
}

/** A value as Clojure's `str` writes it: nil is empty, a text is itself. */
export function plain(value: RuleValue): string {
  switch (value.kind) {
    case 'nil':
      return '';
    case 'boolean':
      return String(value.value);
    case 'text':
    case 'character':
      return value.value;
    case 'integer':
      return String(value.value);
    case 'ratio':
      return `${value.numerator}/${value.denominator}`;
    case 'decimal':
      return doubleText(value.value);
    case 'exact-decimal':
      return exactText(value);
    case 'keyword':
      return `:${fullName(value)}`;
    case 'symbol':
      return fullName(value);
    case 'list':
    case 'vector':
    case 'map':
    case 'set':
      return collectionText(value);
    case 'function':
      return '#<function>';
  }
}

function collectionText(value: Sequence | MapValue | SetValue): string {
  switch (value.kind) {
    case 'list':
      return `(${value.items.map(readable).join(' ')})`;
    case 'vector':
      return `[${value.items.map(readable).join(' ')}]`;
    case 'map':
      return `{${[...value.entries.values()].map(([key, item]) => `${readable(key)} ${readable(item)}`).join(', ')}}`;
    case 'set':
      return `#{${[...value.members.values()].map(readable).join(' ')}}`;
  }
}

/** Java writes a double with a point always, and with an exponent below 0.001 and from ten million (Double.toString). */
export function doubleText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

/** As BigDecimal.toString writes it. */
function exactText({ unscaled, scale }: ExactDecimal): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = String(unscaled < 0n ? -unscaled : unscaled);
  const exponent = digits.length - 1 - scale;
  if (scale === 0) return sign + digits;
  if (scale > 0 && exponent >= -6) {
    const padded = digits.padStart(scale + 1, '0');
    return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
  }
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return exponent === 0 ? sign + mantissa : `${sign}${mantissa}E${exponent > 0 ? '+' : ''}${exponent}`;
}
