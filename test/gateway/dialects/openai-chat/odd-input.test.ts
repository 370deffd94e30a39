import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import { openAiChatCodec } from '../../../../src/gateway/dialects/openai-chat/codec.ts';
import {
  collected,
  decodeContext,
  decodedEvents,
  encodeContext,
  requestOf,
  writtenStream,
} from './chat-codec.ts';

/** Members that the readers look at, with any value at any of them. */
// biome-ignore format: a list of words
const names = [
  'messages', 'role', 'content', 'tool_calls', 'function', 'custom', 'function_call', 'name', 'arguments',
  'input', 'id', 'index', 'type', 'text', 'image_url', 'url', 'input_audio', 'data', 'format', 'file',
  'file_data', 'file_id', 'refusal', 'reasoning_content', 'reasoning', 'reasoning_details', 'summary',
  'signature', 'thinking', 'thinking_blocks', 'audio', 'images', 'annotations', 'url_citation',
  'extra_content', 'google', 'thought_signature', 'cache_control', 'ttl', 'tools', 'tool_choice',
  'allowed_tools', 'functions', 'parameters', 'response_format', 'json_schema', 'schema', 'stop',
  'max_tokens', 'reasoning_effort', 'effort', 'enabled', 'stream_options', 'metadata', 'modalities',
  'choices', 'delta', 'message', 'finish_reason', 'stop_reason', 'logprobs', 'executed_tools',
  'search_results', 'citations', 'model', 'user', 'tool_call_id', 'web_search_options', 'created',
  'verbosity', '__proto__', 'a/b~c',
];

// biome-ignore format: a list of words
const words = [
  'user', 'system', 'assistant', 'tool', 'function', 'developer', 'text', 'image_url', 'input_audio',
  'file', 'thinking', 'refusal', 'reasoning.text', 'reasoning.encrypted', 'custom', 'json_schema',
  'json_object', 'auto', 'allowed_tools', 'ephemeral', '1h', 'stop', 'tool_calls',
  'data:image/png;base64,AAAA', 'data:,%', 'data:x', '{}', '{"a":1}', '', 'patchbay-opaque-1.',
  'patchbay-opaque-1.W10.', 'url_citation',
];

const { value } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, depthIdentifier: 'v' },
    fc.constantFrom<unknown>(...words, null, 0, -1, 1.5, true, Number.MAX_SAFE_INTEGER),
    fc.array(tie('value'), { maxLength: 3, depthIdentifier: 'v' }),
    tie('object'),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 6, depthIdentifier: 'v' }),
}));
const object = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 8 });
const role = fc.constantFrom('user', 'system', 'assistant', 'tool', 'function', 'developer');
const message = fc.tuple(role, object).map(([name, rest]) => ({ ...rest, role: name }));
const body = fc
  .tuple(object, fc.array(message, { maxLength: 4 }))
  .map(([rest, messages]) => ({ ...rest, messages }));
const chunks = fc.array(
  object.map((delta) => ({ choices: [{ index: 0, delta, finish_reason: null }] })),
  { maxLength: 6 },
);

describe('whatever comes', () => {
  it('is a request or is refused with its place', () => {
    fc.assert(
      fc.property(fc.oneof(object, body), (given) => {
        const decoded = openAiChatCodec.decodeRequest(given, { stream: false });
        if (decoded.ok) requestOf(decoded.conversation);
        else expect(decoded.at).toMatch(/^\/messages/);
      }),
      { numRuns: 2000 },
    );
  });

  it('is written for a client of another dialect and a strict provider, too', () => {
    fc.assert(
      fc.property(body, (given) => {
        const decoded = openAiChatCodec.decodeRequest(given, { stream: true });
        if (!decoded.ok) throw new Error(decoded.detail);
        const written = requestOf(
          { ...decoded.conversation, from: 'anthropic-messages' },
          { outputLimit: 10 },
        );
        JSON.stringify(written.body);
        expect(Array.isArray(written.body.messages)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is a stream whose blocks are in order', () => {
    fc.assert(
      fc.property(chunks, (given) => {
        const reply = collected(decodedEvents(given));
        writtenStream(reply);
        expect(openAiChatCodec.encodeReply(reply, encodeContext()).object).toBe('chat.completion');
      }),
      { numRuns: 2000 },
    );
  });

  it('is a chunk or an answer', () => {
    fc.assert(
      fc.property(object, (given) => {
        const losses = new Losses();
        decodedEvents([given], decodeContext(losses));
        expect(openAiChatCodec.decodeReply(given, decodeContext(losses)).finish.reason).toBeTypeOf('string');
      }),
      { numRuns: 1000 },
    );
  });
});
