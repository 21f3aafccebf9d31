/**
 * The candidates most like a text, the likest first, for "did you mean". Letter case does not count. Those that
 * differ in more than a third of their letters are left out.
 */
export function nearest(text: string, candidates: Iterable<string>, limit = 1): string[] {
  const wanted = text.toLowerCase();
  const close: { candidate: string; distance: number }[] = [];
  for (const candidate of candidates) {
    const most = Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3));
    if (Math.abs(candidate.length - wanted.length) > most) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance <= most) close.push({ candidate, distance });
  }
  close.sort((a, b) => a.distance - b.distance);
  return close.slice(0, limit).map(({ candidate }) => candidate);
}

/** How many letters must be added, dropped, replaced or swapped with their neighbour to make `b` of `a`. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwap ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, b.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
