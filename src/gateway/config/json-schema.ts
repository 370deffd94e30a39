import { z } from 'zod';
import { configSchema } from './schema.ts';

/** The config as a JSON schema (draft 2020-12), for editors; what a person may write, so defaults are optional. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, { io: 'input', target: 'draft-2020-12' });
  return { title: 'Patchbay config', ...schema };
}

/** The text of docs/config.schema.json. */
export function configJsonSchemaText(): string {
  return `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
}
