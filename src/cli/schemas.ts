// The second bundled file: everything that needs zod at run time.
export * from '../account/explain-shape.js';
export * from '../report/report-schema.js';
