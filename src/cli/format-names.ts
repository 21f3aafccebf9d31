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

/** Every format of the report of a scan. */
export const SCAN_FORMATS = ['human', 'json', 'csv', 'markdown', 'html', 'sarif', 'junit'] as const;
