import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from 'yaml';
import type { Path } from '../../account/pointer.js';
import type { Part } from './export-file.js';
import type { Found } from './yaml-text.js';
import { isMergeKey, keyName, type Targets } from './yaml-values.js';

/**
 * Finds the value at a path, or its key, through aliases and merges to the text a person would edit; of what is
 * absent, its nearest present parent.
 */
export function findOffset(
  text: string,
  root: ParsedNode | null,
  targets: Targets,
  path: Path,
  part: Part,
): Found {
  if (!root) return { offset: 0, depth: 0 };
  let node = follow(root, targets);
  let offset = valueOffset(text, node);
  let depth = 0;
  for (const step of path) {
    const member = memberOf(node, String(step), targets);
    if (!member) break;
    depth += 1;
    const isWanted = depth === path.length;
    if (!member.value || (part === 'key' && isWanted && member.key)) {
      return { offset: member.key?.range[0] ?? offset, depth };
    }
    node = follow(member.value, targets);
    offset = valueOffset(text, node);
  }
  return { offset, depth };
}

interface Member {
  readonly key: ParsedNode | undefined;
  readonly value: ParsedNode | null;
}

function memberOf(node: ParsedNode, name: string, targets: Targets): Member | undefined {
  if (isSeq(node)) {
    const value = node.items[Number(name)];
    return value && { key: undefined, value };
  }
  if (!isMap(node)) return undefined;
  const own = node.items.find(({ key }) => !isMergeKey(key) && nameOf(key, targets) === name);
  return own ?? mergedMember(node, name, targets);
}

function mergedMember(map: YAMLMap.Parsed, name: string, targets: Targets): Member | undefined {
  for (const { key, value } of map.items) {
    if (!value || !isMergeKey(key)) continue;
    const source = follow(value, targets);
    for (const mapping of isSeq(source) ? source.items : [source]) {
      const member = memberOf(follow(mapping, targets), name, targets);
      if (member) return member;
    }
  }
  return undefined;
}

function nameOf(key: ParsedNode, targets: Targets): string | undefined {
  const node = follow(key, targets);
  return isScalar(node) ? keyName(node.value) : undefined;
}

function follow(node: ParsedNode, targets: Targets): ParsedNode {
  return isAlias(node) ? (targets.get(node) ?? node) : node;
}

function valueOffset(text: string, node: ParsedNode): number {
  let [offset] = node.range;
  // An empty value is said to stand behind the white space that follows its colon.
  if (isScalar(node) && node.type === 'PLAIN' && node.source === '') {
    while (text[offset - 1] === ' ' || text[offset - 1] === '\t') offset -= 1;
  }
  return offset;
}
