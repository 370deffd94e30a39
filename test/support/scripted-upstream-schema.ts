import { isRecord, listAt, textAt, valueAt } from './json-value.ts';

/** The JSON schema that a request asks the answer to obey, wherever its dialect has it. */
export function schemaIn(json: unknown): unknown {
  return (
    valueAt(json, 'response_format', 'json_schema', 'schema') ??
    valueAt(json, 'text', 'format', 'schema') ??
    valueAt(json, 'output_config', 'format', 'schema') ??
    valueAt(json, 'generationConfig', 'responseJsonSchema') ??
    valueAt(json, 'generationConfig', 'responseSchema')
  );
}

/** A value that obeys a schema: every property, one element, the first of a choice. Google writes types in capitals. */
export function exampleOf(schema: unknown): unknown {
  const choice = listAt(schema, 'enum')[0] ?? valueAt(schema, 'const');
  if (choice !== undefined) return choice;
  const branch = listAt(schema, 'anyOf')[0] ?? listAt(schema, 'oneOf')[0];
  if (branch !== undefined) return exampleOf(branch);
  switch ((textAt(schema, 'type') ?? textAt(schema, 'type', 0) ?? '').toLowerCase()) {
    case 'object': {
      const properties = valueAt(schema, 'properties');
      const entries = isRecord(properties) ? Object.entries(properties) : [];
      return Object.fromEntries(entries.map(([name, inner]) => [name, exampleOf(inner)]));
    }
    case 'array':
      return [exampleOf(valueAt(schema, 'items'))];
    case 'integer':
    case 'number':
      return 50;
    case 'boolean':
      return true;
    default:
      return 'scripted';
  }
}
