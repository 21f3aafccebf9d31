/** The word with which a comment speaks to mailcheck. */
export const IGNORE = 'mailcheck-ignore';

/** A comment `# mailcheck-ignore <check/code>: reason until YYYY-MM-DD` in a YAML export. */
export interface IgnoreComment {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /**
   * The lines it speaks of: its own, or the next with content where it stands alone. Where that is a key whose value
   * begins further down, as far as there.
   */
  readonly about: { readonly from: number; readonly to: number };
  /** What stands behind the word. */
  readonly text: string;
}
