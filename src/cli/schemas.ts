// The bundled file of the schemas: everything that needs zod at run time.
export * from '../account/explain-shape.js';
export { judgeConfig, keysAt } from '../config/config-schema.js';
export * from '../report/report-schema.js';
