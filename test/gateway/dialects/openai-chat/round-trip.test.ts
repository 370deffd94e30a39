import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation, Part, Turn } from '../../../../src/gateway/dialects/conversation.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import type { Opaque } from '../../../../src/gateway/dialects/opaque.ts';
import { openAiChatCodec } from '../../../../src/gateway/dialects/openai-chat/codec.ts';
import type { Block, CallBlock, Reply } from '../../../../src/gateway/dialects/reply.ts';
import {
  chunk,
  conversationOf,
  decodeContext,
  decodedStream,
  emptyConversation,
  encodeContext,
  origin,
  readStream,
  requestOf,
  writtenStream,
} from './chat-codec.ts';

const text = fc.string({ unit: 'binary', minLength: 1 }).filter((value) => value.isWellFormed());
const word = fc.stringMatching(/^[a-z]{1,8}$/);
const input = fc
  .dictionary(word, fc.oneof(text, fc.integer(), fc.boolean()), { minKeys: 1 })
  .map((value) => JSON.stringify(value));

const wrapped: fc.Arbitrary<Opaque> = fc.record({
  kind: fc.constantFrom('anthropic-signature', 'openai-encrypted', 'gemini-signature', 'chat-details'),
  data: text,
  origin: fc.constant(origin),
});

/** `undefined` members are left out, as codecs do. */
const clean = <T>(value: T): T => JSON.parse(JSON.stringify(value));

describe('an answer', () => {
  const thought = fc.record({ kind: fc.constant('reasoning' as const), text: text.map((one) => [one]) });
  const state = fc.record({
    kind: fc.constant('reasoning' as const),
    text: fc.constant([]),
    opaque: wrapped,
  });
  const said = fc.record({ kind: fc.constant('text' as const), text });
  const signed = fc.record({
    kind: fc.constant('text' as const),
    text,
    opaque: wrapped.filter(({ kind }) => kind === 'gemini-signature'),
  });
  const refused = fc.record({ kind: fc.constant('text' as const), text, refusal: fc.constant(true) });
  const call = fc.record(
    {
      kind: fc.constant('call' as const),
      id: word,
      name: word,
      form: fc.constant('function' as const),
      input,
      opaque: wrapped,
    },
    { requiredKeys: ['kind', 'id', 'name', 'form', 'input'] },
  );
  const custom = fc.record({
    kind: fc.constant('call' as const),
    id: word,
    name: word,
    form: fc.constant('custom' as const),
    input: text,
  });
  const image = fc.record({
    kind: fc.constant('media' as const),
    mimeType: fc.constant('image/png'),
    data: fc.base64String({ minLength: 4 }),
  });

  /** What the API has room for: one train of thought with states behind it, one text, one refusal, then calls. */
  const reply: fc.Arbitrary<Reply> = fc
    .record({
      thought: fc.option(fc.tuple(thought, fc.option(wrapped))),
      states: fc.array(state, { maxLength: 2 }),
      text: fc.option(fc.oneof(said, signed)),
      refusal: fc.option(refused),
      images: fc.array(image, { maxLength: 1 }),
      calls: fc.uniqueArray(fc.oneof(call, custom), { maxLength: 3, selector: ({ id }) => id }),
      reason: fc.constantFrom('stop', 'length', 'content-filter'),
      tier: fc.option(word),
    })
    .map((parts) => {
      const blocks: Block[] = [];
      if (parts.thought !== null) {
        const [block, opaque] = parts.thought;
        blocks.push(opaque === null ? block : { ...block, opaque });
        // State without text behind a thought without state would be the thought's own.
        if (opaque !== null) blocks.push(...parts.states);
      } else blocks.push(...parts.states);
      if (parts.text !== null) blocks.push(parts.text);
      if (parts.refusal !== null) blocks.push(parts.refusal);
      blocks.push(...parts.images, ...parts.calls);
      const reason = parts.reason === 'stop' && parts.calls.length > 0 ? 'tool-calls' : parts.reason;
      const native = {
        stop: 'stop',
        length: 'length',
        'content-filter': 'content_filter',
        'tool-calls': 'tool_calls',
      };
      // A refusal ends with the word "stop"; what it means is read from the refusal.
      const declined = reason === 'stop' && blocks.some((block) => block.kind === 'text' && block.refusal);
      return {
        id: 'chatcmpl-1',
        model: 'gpt',
        created: 5,
        blocks,
        finish: { reason: declined ? 'refusal' : reason, native: native[reason] },
        ...(parts.tier !== null && { serviceTier: parts.tier }),
      };
    });

  it('comes back from a stream as it was', () => {
    fc.assert(
      fc.property(reply, (given) => {
        expect(readStream(writtenStream(given))).toEqual(given);
      }),
      { numRuns: 300 },
    );
  });

  it('comes back from a whole message as it was', () => {
    fc.assert(
      fc.property(reply, (given) => {
        const body: Fields = clean(openAiChatCodec.encodeReply(given, encodeContext()));
        expect(openAiChatCodec.decodeReply(body, decodeContext())).toEqual(given);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps parallel calls apart, however their pieces mix', () => {
    const piecesOf = (whole: string, cuts: readonly number[]) => {
      const ends = [...new Set(cuts.map((cut) => cut % (whole.length + 1))), whole.length].toSorted(
        (a, b) => a - b,
      );
      return ends.map((end, at) => whole.slice(at === 0 ? 0 : ends[at - 1], end));
    };
    const cut = fc.tuple(call, fc.array(fc.nat(), { maxLength: 5 }));
    const calls = fc.uniqueArray(cut, { minLength: 1, maxLength: 4, selector: ([{ id }]) => id });
    fc.assert(
      fc.property(
        calls,
        fc.infiniteStream(fc.nat()),
        fc.boolean(),
        fc.boolean(),
        (list, order, repeatId, withText) => {
          const queues = list.map(([each, cuts], index) => {
            const id = repeatId ? { id: each.id } : {};
            const rest = piecesOf(each.input, cuts).map((piece) => ({
              index,
              ...id,
              function: { arguments: piece },
            }));
            return [
              { index, id: each.id, type: 'function', function: { name: each.name, arguments: '' } },
              ...rest,
            ];
          });
          // The first pieces come in order, as everywhere; the others in any.
          const chunks = queues.map((queue) => chunk({ tool_calls: [queue.shift()] }));
          for (let left = queues.filter((queue) => queue.length > 0); left.length > 0; ) {
            const queue = left[(order.next().value ?? 0) % left.length];
            chunks.push(chunk({ ...(withText && { content: 'x' }), tool_calls: [queue?.shift()] }));
            left = queues.filter((each) => each.length > 0);
          }
          const { blocks } = decodedStream(chunks);
          const found = blocks.filter((block): block is CallBlock => block.kind === 'call');
          expect(found.map(({ id, name, input: arguments_ }) => [id, name, arguments_])).toEqual(
            list.map(([each]) => [each.id, each.name, each.input]),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a request', () => {
  const cache = fc.constantFrom({}, { ttl: '5m' as const }, { ttl: '1h' as const });
  const at = fc.constant('');
  const textPart = fc.record(
    { kind: fc.constant('text' as const), text, cache, at },
    { requiredKeys: ['kind', 'text', 'at'] },
  );
  const data = fc.base64String({ minLength: 4 });
  const imagePart = fc.record(
    {
      kind: fc.constant('media' as const),
      media: fc.constant('image' as const),
      source: fc.oneof(
        fc.record({ kind: fc.constant('base64' as const), mimeType: fc.constant('image/png'), data }),
        fc.record({ kind: fc.constant('url' as const), url: fc.webUrl() }),
      ),
      detail: fc.constantFrom('low', 'high', 'original'),
      at,
    },
    { requiredKeys: ['kind', 'media', 'source', 'at'] },
  );
  const audioPart = data.map((sound) => ({
    kind: 'media' as const,
    media: 'audio' as const,
    source: { kind: 'base64' as const, mimeType: 'audio/mpeg', data: sound },
    at: '',
  }));
  const filePart = fc.record({
    kind: fc.constant('media' as const),
    media: fc.constant('document' as const),
    source: fc.oneof(
      fc.record({ kind: fc.constant('base64' as const), mimeType: fc.constant('application/pdf'), data }),
      fc.record({
        kind: fc.constant('file-id' as const),
        id: word,
        dialect: fc.constant('openai-chat' as const),
      }),
    ),
    filename: word,
    at,
  });
  const userPart: fc.Arbitrary<Part> = fc.oneof(textPart, imagePart, audioPart, filePart);
  const user: fc.Arbitrary<Turn> = fc.record(
    { role: fc.constant('user' as const), parts: fc.array(userPart, { maxLength: 3 }), name: word, at },
    { requiredKeys: ['role', 'parts', 'at'] },
  );
  const system: fc.Arbitrary<Turn> = fc.record({
    role: fc.constantFrom('system', 'developer'),
    parts: fc.array(textPart, { minLength: 1, maxLength: 2 }),
    at,
  });

  const reasoning: fc.Arbitrary<Part[]> = fc.oneof(
    fc.constant<Part[]>([]),
    text.map((shown): Part[] => [{ kind: 'reasoning', text: [shown], at: '' }]),
    fc.tuple(text, word).map(([shown, blob]): Part[] => [
      {
        kind: 'reasoning',
        text: [shown],
        opaque: { kind: 'chat-details', data: JSON.stringify([{ type: 'reasoning.encrypted', data: blob }]) },
        at: '',
      },
    ]),
  );
  const callPart = fc.record(
    {
      kind: fc.constant('tool-call' as const),
      id: word,
      name: word,
      form: fc.constant('function' as const),
      input,
      opaque: fc.record({ kind: fc.constant('gemini-signature' as const), data: word }),
      at,
    },
    { requiredKeys: ['kind', 'id', 'name', 'form', 'input', 'at'] },
  );
  const resultContent = fc.array(
    textPart.map(({ cache: _, ...part }) => part),
    { maxLength: 2 },
  );
  /** The assistant says something and calls tools, whose results follow. */
  const exchange: fc.Arbitrary<Turn[]> = fc
    .record({
      reasoning,
      text: fc.array(textPart, { maxLength: 2 }),
      calls: fc.uniqueArray(fc.tuple(callPart, resultContent, fc.boolean()), {
        maxLength: 2,
        selector: ([{ id }]) => id,
      }),
    })
    .map((parts) => {
      const turns: Turn[] = [
        {
          role: 'assistant',
          parts: [...parts.reasoning, ...parts.text, ...parts.calls.map(([each]) => each)],
          at: '',
        },
      ];
      const results = parts.calls.map(
        ([{ id, name }, content, isError]): Part => ({
          kind: 'tool-result',
          id,
          name,
          form: 'function',
          content,
          ...(isError && { isError }),
          at: '',
        }),
      );
      if (results.length > 0) turns.push({ role: 'user', parts: results, at: '' });
      return turns;
    });

  const schema = fc.dictionary(word, fc.oneof(word, fc.integer()));
  const tool = fc.record(
    {
      kind: fc.constant('function' as const),
      name: word,
      description: text,
      schema,
      strict: fc.boolean(),
      at,
    },
    { requiredKeys: ['kind', 'name', 'at'] },
  );
  const customTool = fc.record(
    {
      kind: fc.constant('custom' as const),
      name: word,
      description: text,
      format: fc.constantFrom<Fields>(
        { type: 'text' },
        { type: 'grammar', syntax: 'lark', definition: 'start: "a"' },
      ),
      at,
    },
    { requiredKeys: ['kind', 'name', 'at'] },
  );
  const conversation: fc.Arbitrary<Conversation> = fc
    .record(
      {
        turns: fc
          .array(
            fc.oneof(
              user.map((turn) => [turn]),
              system.map((turn) => [turn]),
              exchange,
            ),
            { maxLength: 4 },
          )
          .map((turns) => turns.flat()),
        tools: fc.uniqueArray(fc.oneof(tool, customTool), {
          minLength: 1,
          maxLength: 3,
          selector: ({ name }) => name,
        }),
        sampling: fc.record(
          { temperature: fc.nat(2), topP: fc.nat(1), topK: fc.nat(9), seed: fc.nat(9), count: fc.nat(3) },
          { requiredKeys: [] },
        ),
        reasoning: fc.record(
          { effort: fc.constantFrom('none', 'low', 'xhigh', 'max') },
          { requiredKeys: [] },
        ),
        maxTokens: fc.nat(),
        stop: fc.array(word, { maxLength: 5 }),
        cache: fc.record({ key: word, retention: word, mark: cache }, { requiredKeys: [] }),
        metadata: fc.record(
          { user: word, serviceTier: word, store: fc.boolean(), pairs: fc.dictionary(word, word) },
          { requiredKeys: [] },
        ),
        output: fc.record(
          {
            verbosity: word,
            modalities: fc.constant(['text', 'audio']),
            format: fc.record({ kind: fc.constant('json' as const), schema, name: word }),
          },
          { requiredKeys: [] },
        ),
        toolChoice: fc.constantFrom<NonNullable<Conversation['toolChoice']>>(
          { kind: 'auto' },
          { kind: 'required' },
          { kind: 'tool', name: 'f' },
          { kind: 'some', names: ['f', 'g'], required: true },
        ),
        parallelTools: fc.boolean(),
        extra: fc.constantFrom<Conversation['extra']>([], [{ at: '/logit_bias', value: { 5: 1 } }]),
      },
      { requiredKeys: ['turns', 'tools'] },
    )
    .map((parts) => clean({ ...emptyConversation, ...parts }));

  /** Call ids that occur once: the name of a result is known by its call. */
  const hasUniqueIds = ({ turns }: Conversation) => {
    const ids = turns.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'tool-call' ? [part.id] : [])),
    );
    return new Set(ids).size === ids.length;
  };

  it('comes back as it was', () => {
    fc.assert(
      fc.property(conversation.filter(hasUniqueIds), (given) => {
        const { body, lost } = requestOf(given, {
          quirks: { developerRole: 'keep', mostCacheMarks: 100, reasoningField: 'reasoning' },
        });
        expect(lost).toEqual([]);
        const again = conversationOf(clean(body));
        expect(withoutPlaces(again)).toEqual(withoutPlaces(given));
      }),
      { numRuns: 400 },
    );
  });
});

function withoutPlaces(given: Conversation): unknown {
  return JSON.parse(
    JSON.stringify({ ...given, extra: given.extra.map(({ value }) => value) }, (name, value: unknown) =>
      name === 'at' ? undefined : value,
    ),
  );
}
