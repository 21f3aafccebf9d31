import { compareTexts } from './examples.js';

/** How many bad lines are shown. */
export const MOST_SHOWN = 5;

/** A line that is no customer. */
export interface BadLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** The lines that were left out because they are no customers. */
export interface BadLines {
  readonly count: number;
  /** Those with the lowest numbers, at most five. */
  readonly first: readonly BadLine[];
}

/** Adds up the bad lines of different parts, in any order. */
export function mergeBadLines(parts: readonly BadLines[]): BadLines {
  const first = parts.flatMap((part) => part.first);
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    first: first.toSorted((a, b) => compareTexts(a.file, b.file) || a.line - b.line).slice(0, MOST_SHOWN),
  };
}
