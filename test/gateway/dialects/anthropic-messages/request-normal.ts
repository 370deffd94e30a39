import { isRecord, type JsonRecord } from '../../../support/json-value.ts';

/**
 * What the reader and writer of the dialect may change of a request, because it means the same:
 *
 * - `null` members are left out: this API's clients write `null` for what they do not say;
 * - text without a list is a list of one text block, for system prompts, messages and results;
 * - `citations: []` is no citation;
 * - a tool of `type: "custom"` is a tool without a type;
 * - `output_format` is `output_config.format`, its former place;
 * - `stream: false` is left out.
 */
export function normal(body: JsonRecord): unknown {
  const { stream, output_format: format, ...rest } = body;
  const output = isRecord(rest.output_config) ? rest.output_config : {};
  return {
    ...(withoutNull(rest, []) as object),
    ...(stream === true && { stream }),
    ...(isRecord(format) && { output_config: { ...output, format } }),
  };
}

function withoutNull(value: unknown, path: readonly (string | number)[]): unknown {
  if (Array.isArray(value)) return value.map((item, index) => withoutNull(item, [...path, index]));
  if (!isRecord(value)) return value;
  const members = Object.entries(value).flatMap(([name, item]): [string, unknown][] => {
    if (item === null || (name === 'citations' && Array.isArray(item) && item.length === 0)) return [];
    if (name === 'type' && item === 'custom' && path[0] === 'tools') return [];
    const isText = name === 'system' || (name === 'content' && ('role' in value || 'tool_use_id' in value));
    if (isText && typeof item === 'string') return [[name, [{ type: 'text', text: item }]]];
    return [[name, withoutNull(item, [...path, name])]];
  });
  return Object.fromEntries(members);
}
