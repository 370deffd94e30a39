import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../../src/gateway/dialects/conversation.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { openAiChatCodec } from '../../../../src/gateway/dialects/openai-chat/codec.ts';
import type { Quirks } from '../../../../src/gateway/exchange/provider.ts';
import { type Recording, recordings } from '../../../support/corpus.ts';
import { isRecord, listAt, textAt, valueAt } from '../../../support/json-value.ts';
import { conversationOf, requestOf } from './chat-codec.ts';

const requests = recordings('openai-chat', 'error').filter(
  ({ requestBody, requestPath = '' }) =>
    requestBody !== undefined && requestPath.includes('chat/completions'),
);

/** A place and what is there; `/messages/0/content`. */
type Leaves = Map<string, unknown>;

function leavesOf(value: unknown, at: string, into: Leaves): Leaves {
  if (isRecord(value))
    for (const [name, member] of Object.entries(value)) leavesOf(member, `${at}/${name}`, into);
  else if (Array.isArray(value))
    for (const [nth, item] of value.entries()) leavesOf(item, `${at}/${nth}`, into);
  else into.set(at, value);
  return into;
}

/**
 * The recorded body in the words that the codec writes. Every rule stands for two spellings of one thing; whatever it
 * does not name must come back as it was.
 */
function normalised(body: Fields): Fields {
  const result: Record<string, unknown> = {
    ...body,
    model: 'm',
    messages: listAt(body, 'messages').map(message),
  };
  // Off is the default.
  if (result.stream === false) delete result.stream;
  // The gateway asks for figures with every stream.
  if (result.stream === true) result.stream_options = { include_usage: true };
  else delete result.stream_options;
  // Which name the limit has is the provider's quirk.
  if (typeof result.max_completion_tokens === 'number') {
    result.max_tokens = result.max_completion_tokens;
    delete result.max_completion_tokens;
  }
  // One stop sequence is a list of one.
  if (typeof result.stop === 'string') result.stop = [result.stop];
  // OpenRouter's spelling of `reasoning_effort`.
  const effort = textAt(result.reasoning, 'effort');
  if (effort !== undefined) {
    result.reasoning_effort = effort;
    delete result.reasoning;
  }
  // DeepSeek's spelling of the effort `none`.
  if (textAt(result.thinking, 'type') === 'disabled') {
    result.reasoning_effort = 'none';
    delete result.thinking;
  }
  // Mistral's older word; it takes both.
  if (result.tool_choice === 'any') result.tool_choice = 'required';
  // Text is the default.
  if (textAt(result.response_format, 'type') === 'text') delete result.response_format;
  return result;
}

function message(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const result: Record<string, unknown> = { ...value };
  // One text is a string, as most providers want it.
  const parts = listAt(value, 'content');
  if (
    parts.length === 1 &&
    textAt(parts, 0, 'type') === 'text' &&
    valueAt(parts, 0, 'cache_control') === undefined
  )
    result.content = textAt(parts, 0, 'text');
  const calls = listAt(value, 'tool_calls');
  // A message that only calls has no text: null, as OpenAI writes it.
  if (calls.length > 0 && (result.content === '' || result.content === undefined)) result.content = null;
  // Left over from a stream; the order says the same.
  if (calls.length > 0) result.tool_calls = calls.filter(isRecord).map(({ index: _, ...call }) => call);
  // A mark on the message is one on its last part (Vercel and OpenRouter take both).
  if (result.cache_control !== undefined && typeof result.content === 'string') {
    result.content = [{ type: 'text', text: result.content, cache_control: result.cache_control }];
    delete result.cache_control;
  }
  // Mistral takes audio as bare base64, too.
  if (parts.length > 0 && Array.isArray(result.content)) result.content = parts.map(audio);
  return result;
}

function audio(part: unknown): unknown {
  const data = textAt(part, 'input_audio');
  return data === undefined ? part : { type: 'input_audio', input_audio: { data, format: 'mp3' } };
}

/** The provider's ways that its recorded request shows: where it wants reasoning back, and that it takes marks. */
function quirksOf(body: Fields): Quirks {
  const text = JSON.stringify(listAt(body, 'messages'));
  const marks: Quirks = {
    ...(text.includes('"cache_control"') && { mostCacheMarks: 4 }),
    ...(text.includes('"role":"developer"') && { developerRole: 'keep' }),
  };
  if (text.includes('"type":"thinking"')) return { ...marks, reasoningField: 'content-parts' };
  if (text.includes('"reasoning_content":')) return { ...marks, reasoningField: 'reasoning_content' };
  if (text.includes('"reasoning":')) return { ...marks, reasoningField: 'reasoning' };
  return marks;
}

function withoutPlaces(conversation: Conversation): unknown {
  return JSON.parse(
    JSON.stringify(conversation, (name, value: unknown) => (name === 'at' ? undefined : value)),
  );
}

const bodyOf = ({ requestBody }: Recording): Fields => requestBody ?? {};
const cases = requests.map((recording) => [recording.id, bodyOf(recording)] as const);

describe.skipIf(requests.length === 0)('recorded requests', () => {
  it.each(cases)('%s is read', (_id, body) => {
    expect(openAiChatCodec.decodeRequest(body, { stream: body.stream === true }).ok).toBe(true);
  });

  it.each(cases)('%s comes back whole', (_id, body) => {
    const { body: written, lost } = requestOf(conversationOf(body, body.stream === true), {
      quirks: quirksOf(body),
    });
    expect(lost).toEqual([]);
    const found = leavesOf(written, '', new Map());
    const missing = [...leavesOf(normalised(body), '', new Map())].filter(
      ([at, value]) => value !== null && found.get(at) !== value && !isSaidTwice(at, body),
    );
    expect(missing).toEqual([]);
  });

  it.each(cases)('%s says the same when it is read again', (_id, body) => {
    const stream = body.stream === true;
    const first = conversationOf(body, stream);
    const { body: written } = requestOf(first, { quirks: quirksOf(body) });
    expect(withoutPlaces(conversationOf(written, stream))).toEqual(withoutPlaces(first));
  });

  it('without a quirk nothing but earlier reasoning and cache marks is lost', () => {
    const lost = requests.flatMap((recording) => requestOf(conversationOf(bodyOf(recording))).lost);
    expect(new Set(lost.map((each) => each.split(' ')[0]))).toEqual(new Set(['reasoning-text', 'cache']));
  });
});

/** GPUStack's client sends reasoning under two names. */
function isSaidTwice(at: string, body: Fields): boolean {
  const [, , nth, name] = at.split('/');
  const { reasoning, reasoning_content: content } = {
    ...listAt(body, 'messages').filter(isRecord)[Number(nth)],
  };
  return name === 'reasoning' && reasoning === content;
}
