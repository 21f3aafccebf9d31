import { type Alias, isAlias, isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from 'yaml';
import { deepestNesting, keyTwice, type TextFault, tooDeep } from './text-fault.js';

const mostCopies = 1_000_000;

/** What each alias stands for. */
export type Targets = ReadonlyMap<Alias.Parsed, ParsedNode>;

/** The plain value of a YAML tree, with anchors, aliases and merges resolved and keys checked to be unique. */
export function toValue(root: ParsedNode | null): {
  value: unknown;
  targets: Targets;
  faults: readonly TextFault[];
} {
  const conversion = new Conversion();
  const value = root ? conversion.valueOf(root, 0) : null;
  return { value, targets: conversion.targets, faults: conversion.faults };
}

/** A value that aliases may stand for, with the number of values in it and how deep they nest. */
interface Anchored {
  readonly value: unknown;
  readonly size: number;
  readonly height: number;
}

/** The package's own conversion looks through all anchors for each alias, and has no bound that fits. */
class Conversion {
  readonly faults: TextFault[] = [];
  readonly targets = new Map<Alias.Parsed, ParsedNode>();
  readonly #latest = new Map<string, ParsedNode>();
  /** Absent while the anchored value itself is being converted. */
  readonly #anchored = new Map<ParsedNode, Anchored>();
  /** Counts values as if each alias were written out; how many of them came by aliases; the deepest level. */
  #size = 0;
  #copies = 0;
  #deepest = 0;

  valueOf(node: ParsedNode, level: number): unknown {
    if (isAlias(node)) return this.#valueOfAlias(node, level);
    if (!node.anchor) return this.#valueOfOwn(node, level);
    this.#latest.set(node.anchor, node);
    const sizeBefore = this.#size;
    const deepestBefore = this.#deepest;
    this.#deepest = level;
    const value = this.#valueOfOwn(node, level);
    this.#anchored.set(node, { value, size: this.#size - sizeBefore, height: this.#deepest - level });
    this.#deepest = Math.max(deepestBefore, this.#deepest);
    return value;
  }

  #valueOfOwn(node: Exclude<ParsedNode, Alias.Parsed>, level: number): unknown {
    this.#size += 1;
    this.#deepest = Math.max(this.#deepest, level);
    if (level > deepestNesting) return this.#refuse(node.range[0], tooDeep);
    if (isMap(node)) return this.#valueOfMap(node, level);
    if (isSeq(node)) return node.items.map((item) => this.valueOf(item, level + 1));
    return node.value;
  }

  #valueOfAlias(node: Alias.Parsed, level: number): unknown {
    const [offset] = node.range;
    const target = this.#latest.get(node.source);
    if (!target) {
      return this.#refuse(
        offset,
        'No anchor (&) before this alias (*) has its name. If this is a text, put it in quotes.',
      );
    }
    const anchored = this.#anchored.get(target);
    if (!anchored)
      return this.#refuse(offset, 'This alias (*) stands inside the very value that it stands for.');
    if (level + anchored.height > deepestNesting) return this.#refuse(offset, tooDeep);
    this.targets.set(node, target);
    this.#deepest = Math.max(this.#deepest, level + anchored.height);
    this.#countCopies(anchored.size, offset);
    return anchored.value;
  }

  #valueOfMap(map: YAMLMap.Parsed, level: number): unknown {
    const members = new Map<string, unknown>();
    const offsets = new Map<string, number>();
    const merged = new Map<string, unknown>();
    for (const { key, value } of map.items) {
      if (isMergeKey(key)) {
        if (value) this.#merge(value, merged, level);
        continue;
      }
      const name = keyName(this.valueOf(key, level + 1));
      const [offset] = key.range;
      if (name === undefined) this.#refuse(offset, 'A key must be a text, not a list or keys with values.');
      else {
        const first = offsets.get(name);
        if (first === undefined) offsets.set(name, offset);
        else this.faults.push(keyTwice(name, offset, first));
        members.set(name, value ? this.valueOf(value, level + 1) : null);
      }
    }
    for (const [name, value] of merged) if (!members.has(name)) members.set(name, value);
    // Assigning member by member would take "__proto__" for more than a key.
    return Object.fromEntries(members);
  }

  /** Adds the keys of one or several mappings; those that are there already stay. */
  #merge(node: ParsedNode, into: Map<string, unknown>, level: number): void {
    const faultsBefore = this.faults.length;
    const value = this.valueOf(node, level + 1);
    if (this.faults.length > faultsBefore) return;
    for (const source of Array.isArray(value) ? value : [value]) {
      if (typeof source !== 'object' || source === null || Array.isArray(source)) {
        this.#refuse(node.range[0], 'The merge key << takes keys with values, or an alias (*) of such.');
        return;
      }
      for (const [name, member] of Object.entries(source)) if (!into.has(name)) into.set(name, member);
    }
  }

  #countCopies(size: number, offset: number): void {
    const before = this.#copies;
    this.#size += size;
    this.#copies += size;
    if (before <= mostCopies && this.#copies > mostCopies) {
      this.#refuse(offset, `Written out, the aliases (*) stand for more than ${mostCopies} values.`);
    }
  }

  #refuse(offset: number, message: string): null {
    this.faults.push({ offset, message });
    return null;
  }
}

export function isMergeKey(key: ParsedNode): boolean {
  return isScalar(key) && typeof key.value === 'symbol';
}

/** What a mapping calls a member; undefined for a key that is no scalar. */
export function keyName(key: unknown): string | undefined {
  if (key === null) return '';
  return typeof key === 'object' ? undefined : String(key);
}
