import * as z from 'zod';
import { studySchema } from './schema.ts';

/**
 * The JSON Schema of study.yaml, for editors that complete and check as one types. It is written to
 * `docs/study.schema.json`; a test sees that the file is current.
 */
export function studyJsonSchema(): string {
  const schema = z.toJSONSchema(studySchema, { target: 'draft-7' });
  return `${JSON.stringify({ ...schema, title: 'limbic study file (study.yaml)' }, null, 2)}\n`;
}
