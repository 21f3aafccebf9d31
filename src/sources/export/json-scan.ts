import { deepestNesting } from './text-fault.js';

/** Offsets in JSON text. Nothing here judges the text: `JSON.parse` does that. */

const quote = 0x22;
const backslash = 0x5c;

/** The offset just behind the string whose opening quote stands at `start`; the end of the text if it has no end. */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text.charCodeAt(before - 1) === backslash) before -= 1;
    if ((end - before) % 2 === 0) return end + 1;
  }
  return text.length;
}

/** How many colons, so members of objects, the text has, and where it first nests too deep. */
export function measureJson(text: string): { members: number; tooDeepAt: number | undefined } {
  let level = 0;
  let members = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at) - 1;
        break;
      case 0x3a: // :
        members += 1;
        break;
      case 0x5b: // [
      case 0x7b: // {
        level += 1;
        if (level > deepestNesting) return { members, tooDeepAt: at };
        break;
      case 0x5d: // ]
      case 0x7d: // }
        level -= 1;
    }
  }
  return { members, tooDeepAt: undefined };
}

/** Where a member of an object, or an entry of a list, stands. Of an entry both are the same. */
export interface Child {
  readonly key: number;
  readonly value: number;
}

/** Finds values in JSON text that `JSON.parse` has accepted. What was passed on the way is remembered. */
export class JsonOffsets {
  readonly #text: string;
  readonly #passed = new Map<number, { children: Map<string, Child>; further: Iterator<[string, Child]> }>();

  constructor(text: string) {
    this.#text = text;
  }

  /** The offset of the first value. */
  get root(): number {
    return skipSpace(this.#text, 0);
  }

  child(parent: number, name: string): Child | undefined {
    const passed = this.#passed.get(parent) ?? {
      children: new Map(),
      further: childrenOf(this.#text, parent),
    };
    this.#passed.set(parent, passed);
    while (!passed.children.has(name)) {
      const { done, value } = passed.further.next();
      if (done) return undefined;
      passed.children.set(...value);
    }
    return passed.children.get(name);
  }
}

function* childrenOf(text: string, start: number): Generator<[string, Child], void> {
  const isObject = text[start] === '{';
  if (!isObject && text[start] !== '[') return;
  let at = skipSpace(text, start + 1);
  for (let index = 0; text[at] !== '}' && text[at] !== ']'; index += 1) {
    const key = at;
    let name = String(index);
    if (isObject) {
      at = endOfString(text, at);
      name = String(JSON.parse(text.slice(key, at)));
      at = skipSpace(text, skipSpace(text, at) + 1);
    }
    yield [name, { key, value: at }];
    at = skipSpace(text, endOfValue(text, at));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
}

function endOfValue(text: string, start: number): number {
  let level = 0;
  for (let at = start; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at) - 1;
        if (level === 0) return at + 1;
        break;
      case 0x5b: // [
      case 0x7b: // {
        level += 1;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        level -= 1;
        if (level === 0) return at + 1;
        if (level < 0) return at;
        break;
      case 0x2c: // ,
        if (level === 0) return at;
    }
  }
  return text.length;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

// Space, line feed, carriage return, tab.
const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
