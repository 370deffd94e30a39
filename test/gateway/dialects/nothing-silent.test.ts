import { describe, expect, it } from 'vitest';
import { codecOf } from '../../../src/gateway/dialects/codecs.ts';
import type { Fields } from '../../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../../src/gateway/dialects/losses.ts';
import { translateRequest } from '../../../src/gateway/dialects/translate/translate-request.ts';
import type { Dialect } from '../../../src/gateway/exchange/dialect.ts';
import type { ModelFacts } from '../../../src/gateway/exchange/model-facts.ts';
import type { Quirks } from '../../../src/gateway/exchange/provider.ts';

interface Target {
  readonly quirks?: Quirks;
  readonly limits?: ModelFacts;
}

function convert(from: Dialect, to: Dialect, body: Fields, { quirks = {}, limits = {} }: Target = {}) {
  const decoded = codecOf(from)?.decodeRequest(body, { stream: false });
  const codec = codecOf(to);
  if (decoded?.ok !== true || codec === undefined) throw new Error('no request');
  const losses = new Losses();
  const origin = { provider: 'p', account: 'a', model: 'm' };
  const target = { codec, origin, stream: false, quirks, limits, withoutState: false };
  const written = translateRequest(decoded.conversation, target, losses);
  return { body: written.body, lost: losses.list.map(({ code, path }) => `${code} ${path}`) };
}

const chat = (more: Fields) => ({ model: 'm', messages: [{ role: 'user', content: 'Hi' }], ...more });
const responses = (more: Fields) => ({ model: 'm', input: 'Hi', ...more });
const messages = (more: Fields) => ({ max_tokens: 16, ...chat(more) });
const gemini = (more: Fields) => ({ contents: [{ role: 'user', parts: [{ text: 'Hi' }] }], ...more });

describe('settings of a hosted tool that the pivot has no word for', () => {
  const search = responses({
    tools: [{ type: 'web_search', search_context_size: 'low', external_web_access: false }],
  });
  const fetch = messages({
    tools: [{ type: 'web_fetch_20260318', name: 'web_fetch', max_content_tokens: 10, use_cache: false }],
  });
  const google = gemini({
    tools: [{ googleSearch: { timeRangeFilter: {}, blockingConfidence: 'BLOCK_NONE' } }],
  });
  const options = chat({ web_search_options: { search_context_size: 'low' } });
  const names = ['search_context_size', 'external_web_access'];

  it.each([
    ['openai-responses', 'anthropic-messages', search, names.map((name) => `/tools/0/${name}`)],
    ['openai-responses', 'gemini-generate', search, names.map((name) => `/tools/0/${name}`)],
    ['anthropic-messages', 'gemini-generate', fetch, ['/tools/0/max_content_tokens', '/tools/0/use_cache']],
    [
      'gemini-generate',
      'openai-responses',
      google,
      ['/tools/0/googleSearch/timeRangeFilter', '/tools/0/googleSearch/blockingConfidence'],
    ],
    ['openai-chat', 'openai-responses', options, ['/web_search_options/search_context_size']],
    ['openai-chat', 'anthropic-messages', options, ['/web_search_options/search_context_size']],
  ] as const)('from %s to %s are told as lost', (from, to, body, places) => {
    const { lost, body: written } = convert(from, to, body);
    expect(lost).toEqual(places.map((place) => `field ${place}`));
    expect(written.tools).toHaveLength(1);
  });

  it('a container that the API chooses itself is no setting, one with files is', () => {
    const code = (container: Fields) => responses({ tools: [{ type: 'code_interpreter', container }] });
    expect(convert('openai-responses', 'gemini-generate', code({ type: 'auto' })).lost).toEqual([]);
    const { lost } = convert('openai-responses', 'gemini-generate', code({ type: 'auto', file_ids: ['f'] }));
    expect(lost).toEqual(['field /tools/0/container']);
  });
});

describe('token probabilities', () => {
  it.each(['openai-responses', 'anthropic-messages', 'gemini-generate'] as const)(
    'of chat towards %s are lost with their number',
    (to) => {
      const { lost } = convert('openai-chat', to, chat({ logprobs: true, top_logprobs: 2 }));
      expect(lost.toSorted()).toEqual(['logprobs /logprobs', 'logprobs /top_logprobs']);
    },
  );
});

describe('the wish to see thoughts', () => {
  const body = gemini({ generationConfig: { thinkingConfig: { includeThoughts: true } } });
  const place = '/generationConfig/thinkingConfig/includeThoughts';

  it('has no word in chat, except that providers with a field for reasoning show it unasked', () => {
    expect(convert('gemini-generate', 'openai-chat', body).lost).toEqual([`field ${place}`]);
    const quirks = { reasoningField: 'reasoning_content' } as const;
    expect(convert('gemini-generate', 'openai-chat', body, { quirks }).lost).toEqual([]);
  });

  it.each([undefined, 'none', 'budget'] as const)('needs a Messages model that thinks (%s)', (thinking) => {
    const limits = thinking === undefined ? {} : { thinking };
    expect(convert('gemini-generate', 'anthropic-messages', body, { limits }).lost).toEqual([
      `value ${place}`,
    ]);
  });

  it('is met by a Messages model that is told how much to think by levels', () => {
    const { lost, body: written } = convert('gemini-generate', 'anthropic-messages', body, {
      limits: { thinking: 'effort' },
    });
    expect(lost).toEqual([]);
    expect(written.thinking).toEqual({ type: 'adaptive', display: 'summarized' });
  });
});

describe('a mark on a whole request (OpenRouter) at a Messages provider', () => {
  const marked = { type: 'ephemeral', ttl: '1h' };
  const system = { role: 'system', content: 'Be brief.' };

  it('marks what a conversation shares, for as long as was asked', () => {
    const turns = { messages: [system, { role: 'user', content: 'Hi' }], cache_control: marked };
    const { body, lost } = convert('openai-chat', 'anthropic-messages', chat(turns));
    expect(body.system).toEqual([{ type: 'text', text: 'Be brief.', cache_control: marked }]);
    expect(body.messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Hi', cache_control: marked }] },
    ]);
    expect(lost).toEqual([]);
  });

  it('marks the last block beside marks of the client’s', () => {
    const text = (words: string, more: Fields = {}) => ({ type: 'text', text: words, ...more });
    const own = { cache_control: { type: 'ephemeral', ttl: '1h' } };
    const turns = {
      messages: [system, { role: 'user', content: [text('One', own), text('Two')] }],
      cache_control: { type: 'ephemeral' },
    };
    const { body } = convert('openai-chat', 'anthropic-messages', chat(turns));
    expect(body.system).toEqual([text('Be brief.')]);
    expect(body.messages).toEqual([
      { role: 'user', content: [text('One', own), text('Two', { cache_control: { type: 'ephemeral' } })] },
    ]);
  });
});

describe('smaller words', () => {
  const deferred = { type: 'function', name: 'f', parameters: { type: 'object' }, defer_loading: true };
  const tool = { name: 'f', input_schema: { type: 'object' }, defer_loading: true };
  const document = {
    type: 'document',
    source: { type: 'text', media_type: 'text/plain', data: 'Words.' },
    citations: { enabled: true },
  };
  const named = { inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=', displayName: 'a.png' } };
  const phase = [
    { role: 'user', content: 'Hi' },
    { type: 'message', role: 'assistant', phase: 'commentary', content: 'Hm' },
    { role: 'user', content: 'Go on' },
  ];

  it.each([
    ['openai-responses', 'anthropic-messages', responses({ tools: [deferred] }), 'tool /tools/0'],
    ['anthropic-messages', 'openai-responses', messages({ tools: [tool] }), 'tool /tools/0'],
    [
      'anthropic-messages',
      'openai-chat',
      messages({ messages: [{ role: 'user', content: [document] }] }),
      'citation /messages/0/content/0',
    ],
    [
      'gemini-generate',
      'openai-chat',
      gemini({ contents: [{ role: 'user', parts: [named] }] }),
      'field /contents/0/parts/0',
    ],
    [
      'gemini-generate',
      'openai-responses',
      gemini({ contents: [{ role: 'user', parts: [named] }] }),
      'field /contents/0/parts/0',
    ],
    ['openai-responses', 'openai-chat', responses({ input: phase }), 'field /input/1/content'],
  ] as const)('from %s to %s are told as lost: %j', (from, to, body, loss) => {
    expect(convert(from, to, body).lost).toEqual([loss]);
  });
});

describe('the place of a setting that is lost', () => {
  it.each([
    ['openai-chat', 'gemini-generate', chat({ user: 'u' }), 'field /user'],
    [
      'openai-responses',
      'gemini-generate',
      responses({ text: { verbosity: 'low' } }),
      'field /text/verbosity',
    ],
    ['anthropic-messages', 'openai-responses', messages({ top_k: 5 }), 'field /top_k'],
    [
      'anthropic-messages',
      'openai-responses',
      messages({ stop_sequences: ['END'] }),
      'field /stop_sequences',
    ],
    [
      'gemini-generate',
      'openai-responses',
      gemini({ generationConfig: { topK: 5 } }),
      'field /generationConfig/topK',
    ],
  ] as const)('from %s to %s is that of the client', (from, to, body, loss) => {
    expect(convert(from, to, body).lost).toEqual([loss]);
  });
});
