import { isRecord, type JsonRecord } from '../json-value.ts';

/** Members whose value is the caller's own, not the API's. */
const own = new Set([
  'args',
  'response',
  'labels',
  'partMetadata',
  'default',
  'example',
  'parametersJsonSchema',
  'responseJsonSchema',
]);

/** Members whose keys are names that the caller chose; their values are schemas. */
const keyed = new Set(['properties']);

/**
 * A request with every field in camel case: Google's JSON parser takes `system_instruction` for `systemInstruction`.
 * It takes a single element for a list, too, where a content has one part.
 */
export function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      // Null is as good as absent.
      .filter(([, each]) => each !== null)
      .map(([key, each]) => {
        const name = key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
        if (own.has(name)) return [name, each];
        if (keyed.has(name) && isRecord(each)) return [name, namesKept(each)];
        if (name === 'parts' && isRecord(each)) return [name, [camelCased(each)]];
        return [name, camelCased(each)];
      }),
  );
}

function namesKept(value: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, camelCased(each)]));
}
