import { UsageError } from '../core/errors.js';

/** A published JSON Schema, as text. */
export async function schemaText(what: string): Promise<string> {
  const { exportJsonSchema, reportJsonSchema } = await import('./schemas.js');
  switch (what) {
    case 'export':
      return `${JSON.stringify(exportJsonSchema(), undefined, 2)}\n`;
    case 'report':
      return `${JSON.stringify(reportJsonSchema(), undefined, 2)}\n`;
    default:
      throw new UsageError(
        'usage',
        `schema "${what}": there is a schema of the export and one of the report.`,
      );
  }
}
