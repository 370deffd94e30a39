import { describe, expect, it } from 'vitest';
import { anthropicMessagesCodec } from '../../../../src/gateway/dialects/anthropic-messages/codec.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { recordings } from '../../../support/corpus.ts';
import { isRecord, type JsonRecord } from '../../../support/json-value.ts';
import { CodecRun } from '../../../support/run-codec.ts';
import { normal } from './request-normal.ts';

const { read, write } = new CodecRun(anthropicMessagesCodec);

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
