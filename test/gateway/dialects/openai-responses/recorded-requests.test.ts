import { describe, expect, it } from 'vitest';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { openAiResponsesCodec } from '../../../../src/gateway/dialects/openai-responses/codec.ts';
import { recordings } from '../../../support/corpus.ts';
import { isRecord } from '../../../support/json-value.ts';
import { CodecRun } from '../../../support/run-codec.ts';

const { read, write } = new CodecRun(openAiResponsesCodec);

const requests = recordings('openai-responses', 'count-tokens', 'error').flatMap(
  ({ id, dialect, requestPath, requestBody }) =>
    requestBody !== undefined && (dialect === 'openai-responses' || requestPath?.includes('/responses'))
      ? [{ id, body: requestBody }]
      : [],
);

/**
 * The differences that a request may come out with: a message says that it is one, reasoning has a summary, and the
 * model is the target's, also where a prompt named it.
 */
function normal(body: Fields): Fields {
  const { input, model: _, ...rest } = body;
  if (!Array.isArray(input)) return input === undefined ? rest : { ...rest, input };
  const items: readonly unknown[] = input;
  return {
    ...rest,
    input: items.map((item) => {
      if (!isRecord(item)) return item;
      if (item.type === undefined && item.role !== undefined) return { ...item, type: 'message' };
      return item.type === 'reasoning' ? { summary: [], ...item } : item;
    }),
  };
}

describe.skipIf(requests.length === 0)('recorded requests', () => {
  it.each(requests)('$id comes out as it went in', ({ body }) => {
    const conversation = read(body);
    const { body: again, losses } = write(conversation, { model: String(body.model) });
    expect(normal(again)).toEqual(normal(body));
    expect(losses.list).toEqual([]);
    expect(read(again)).toEqual(conversation);
  });
});
