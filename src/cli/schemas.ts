// The bundled file of the schemas: everything that needs zod at run time.
export * from '../account/explain-shape.js';
export * from '../report/report-schema.js';
