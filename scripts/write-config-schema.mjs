// Writes docs/config.schema.json from the schema in src/gateway/config/schema.ts.
import { writeFileSync } from 'node:fs';
import { configJsonSchemaText } from '../src/gateway/config/json-schema.ts';

const file = new URL('../docs/config.schema.json', import.meta.url);
writeFileSync(file, configJsonSchemaText());
console.log(`wrote ${file.pathname}`);
