import type { Field } from '../fields.js';

/** The fields of the export with their metadata. Made from `schema.ts` by the build. */
export declare const exportFields: Field;
