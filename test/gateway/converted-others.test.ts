import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codecOf } from '../../src/gateway/dialects/codecs.ts';
import type { Dialect } from '../../src/gateway/exchange/dialect.ts';
import { type JsonRecord, listAt, parsedJson, textAt, valueAt } from '../support/json-value.ts';
import { conversing } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer } from '../support/scripted-upstream-behaviour.ts';
import { provider, type StartedGateway, startGateway } from '../support/start-gateway.ts';

let upstream: ScriptedUpstream;
let gateway: StartedGateway;

const answering = conversing.filter((dialect) => codecOf(dialect) !== undefined);

function only(id: string, dialect: Dialect) {
  const all = provider(id, upstream.url);
  const endpoint = all.endpoints.get(dialect);
  return { ...all, endpoints: new Map(endpoint === undefined ? [] : [[dialect, endpoint]]) };
}

beforeAll(async () => {
  upstream = await createScriptedUpstream();
  gateway = await startGateway({
    providers: [...answering.map((dialect) => only(dialect, dialect)), only('vectors', 'openai-embeddings')],
  });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

describe.each(answering)('older completions at a provider of %s alone', (dialect) => {
  const path = `/p/${dialect}/v1/completions`;

  test('a prompt is answered with its text', async () => {
    upstream.script(
      answer('Grüße!', { reasoning: 'hm', usage: { input: 10, cacheRead: 0, output: 3, reasoning: 2 } }),
    );
    const asked = await gateway.ask(path, { model: 'm', prompt: 'Say hello', max_tokens: 20, suffix: 'x' });
    expect(asked.status).toBe(200);
    const body = asked.json();
    expect(textAt(body, 'object')).toBe('text_completion');
    expect(valueAt(body, 'choices')).toEqual([
      { text: 'Grüße!', index: 0, logprobs: null, finish_reason: 'stop' },
    ]);
    expect(valueAt(body, 'usage')).toMatchObject({ prompt_tokens: 10 });
    const { losses } = await gateway.record(asked);
    expect(losses.map(({ code, path: at }) => [code, at])).toEqual(
      expect.arrayContaining([
        ['field', '/suffix'],
        ['reasoning-text', 'answer'],
      ]),
    );
    expect(Number(asked.headers.get('x-patchbay-loss'))).toBe(losses.length);
  });

  test('as a stream, with figures when they were asked for', async () => {
    upstream.script(answer('one two', { stop: 'length', usage: { input: 10, cacheRead: 0, output: 3 } }));
    const asked = await gateway.ask(path, {
      model: 'm',
      prompt: 'Count',
      stream: true,
      stream_options: { include_usage: true },
    });
    const data = asked.text
      .split('\n\n')
      .flatMap((event) => (event.startsWith('data: ') ? [event.slice(6)] : []));
    expect(data.at(-1)).toBe('[DONE]');
    const chunks = data.slice(0, -1).map((each) => parsedJson(each));
    expect(chunks.map((chunk) => textAt(chunk, 'choices', 0, 'text') ?? '').join('')).toBe('one two');
    expect(chunks.map((chunk) => textAt(chunk, 'choices', 0, 'finish_reason')).filter(Boolean)).toEqual([
      'length',
    ]);
    expect(valueAt(chunks.at(-1), 'choices')).toEqual([]);
    expect(valueAt(chunks.at(-1), 'usage')).toMatchObject({ prompt_tokens: 10 });
  });

  test('several prompts are refused with a word, not answered wrongly', async () => {
    const before = upstream.calls.length;
    const asked = await gateway.ask(path, { model: 'm', prompt: ['a', 'b'] });
    expect(asked.status).toBe(400);
    expect(asked.text).toContain('one by one');
    expect(upstream.calls).toHaveLength(before);
  });
});

describe('vectors', () => {
  const vectors = [
    [1, 0.5],
    [0, -2],
  ];

  test('OpenAI’s way at a provider of Google’s', async () => {
    upstream.script({
      kind: 'raw',
      status: 200,
      body: JSON.stringify({ embeddings: vectors.map((values) => ({ values })) }),
    });
    const asked = await gateway.ask('/p/gemini-generate/v1/embeddings', {
      model: 'embed-1',
      input: ['a', 'b'],
      dimensions: 2,
    });
    expect(upstream.calls.at(-1)?.path).toBe('/v1beta/models/embed-1:batchEmbedContents');
    expect(upstream.calls.at(-1)?.json).toEqual({
      requests: ['a', 'b'].map((text) => ({
        model: 'models/embed-1',
        content: { parts: [{ text }] },
        outputDimensionality: 2,
      })),
    });
    expect(asked.json()).toMatchObject({
      object: 'list',
      model: 'embed-1',
      data: [
        { object: 'embedding', index: 0, embedding: [1, 0.5] },
        { object: 'embedding', index: 1, embedding: [0, -2] },
      ],
      usage: { prompt_tokens: expect.any(Number) },
    });
  });

  test('as base64, as OpenAI’s own SDK asks for them', async () => {
    upstream.script({ kind: 'raw', status: 200, body: JSON.stringify({ embedding: { values: [1, 0.5] } }) });
    const asked = await gateway.ask('/p/gemini-generate/v1/embeddings', {
      model: 'embed-1',
      input: 'a',
      encoding_format: 'base64',
    });
    const bytes = Buffer.from(textAt(asked.json(), 'data', 0, 'embedding') ?? '', 'base64');
    expect([bytes.readFloatLE(0), bytes.readFloatLE(4)]).toEqual([1, 0.5]);
  });

  const content = (text: string): JsonRecord => ({ parts: [{ text }] });

  test.each([
    ['embedContent', { content: content('a') }, { embedding: { values: [1, 0.5] } }],
    [
      'batchEmbedContents',
      { requests: [{ content: content('a') }, { content: content('b') }] },
      { embeddings: [{ values: [1, 0.5] }, { values: [0, -2] }] },
    ],
  ])('Google’s %s at a provider of OpenAI’s', async (action, body, expected) => {
    upstream.script({
      kind: 'raw',
      status: 200,
      body: JSON.stringify({
        object: 'list',
        // Out of order, as a server may send them.
        data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })).toReversed(),
        usage: { prompt_tokens: 2, total_tokens: 2 },
      }),
    });
    const asked = await gateway.ask(`/p/vectors/v1beta/models/embed-2:${action}`, body);
    expect(upstream.calls.at(-1)?.path).toBe('/v1/embeddings');
    expect(listAt(upstream.calls.at(-1)?.json, 'input')[0]).toBe('a');
    expect(asked.json()).toEqual(expected);
    expect((await gateway.record(asked)).usage).toMatchObject({ input: 2, estimated: false });
  });

  test('token numbers are refused with a word', async () => {
    const asked = await gateway.ask('/p/gemini-generate/v1/embeddings', { model: 'm', input: [[1, 2]] });
    expect(asked.status).toBe(400);
    expect(asked.text).toContain('a text or a list of texts');
  });
});
