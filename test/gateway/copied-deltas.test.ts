import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../src/gateway/exchange/dialect.ts';
import { recordings } from '../support/corpus.ts';
import { chanceFrom, cutAnywhere, type LooseEvent, oddStream } from '../support/odd-streams.ts';
import { streamEvents } from '../support/sse-events.ts';
import { translateStream, type Way } from '../support/translate-stream.ts';
import { usualStreams } from '../support/usual-streams.ts';

const providers = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'] as const;
const clients: readonly Dialect[] = [...providers, 'openai-completions'];
const ways: readonly Way[] = providers.flatMap((from) =>
  clients.filter((to) => to !== from).map((to) => ({ from, to })),
);
const named = ways.map((way) => [`${way.from} to ${way.to}`, way] as const);

/** Runs it both ways; returns how much was copied. */
function both(way: Way, pieces: readonly Buffer[]): { copied: number; events: number } {
  const plain = translateStream(way, pieces, false);
  const quick = translateStream(way, pieces, true);
  expect(quick.text).toBe(plain.text);
  expect(quick.facts).toEqual(plain.facts);
  expect(plain.copied).toBe(0);
  return quick;
}

function written(from: Dialect): readonly (readonly LooseEvent[])[] {
  return (usualStreams.get(from) ?? []).map(streamEvents);
}

describe('a delta that is copied comes out as one that was decoded', () => {
  it.each(named)('in any stream, however odd and however cut: %s', (_name, way) => {
    let copied = 0;
    const streams = written(way.from);
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const chance = chanceFrom(seed);
        const events = streams[seed % streams.length] ?? [];
        const asArray = way.from === 'gemini-generate' && chance() < 0.3;
        const bytes = oddStream(way.from, events, chance, asArray);
        const contentType = asArray ? 'application/json' : 'text/event-stream';
        const jsonArray = chance() < 0.5;
        copied += both({ ...way, contentType, jsonArray }, cutAnywhere(bytes, chance)).copied;
      }),
      { numRuns: 150 },
    );
    expect(copied).toBeGreaterThan(60);
  });

  const recorded = recordings(...providers).filter(({ streaming, status }) => streaming && status === 200);
  it.skipIf(recorded.length === 0).each(named)(
    'in every recorded stream, and in odd ones like it: %s',
    (_name, way) => {
      const chance = chanceFrom(3);
      for (const { dialect, body, headers } of recorded) {
        if (dialect !== way.from) continue;
        const contentType = headers['content-type'] ?? 'text/event-stream';
        both({ ...way, contentType }, cutAnywhere(body, chance));
        const events = streamEvents(body.toString()).slice(0, 60);
        if (events.length > 0) both(way, cutAnywhere(oddStream(way.from, events, chance), chance));
      }
    },
  );
});

describe('what is copied', () => {
  const share = (from: Dialect, to: Dialect, stream: string): number => {
    const { copied, events } = both({ from, to }, [Buffer.from(stream)]);
    return copied / events;
  };
  const text = (delta: string): string =>
    `data: {"id":"c","choices":[{"index":0,"delta":${delta},"finish_reason":null}],"obfuscation":"${'x'.repeat(delta.length % 7)}"}\n\n`;
  const many = (one: (nth: number) => string): string =>
    Array.from({ length: 100 }, (_, nth) => one(nth)).join('');

  it('is nearly every delta of a usual stream, whose padding changes', () => {
    const stream = many((nth) => text(`{"content":"word ${'y'.repeat(nth % 5)}"}`));
    expect(share('openai-chat', 'anthropic-messages', stream)).toBeGreaterThan(0.97);
  });

  it('is text outside ASCII and text with usual escapes', () => {
    const stream = many((nth) => text(`{"content":"設定 \\n \\"é\\" ${nth}"}`));
    expect(share('openai-chat', 'openai-responses', stream)).toBeGreaterThan(0.97);
  });

  it('is the input of a call', () => {
    const begin = text('{"tool_calls":[{"index":0,"id":"call_1","function":{"name":"run","arguments":""}}]}');
    const stream =
      begin + many(() => text('{"tool_calls":[{"index":0,"function":{"arguments":"\\"a\\":1,"}}]}'));
    expect(share('openai-chat', 'anthropic-messages', stream)).toBeGreaterThan(0.95);
  });

  it("is a text of Google's with the figures so far, which are read all the same", () => {
    const stream = many(
      (nth) =>
        `data: {"candidates":[{"content":{"parts":[{"text":"word"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":${nth},"totalTokenCount":${9 + nth}}}\r\n\r\n`,
    );
    expect(share('gemini-generate', 'openai-chat', stream)).toBeGreaterThan(0.97);
    const { facts } = translateStream(
      { from: 'gemini-generate', to: 'openai-chat' },
      [Buffer.from(stream)],
      true,
    );
    expect(facts).toMatchObject({ usage: { input: 9, output: 99 } });
  });

  it.each([
    ['escapes that the client would get otherwise', '{"content":"caf\\u00e9"}'],
    ['a slash with an escape', '{"content":"a\\/b"}'],
    ['half a character', '{"content":"\\ud83d"}'],
    ['another choice', '{"content":"x"},"index":1,"x":{}'],
    ['token probabilities', '{"content":"x"},"logprobs":{"content":[{"token":"x"}]},"x":{}'],
    ['two texts at once', '{"content":"x","reasoning_content":"y"}'],
  ])('is not %s', (_what, delta) => {
    expect(
      share(
        'openai-chat',
        'anthropic-messages',
        many(() => text(delta)),
      ),
    ).toBe(0);
  });

  it('goes on behind a delta that had to be decoded', () => {
    const stream = many((nth) => text(nth % 10 === 0 ? '{"content":"caf\\u00e9"}' : '{"content":"word"}'));
    expect(share('openai-chat', 'anthropic-messages', stream)).toBeGreaterThan(0.85);
  });

  it('is looked for ever more rarely in a stream that has no frame', () => {
    const stream = many((nth) => `data: {"nth":${nth},"choices":[{"index":0,"delta":{"content":"x"}}]}\n\n`);
    expect(share('openai-chat', 'anthropic-messages', stream)).toBe(0);
  });
});
