import { describe, expect, test } from 'vitest';
import { builtInPrice } from '../../../src/gateway/catalog/built-in-price.ts';
import { createEventCutter } from '../../../src/gateway/dialects/event-cutter.ts';
import { mark } from '../../../src/gateway/dialects/wire.ts';
import { wireOf } from '../../../src/gateway/dialects/wires.ts';
import { allDialects } from '../../../src/gateway/exchange/dialect.ts';
import { type ToldUsage, tokensOf } from '../../../src/gateway/exchange/usage.ts';
import { costOf } from '../../../src/gateway/metering/cost.ts';
import { type Recording, recordings } from '../../support/corpus.ts';

/*
 * Providers that say what an answer cost, against what the built-in prices make of the same tokens: within 1 %, or here
 * with the reason why not.
 */
const deviations: readonly (readonly [id: string, why: string])[] = [
  [
    'openai-chat/openrouter-web-search-annotations',
    'a search is in the reported cost; OpenRouter counts none',
  ],
  ['openai-chat/openrouter-web-search-annotations-stream', 'a search is in the reported cost'],
  ['openai-chat/openrouter-chat-web-search-with-openrouter-openai-gpt-5-2-sea-41e3a', 'a search is in it'],
  ['openai-responses/xai-chat-web-search-with-xai-grok-4-3-searches-cites-a-7af66', 'two searches are in it'],
  ['openai-chat/openrouter-cache-instructions-gemini-real-api', 'recorded when cache reads cost more'],
  [
    'openai-chat/perplexity-chat-streaming-responses-perplexity-sonar-supports-86356',
    'the source has the fee of the largest search context, not of the smallest',
  ],
  ['openai-chat/perplexity-chat-with-params-perplexity-sonar-supports-json-sc-e53ea', 'the same fee'],
];

function toldBy(recording: Recording): ToldUsage | undefined {
  const dialect = allDialects.find((one) => one === recording.dialect);
  if (dialect === undefined || recording.status !== 200) return undefined;
  const wire = wireOf(dialect);
  if (!recording.streaming) return wire.usageOfAnswer(recording.body, {});
  const reader = wire.createUsageReader({});
  const cutter = createEventCutter(wire.framing(recording.headers['content-type'] ?? '') ?? 'sse');
  const { text = '', ends = [] } = cutter.push(recording.body) ?? {};
  let start = 0;
  for (const end of ends) {
    const event = text.slice(start, end);
    if ((wire.classify(event) & mark.usage) !== 0) reader.take(event);
    start = end;
  }
  return reader.read();
}

/** Who answered says so in its answer: an alias may have moved on. */
function modelOf({ body }: Recording): string {
  return /"model":\s*"([^"]+)"/.exec(body.toString())?.[1] ?? '';
}

const told = recordings().flatMap((recording) => {
  const usage = toldBy(recording);
  const reported = usage?.reportedNanoUsd;
  return usage === undefined || reported === undefined ? [] : [{ recording, usage, reported }];
});

const compared = told.flatMap(({ recording, usage, reported }) => {
  // The recordings call a reseller's Messages endpoint by the vendor's name.
  const provider =
    recording.id === 'anthropic-messages/anthropic-streaming-gateway-message-delta-metadata'
      ? 'openrouter'
      : recording.provider;
  const cost = costOf(
    builtInPrice(provider, modelOf(recording)),
    tokensOf(usage),
    Date.parse('2026-11-27T12:00:00Z'),
  );
  return cost === undefined ? [] : [[recording.id, cost.nanoUsd, reported] as const];
});

describe.skipIf(told.length === 0)('costs that recorded providers report', () => {
  test('are there', () => {
    expect(told.length).toBeGreaterThan(30);
    expect(compared.length).toBeGreaterThan(20);
  });

  test.each(compared)('%s: ours are %i nano-dollars, theirs %i', (id, ours, theirs) => {
    const isNear = Math.abs(ours - theirs) <= theirs / 100;
    expect(isNear).toBe(!deviations.some(([known]) => known === id));
  });
});
