/** The way to a value: object keys and list indexes, from the root of the export. */
export type Path = readonly (string | number)[];

/** A path as a JSON pointer (RFC 6901). */
export function toPointer(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A JSON pointer (RFC 6901) as a path; list indexes become numbers. */
export function fromPointer(pointer: string): Path {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((step) =>
      /^(0|[1-9]\d*)$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~'),
    );
}

/** The value at a path, and whether there is one. Inherited properties are never followed. */
export function valueAt(root: unknown, path: Path): { found: boolean; value: unknown } {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) {
      return { found: false, value: undefined };
    }
    value = Reflect.get(value, step);
  }
  return { found: true, value };
}
