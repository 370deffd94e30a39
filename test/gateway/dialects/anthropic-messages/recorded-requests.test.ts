import { describe, expect, it } from 'vitest';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { recordings } from '../../../support/corpus.ts';
import { isRecord, type JsonRecord } from '../../../support/json-value.ts';
import { read, write } from './run-codec.ts';

const requests = recordings('anthropic-messages', 'count-tokens', 'error').flatMap(
  ({ id, dialect, requestPath, requestBody }) =>
    requestBody !== undefined && (dialect === 'anthropic-messages' || requestPath?.includes('/messages'))
      ? [{ id, body: requestBody }]
      : [],
);

/** Places change where text was given without a list around it. */
function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'at')
      .map(([name, item]) => [name, withoutPlaces(item)]),
  );
}

/**
 * What the reader and writer of the dialect may change of a request, because it means the same:
 *
 * - `null` members are left out: this API's clients write `null` for what they do not say;
 * - text without a list is a list of one text block, for system prompts, messages and results;
 * - `citations: []` is no citation;
 * - a tool of `type: "custom"` is a tool without a type;
 * - `stream: false` is left out.
 */
function normal(body: JsonRecord): unknown {
  const { stream, ...rest } = body;
  return { ...(withoutNull(rest, []) as object), ...(stream === true && { stream }) };
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

describe.skipIf(requests.length === 0)('recorded requests', () => {
  it.each(requests)('$id comes out as it went in', ({ body }) => {
    const conversation = read(body);
    const { body: again, losses } = write(conversation, { model: String(body.model) });
    // Some were recorded from requests to Bedrock and Vertex, which name the model elsewhere and take no limit for granted.
    const { model, max_tokens, ...rest } = again as JsonRecord;
    const given: Fields = {
      ...(body.model !== undefined && { model }),
      ...(body.max_tokens !== undefined && { max_tokens }),
      ...rest,
    };
    expect(normal(given)).toEqual(normal(body));
    expect(losses.list).toEqual([]);
    const { maxTokens: _, ...second } = read(again);
    const { maxTokens: _before, ...first } = conversation;
    expect(withoutPlaces(second)).toEqual(withoutPlaces(first));
  });
});
