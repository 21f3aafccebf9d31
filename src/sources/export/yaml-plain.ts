// The `yaml` package reads a megabyte a second when it is cold, js-yaml ten times as much, and its events say where
// everything stands. So js-yaml reads what plain YAML is made of, and gives up at all else: anchors, aliases, tags,
// merges, directives, several documents, keys that are no texts, keys that are there twice, and every mistake. What it
// gives up on is read by `yaml`, which has the last word on what is wrong; tests hold the two together.
import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml';
import type { Path } from '../../account/pointer.js';
import type { Part } from './export-file.js';
import { deepestNesting } from './text-fault.js';
import type { Found, YamlText } from './yaml-text.js';

/** Room for what either package counts in its own way. */
const deepestPlain = deepestNesting - 10;

/** Reads text as one document of plain YAML; `undefined` where it is anything else. */
export function readPlainYaml(text: string): YamlText | undefined {
  // The two do not agree on tabs for indentation, nor on a carriage return alone.
  if (/^ *\t|\r(?!\n)/m.test(text)) return undefined;
  try {
    const root = new Reader(text, parseEvents(text, { maxDepth: deepestPlain })).document();
    return { value: root.value, find: (path, part) => find(root, path, part) };
  } catch {
    // js-yaml has errors of its own, and may throw others; whatever it is, the text is not plain.
    return undefined;
  }
}

/** A value, and where it stands. */
interface Node {
  readonly value: unknown;
  readonly offset: number;
  readonly members?: ReadonlyMap<string, { readonly key: number; readonly node: Node }>;
  readonly items?: readonly Node[];
}

class NotPlain extends Error {}

class Reader {
  readonly #text: string;
  readonly #events: readonly Event[];
  #at = 0;

  constructor(text: string, events: readonly Event[]) {
    this.#text = text;
    this.#events = events;
  }

  document(): Node {
    const start = this.#next();
    if (start.type !== EVENT_ID.DOCUMENT || start.explicitEnd || start.directives.length > 0)
      throw new NotPlain();
    // js-yaml also takes one that is indented for a beginning.
    if (start.explicitStart && !/^---(?:\s|$)/m.test(this.#text)) throw new NotPlain();
    const root = this.#node(0);
    if (!root.members && !root.items) throw new NotPlain();
    if (this.#next().type !== EVENT_ID.POP || this.#at < this.#events.length) throw new NotPlain();
    return root;
  }

  #next(): Event {
    const event = this.#events[this.#at];
    if (event === undefined) throw new NotPlain();
    this.#at += 1;
    return event;
  }

  /** @param behind where the white space in front of it begins. */
  #node(behind: number): Node {
    const event = this.#next();
    if (!('tagStart' in event) || event.anchorStart !== -1 || event.tagStart !== -1) throw new NotPlain();
    switch (event.type) {
      case EVENT_ID.MAPPING:
        return this.#mapping(event.start);
      case EVENT_ID.SEQUENCE:
        return this.#sequence(event.start);
      case EVENT_ID.SCALAR:
        return this.#scalar(event, behind);
    }
  }

  #mapping(offset: number): Node {
    const members = new Map<string, { readonly key: number; readonly node: Node }>();
    const value: Record<string, unknown> = {};
    for (let event = this.#peek(); event.type !== EVENT_ID.POP; event = this.#peek()) {
      if (event.type !== EVENT_ID.SCALAR || event.valueStart === -1) throw new NotPlain();
      const key = this.#node(0);
      const name = String(key.value ?? '');
      // What is there twice is wrong, << is a merge, and __proto__ would be taken for more than a key.
      if (members.has(name) || name === '<<' || name === '__proto__') throw new NotPlain();
      const node = this.#node(this.#behindColon(event.valueEnd, event.style));
      members.set(name, { key: key.offset, node });
      value[name] = node.value;
    }
    this.#at += 1;
    return { value, offset, members };
  }

  #sequence(offset: number): Node {
    const items: Node[] = [];
    const value: unknown[] = [];
    for (let event = this.#peek(); event.type !== EVENT_ID.POP; event = this.#peek()) {
      // An empty entry has no place of its own.
      if (event.type === EVENT_ID.SCALAR && event.valueStart === -1) throw new NotPlain();
      const node = this.#node(0);
      items.push(node);
      value.push(node.value);
    }
    this.#at += 1;
    return { value, offset, items };
  }

  #peek(): Event {
    const event = this.#events[this.#at];
    if (event === undefined) throw new NotPlain();
    return event;
  }

  #scalar(event: Extract<Event, { type: 4 }>, behind: number): Node {
    const { valueStart, style } = event;
    if (valueStart === -1) return { value: null, offset: behind };
    const text = getScalarValue(this.#text, event);
    switch (style) {
      case SCALAR_STYLE.PLAIN:
        return { value: plainValue(text), offset: valueStart };
      case SCALAR_STYLE.LITERAL_BLOCK:
      case SCALAR_STYLE.FOLDED_BLOCK:
        return { value: text, offset: this.#header(behind) };
      default:
        return { value: text, offset: valueStart - 1 };
    }
  }

  /** Where the `|` or `>` of a block stands. */
  #header(behind: number): number {
    let at = behind;
    while (this.#text[at] === ' ') at += 1;
    if (this.#text[at] !== '|' && this.#text[at] !== '>') throw new NotPlain();
    return at;
  }

  /** Behind the colon of a key, which must follow it on its line. */
  #behindColon(keyEnd: number, style: number): number {
    let at = style === SCALAR_STYLE.PLAIN ? keyEnd : keyEnd + 1;
    while (this.#text[at] === ' ') at += 1;
    if (this.#text[at] !== ':') throw new NotPlain();
    return at + 1;
  }
}

// The core schema (YAML 1.2.2, section 10.3.2).
const NULL = /^(?:~|null|Null|NULL)?$/;
const TRUE = /^(?:true|True|TRUE)$/;
const FALSE = /^(?:false|False|FALSE)$/;
const NUMBER = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
/** Other writings of numbers, which exports do not use. */
const RARE = /^(?:0o[0-7]+|0x[\da-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

function plainValue(text: string): unknown {
  const [first = ''] = text;
  if (!/[-+.\d~nNtTfF]/.test(first) && first !== '') return text;
  if (NULL.test(text)) return null;
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  if (RARE.test(text)) throw new NotPlain();
  return NUMBER.test(text) ? Number(text) : text;
}

/** As `findOffset`, in a plain document. */
function find(root: Node, path: Path, part: Part): Found {
  let node = root;
  let depth = 0;
  for (const step of path) {
    const member = node.members?.get(String(step));
    const next = member?.node ?? node.items?.[Number(step)];
    if (next === undefined) break;
    depth += 1;
    if (part === 'key' && member && depth === path.length) return { offset: member.key, depth };
    node = next;
  }
  return { offset: node.offset, depth };
}
