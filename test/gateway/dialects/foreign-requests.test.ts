import { describe, expect, it } from 'vitest';
import { codecOf } from '../../../src/gateway/dialects/codecs.ts';
import { Losses } from '../../../src/gateway/dialects/losses.ts';
import { translateRequest } from '../../../src/gateway/dialects/translate/translate-request.ts';
import { recordings } from '../../support/corpus.ts';
import { origin } from '../../support/run-codec.ts';
import { checkRequest } from '../../support/strict/request-judge.ts';

const dialects = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'] as const;

const requests = dialects.flatMap((from) =>
  recordings(from).flatMap(({ id, requestBody, streaming }) =>
    requestBody === undefined ? [] : [{ id, from, requestBody, streaming }],
  ),
);

/** What may be known of the model. */
const knowledge = [
  {},
  { thinking: 'none' },
  { thinking: 'effort', outputTokens: 64_000 },
  { thinking: 'budget', outputTokens: 64_000 },
  { thinking: 'budget' },
] as const;

describe.skipIf(requests.length === 0)('recorded requests, written in another dialect', () => {
  it.each(requests)('$id is taken by the API of each', ({ from, requestBody, streaming }) => {
    const decoded = codecOf(from)?.decodeRequest(requestBody, { stream: streaming });
    if (decoded?.ok !== true) throw new Error(decoded?.detail);
    for (const to of dialects) {
      const codec = codecOf(to);
      if (to === from || codec === undefined) continue;
      for (const limits of knowledge) {
        const target = { codec, origin, stream: streaming, quirks: {}, limits, withoutState: false };
        const { body } = translateRequest(decoded.conversation, target, new Losses());
        expect(checkRequest(to, JSON.parse(JSON.stringify(body))), to).toEqual([]);
      }
    }
  });
});
