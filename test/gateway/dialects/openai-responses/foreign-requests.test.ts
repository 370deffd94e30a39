import { describe, expect, it } from 'vitest';
import { clientCodecOf } from '../../../../src/gateway/dialects/codecs.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import { openAiResponsesCodec as codec } from '../../../../src/gateway/dialects/openai-responses/codec.ts';
import { translateRequest } from '../../../../src/gateway/dialects/translate/translate-request.ts';
import { recordings } from '../../../support/corpus.ts';
import { checkRequest } from '../../../support/strict/request-judge.ts';
import { origin } from './run-codec.ts';

const requests = recordings('openai-chat', 'anthropic-messages', 'gemini-generate').flatMap(
  ({ id, dialect, requestBody, streaming }) => {
    const from = dialect === 'openai-chat' || dialect === 'anthropic-messages' ? dialect : 'gemini-generate';
    const client = clientCodecOf(from);
    return requestBody === undefined || client === undefined ? [] : [{ id, client, requestBody, streaming }];
  },
);

describe.skipIf(requests.length === 0)('recorded requests of other dialects', () => {
  it.each(requests)('$id is taken by the API', ({ client, requestBody, streaming }) => {
    const decoded = client.decodeRequest(requestBody, { stream: streaming });
    if (!decoded.ok) throw new Error(decoded.detail);
    for (const limits of [
      {},
      { thinking: 'none' },
      { thinking: 'effort', outputTokens: 64_000 },
      { thinking: 'budget', outputTokens: 64_000 },
      { thinking: 'budget' },
    ] as const) {
      const target = { codec, origin, stream: streaming, quirks: {}, limits, withoutState: false };
      const { body } = translateRequest(decoded.conversation, target, new Losses());
      expect(checkRequest('openai-responses', JSON.parse(JSON.stringify(body)))).toEqual([]);
    }
  });
});
