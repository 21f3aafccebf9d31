/** Every format of a report. */
export const FORMATS = [
  'human',
  'short',
  'json',
  'junit',
  'sarif',
  'github',
  'gitlab',
  'tap',
  'markdown',
  'html',
] as const;
export type Format = (typeof FORMATS)[number];
